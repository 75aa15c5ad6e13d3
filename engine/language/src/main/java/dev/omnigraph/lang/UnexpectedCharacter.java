package dev.omnigraph.lang;

import org.jspecify.annotations.Nullable;

/**
 * What is said about a character that has no meaning where it stands, which is often a habit of
 * other languages.
 */
final class UnexpectedCharacter {
  private UnexpectedCharacter() {}

  static String message(int character) {
    boolean visible =
        !Character.isISOControl(character)
            && Character.getType(character) != Character.SURROGATE
            && !Character.isWhitespace(character);
    String shown =
        visible ? "`" + Character.toString(character) + "`" : "U+%04X".formatted(character);
    return "The character %s has no meaning here.".formatted(shown);
  }

  static @Nullable String help(int character) {
    return switch (character) {
      case '\'', '“', '”', '‘', '’' -> "Strings are in straight double quotes: \"text\".";
      case ';' -> "No separator is needed at the end of a line.";
      case '#' -> "Comments start with `//`.";
      case '!' -> "Write `!=` for unequal, `not { … }` for a pattern without match.";
      case '&' -> "Write `and`.";
      case '|' -> "Conditions are joined by `or`; an edge has one type, and so has a property.";
      case '*' -> "Name what is meant, as in `count($p)`, `$p.name` and `knows{1,3}`.";
      case '~' -> "Filter with `contains` or `starts_with`.";
      case '+', '/', '%', '^' ->
          "There is no arithmetic: compute the value before, and pass it in.";
      default ->
          Character.isLetter(character)
              ? "Names are of letters A-Z, a-z, digits and underscores."
              : null;
    };
  }
}
