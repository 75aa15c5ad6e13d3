package dev.omnigraph.lang;

/**
 * A text to compile.
 *
 * @param file its display name in messages
 */
public record Source(String file, String text) {
  /** Longer sources are refused, so that hostile input costs little. */
  public static final int MAX_LENGTH = 1 << 20;

  /** The source line that the span starts on, and carets below what the span covers of it. */
  public String excerpt(Span span) {
    int from = span.start();
    while (from > 0 && !isLineEnd(text.charAt(from - 1))) {
      from--;
    }
    int to = span.start();
    while (to < text.length() && !isLineEnd(text.charAt(to))) {
      to++;
    }
    return Excerpt.render(
        text.substring(from, to), span.start() - from, Math.min(span.end(), to) - from);
  }

  static boolean isLineEnd(char c) {
    return c == '\n' || c == '\r';
  }
}
