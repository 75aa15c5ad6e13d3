package dev.omnigraph.schema;

import dev.omnigraph.value.KeyFunction;
import dev.omnigraph.value.ValueException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a key is made of: a value, or what functions make of it.
 *
 * @param member a property's name; on an edge also {@code src} or {@code dst}
 * @param functions in the order in which they are applied
 */
public record KeyPart(String member, List<KeyFunction> functions) {
  public KeyPart {
    functions = List.copyOf(functions);
  }

  public boolean isComputed() {
    return !functions.isEmpty();
  }

  /** As a schema writes it: {@code lower(trim(email))}. */
  public String text() {
    String text = member;
    for (KeyFunction function : functions) {
      text = function.spelling() + "(" + text + ")";
    }
    return text;
  }

  /**
   * Of a value in Java form; null when that is, or when it is not what a function takes.
   *
   * @throws ValueException {@code out_of_range}
   */
  public @Nullable Object of(@Nullable Object value) {
    Object computed = value;
    for (KeyFunction function : functions) {
      computed = computed == null ? null : function.of(computed);
    }
    return computed;
  }

  /** Of what may be computed already, in which case it stays. */
  Object ofEither(Object given) {
    try {
      Object computed = of(given);
      return computed == null ? given : computed;
    } catch (ValueException e) {
      return given;
    }
  }
}
