package dev.omnigraph.schema;

import dev.omnigraph.value.KeySpelling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A rule that every committed state keeps, beyond types, nullability and enumerations. */
public sealed interface Constraint {

  /**
   * The identity: equal tuples are one entity.
   *
   * @param parts in the order of the stable ids of their properties, the ends of an edge first
   */
  record Key(List<KeyPart> parts) implements Constraint {
    public Key {
      parts = List.copyOf(parts);
    }

    /** Of values as they are. */
    public static Key of(String... members) {
      return new Key(Arrays.stream(members).map(m -> new KeyPart(m, List.of())).toList());
    }

    /** What the parts are made of. */
    public List<String> members() {
      return parts.stream().map(KeyPart::member).toList();
    }

    public List<String> texts() {
      return parts.stream().map(KeyPart::text).toList();
    }

    public boolean isComputed() {
      return parts.stream().anyMatch(KeyPart::isComputed);
    }

    /**
     * The id of an entity.
     *
     * @param values in Java form by member name
     * @throws dev.omnigraph.value.ValueException as {@link KeySpelling#id}, and {@code
     *     out_of_range} of a function
     */
    public String id(Map<String, ? extends @Nullable Object> values) {
      if (!isComputed()) {
        return KeySpelling.id(members(), values);
      }
      Map<String, @Nullable Object> computed = new HashMap<>();
      parts.forEach(part -> computed.put(part.text(), part.of(values.get(part.member()))));
      return KeySpelling.id(texts(), computed);
    }

    /**
     * The id that someone means who gives it, or the text that it is made of: no function that a
     * key may have makes something else of its own result.
     */
    public String idOf(String given) {
      if (!isComputed()) {
        return given;
      }
      List<String> spelled = parts.size() == 1 ? List.of(given) : KeySpelling.parts(given);
      if (spelled == null || spelled.size() != parts.size()) {
        return given;
      }
      List<String> computed = new ArrayList<>();
      for (int i = 0; i < parts.size(); i++) {
        computed.add(KeySpelling.scalar(parts.get(i).ofEither(spelled.get(i))));
      }
      return KeySpelling.joined(computed);
    }
  }

  /** No two entities of the type share the tuple; a tuple with a null in it is never equal. */
  record Unique(List<String> members) implements Constraint {
    public Unique {
      members = List.copyOf(members);
    }
  }

  /** {@code min <= value <= max}, either side open when null; null values pass. */
  record Range(String property, @Nullable Number min, @Nullable Number max) implements Constraint {}

  /** The whole string matches the regular expression; null values pass. */
  record Check(String property, String pattern) implements Constraint {}
}
