package dev.omnigraph.lang;

/**
 * A range of source text.
 *
 * @param file the source's display name
 * @param line from 1
 * @param column from 1, in code points
 * @param start offset of the first char, from 0
 * @param end offset past the last char
 */
public record Span(String file, int line, int column, int start, int end) {

  /** From the start of this to the end of the other, which lies behind it. */
  public Span to(Span last) {
    return new Span(file, line, column, start, Math.max(end, last.end));
  }
}
