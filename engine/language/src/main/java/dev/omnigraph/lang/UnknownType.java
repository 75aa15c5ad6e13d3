package dev.omnigraph.lang;

import dev.omnigraph.error.GraphException;
import java.util.Collection;

/** What whoever names a type outside of a program hears when there is none of that name. */
public final class UnknownType {
  private UnknownType() {}

  /**
   * {@code unknown_type}.
   *
   * @param message names the type
   * @param known names that there are
   */
  public static GraphException of(String message, String name, Collection<String> known) {
    return GraphException.of(LanguageError.UNKNOWN_TYPE, message)
        .next(Suggestions.help(name, known, "types"))
        .with("type", name)
        .build();
  }
}
