package dev.omnigraph.lang;

/** Where in a source its reader is: moves on by code points and knows line and column. */
final class Cursor {
  private final Source source;
  private final String text;
  private final WorkCounter work;
  private int at;
  private int line = 1;
  private int column = 1;

  /**
   * At the first character, after a byte order mark.
   *
   * @param work that each step counts for
   */
  Cursor(Source source, WorkCounter work) {
    this.source = source;
    this.text = source.text();
    this.work = work;
    this.at = text.startsWith("\uFEFF") ? 1 : 0;
  }

  /** A place that was passed. */
  record Mark(int offset, int line, int column) {}

  Mark mark() {
    return new Mark(at, line, column);
  }

  boolean atEnd() {
    return at >= text.length();
  }

  /** Whether a line ends here, or the source. */
  boolean atLineEnd() {
    return atEnd() || Source.isLineEnd(text.charAt(at));
  }

  boolean isAt(String expected) {
    return text.startsWith(expected, at);
  }

  /** The character that many places ahead, the next one for 0; NUL after the end. */
  char charAt(int ahead) {
    return at + ahead < text.length() ? text.charAt(at + ahead) : 0;
  }

  /** The next character. */
  int codePoint() {
    return text.codePointAt(at);
  }

  /** Characters between the mark and here. */
  int lengthFrom(Mark start) {
    return at - start.offset();
  }

  String textFrom(Mark start) {
    return text.substring(start.offset(), at);
  }

  Span span(Mark start) {
    return new Span(source.file(), start.line(), start.column(), start.offset(), at);
  }

  void advance(int count) {
    for (int i = 0; i < count && !atEnd(); i++) {
      advance();
    }
  }

  /** One code point on; CR LF counts as one line end. */
  void advance() {
    work.add();
    int c = codePoint();
    at += Character.charCount(c);
    if (c == '\n' || (c == '\r' && charAt(0) != '\n')) {
      line++;
      column = 1;
    } else {
      column++;
    }
  }
}
