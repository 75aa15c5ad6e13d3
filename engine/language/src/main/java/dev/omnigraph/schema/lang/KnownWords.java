package dev.omnigraph.schema.lang;

import dev.omnigraph.schema.UnknownAnnotations;
import java.util.Locale;
import java.util.Set;

/** The words that have a meaning of their own. */
final class KnownWords {
  /** Become constraints of the catalog, {@code @index} excepted, which stays an annotation. */
  static final Set<String> CONSTRAINTS = Set.of("key", "unique", "range", "check", "index");

  static final Set<String> ANNOTATIONS = UnknownAnnotations.KNOWN;

  /** Columns that Lance makes up in scans and searches. */
  private static final Set<String> LANCE =
      Set.of(
          "_rowid",
          "_rowaddr",
          "_rowoffset",
          "_distance",
          "_score",
          "_relevance_score",
          "_fragid",
          "_indexed",
          "_row_created_at_version",
          "_row_last_updated_at_version");

  private static final Set<String> EDGE = Set.of("id", "src", "dst", "from", "to");

  /** Literals of the query language, where properties are written as bare words too. */
  private static final Set<String> LITERALS = Set.of("true", "false", "null");

  private KnownWords() {}

  static boolean isLiteral(String property) {
    return LITERALS.contains(property);
  }

  static boolean isReserved(String property, boolean onEdge) {
    String name = property.toLowerCase(Locale.ROOT);
    return LANCE.contains(name) || (onEdge ? EDGE.contains(name) : name.equals("id"));
  }

  static boolean isUpperCase(String name) {
    return name.charAt(0) >= 'A' && name.charAt(0) <= 'Z';
  }
}
