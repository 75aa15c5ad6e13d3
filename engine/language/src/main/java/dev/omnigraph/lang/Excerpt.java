package dev.omnigraph.lang;

/** Draws one line of source with carets below a part of it, in a width that a terminal shows. */
final class Excerpt {
  private static final int MAX_WIDTH = 120;
  private static final int CONTEXT = 60;
  private static final int TAB_WIDTH = 4;

  private Excerpt() {}

  /** Offsets are in chars of the line; an empty range gets one caret. */
  static String render(String line, int start, int end) {
    int first = 0;
    int last = line.length();
    if (width(line, 0, line.length()) > MAX_WIDTH) {
      first = boundary(line, Math.max(0, start - CONTEXT));
      last = boundary(line, Math.min(line.length(), first + MAX_WIDTH));
    }
    int caretEnd = Math.clamp(end, start, Math.max(start, last));
    String lead = first > 0 ? "… " : "";
    String tail = last < line.length() ? " …" : "";
    int indent = lead.length() + width(line, first, start);
    int carets = Math.max(1, width(line, start, caretEnd));
    return lead
        + printable(line, first, last)
        + tail
        + "\n"
        + " ".repeat(indent)
        + "^".repeat(carets);
  }

  /** Never inside a surrogate pair. */
  private static int boundary(String line, int index) {
    boolean inside =
        index > 0
            && index < line.length()
            && Character.isLowSurrogate(line.charAt(index))
            && Character.isHighSurrogate(line.charAt(index - 1));
    return inside ? index - 1 : index;
  }

  private static String printable(String line, int from, int to) {
    StringBuilder out = new StringBuilder();
    line.substring(from, to)
        .codePoints()
        .forEach(
            c -> {
              if (c == '\t') {
                out.repeat(' ', TAB_WIDTH);
              } else if (isUnprintable(c)) {
                out.append('\uFFFD');
              } else {
                out.appendCodePoint(c);
              }
            });
    return out.toString();
  }

  private static int width(String line, int from, int to) {
    return line.substring(from, to).codePoints().map(Excerpt::width).sum();
  }

  private static int width(int c) {
    if (c == '\t') {
      return TAB_WIDTH;
    }
    if (isUnprintable(c)) {
      return 1;
    }
    return switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
      default -> isWide(c) ? 2 : 1;
    };
  }

  private static boolean isUnprintable(int c) {
    return Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE;
  }

  /** The blocks of Unicode's East Asian Width W and F, and emoji. */
  private static boolean isWide(int c) {
    return (c >= 0x1100 && c <= 0x115F)
        || (c >= 0x2E80 && c <= 0xA4CF)
        || (c >= 0xAC00 && c <= 0xD7A3)
        || (c >= 0xF900 && c <= 0xFAFF)
        || (c >= 0xFE30 && c <= 0xFE6F)
        || (c >= 0xFF00 && c <= 0xFF60)
        || (c >= 0xFFE0 && c <= 0xFFE6)
        || (c >= 0x1F300 && c <= 0x1F64F)
        || (c >= 0x1F680 && c <= 0x1F6FF)
        || (c >= 0x1F900 && c <= 0x1F9FF)
        || (c >= 0x20000 && c <= 0x3FFFD);
  }
}
