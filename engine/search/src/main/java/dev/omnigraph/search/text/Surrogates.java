package dev.omnigraph.search.text;

/** Halves of surrogate pairs, which UTF-8 cannot spell. */
final class Surrogates {
  private Surrogates() {}

  /** The text with a question mark for each half, as its UTF-8 has. */
  static String replaced(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (isHalf(text, i)) {
        return replacedFrom(text, i);
      }
      i += Character.isHighSurrogate(text.charAt(i)) ? 1 : 0;
    }
    return text;
  }

  private static String replacedFrom(String text, int first) {
    StringBuilder whole = new StringBuilder(text);
    for (int i = first; i < whole.length(); i++) {
      if (isHalf(whole, i)) {
        whole.setCharAt(i, '?');
      } else if (Character.isHighSurrogate(whole.charAt(i))) {
        i++;
      }
    }
    return whole.toString();
  }

  /** Whether the character is a surrogate and the one after it does not make it whole. */
  private static boolean isHalf(CharSequence text, int at) {
    char c = text.charAt(at);
    return Character.isSurrogate(c)
        && !(Character.isHighSurrogate(c)
            && at + 1 < text.length()
            && Character.isLowSurrogate(text.charAt(at + 1)));
  }
}
