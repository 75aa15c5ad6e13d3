package dev.omnigraph.store;

import dev.omnigraph.error.GraphException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;

/** What a key may look like, the same for every store, and the order in which keys are listed. */
final class KeyRules {
  /** S3's limit, root prefix included; the root is left 256 of it. */
  static final int MAX_BYTES = 768;

  /** The order of the UTF-8 bytes, which is that of S3; UTF-16 differs above U+FFFF. */
  static final Comparator<String> ORDER = KeyRules::compare;

  private KeyRules() {}

  /** Returns the key, or throws when a store could read it as a path that leaves the root. */
  static String check(String key) {
    if (key.isEmpty()) {
      throw invalid(key, "it is empty");
    }
    if (key.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      throw invalid(key.substring(0, 40) + "…", "it is longer than " + MAX_BYTES + " bytes");
    }
    for (String segment : key.split("/", -1)) {
      if (segment.isEmpty()) {
        throw invalid(key, "it starts or ends with '/' or has an empty segment");
      }
      if (segment.equals(".") || segment.equals("..")) {
        throw invalid(key, "'.' and '..' are not names");
      }
    }
    if (key.chars().anyMatch(c -> c < 0x20 || c == 0x7f)) {
      throw invalid(key.replaceAll("\\p{Cntrl}", "?"), "it has a control character");
    }
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(key)) {
      throw invalid("…", "it is not valid Unicode");
    }
    return key;
  }

  /** Returns the prefix of a listing, or throws when it is not empty and ends without a slash. */
  static String checkPrefix(String prefix) {
    if (prefix.isEmpty()) {
      return prefix;
    }
    if (!prefix.endsWith("/")) {
      throw invalid(prefix, "the prefix of a listing ends with '/', or it would list siblings");
    }
    check(prefix.substring(0, prefix.length() - 1));
    return prefix;
  }

  private static int compare(String a, String b) {
    for (int i = 0; i < a.length() && i < b.length(); i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        boolean oneIsHalfASurrogatePair = Character.isSurrogate(x) != Character.isSurrogate(y);
        return oneIsHalfASurrogatePair ? (Character.isSurrogate(x) ? 1 : -1) : x - y;
      }
    }
    return a.length() - b.length();
  }

  private static GraphException invalid(String key, String why) {
    return GraphException.of(
            StorageError.INVALID_OBJECT_KEY,
            "'" + key + "' cannot be the key of an object: " + why + ".")
        .with("key", key)
        .build();
  }
}
