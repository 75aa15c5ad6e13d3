package dev.omnigraph.schema;

/**
 * Makes ids that no one else makes, nor those next to them: random ULIDs, or a fixed sequence in
 * tests. Thread-safe.
 */
@FunctionalInterface
public interface IdSource {
  String next();

  /** Whether the text is an id in the one spelling that they have: a ULID in upper case. */
  static boolean isId(String text) {
    return text.length() == 26
        && text.charAt(0) <= '7'
        && text.chars().allMatch(c -> "0123456789ABCDEFGHJKMNPQRSTVWXYZ".indexOf(c) >= 0);
  }
}
