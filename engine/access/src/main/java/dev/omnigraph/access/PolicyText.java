package dev.omnigraph.access;

import dev.omnigraph.lang.Source;
import dev.omnigraph.lang.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One policy of a file.
 *
 * @param number from 1, in its file
 * @param id what its annotation {@code @id} says
 * @param scope the constraints on principal, action and resource; empty where the text does not
 *     have three
 * @param start offset in the source, where its first word is
 * @param end offset after its semicolon
 */
record PolicyText(
    Source source,
    int number,
    @Nullable String id,
    boolean forbids,
    List<String> scope,
    int start,
    int end) {

  /** As the evaluator knows it; no two of a graph have the same. */
  String key() {
    return source.file() + "#" + number;
  }

  /** As people know it. */
  String name() {
    return id == null ? key() : id;
  }

  String text() {
    return source.text().substring(start, end);
  }

  Span span() {
    return span(source, start, end);
  }

  /** The place of a range of a source, in chars. */
  static Span span(Source source, int start, int end) {
    int line = 1;
    int lineStart = 0;
    for (int i = 0; i < start; i++) {
      if (source.text().charAt(i) == '\n') {
        line++;
        lineStart = i + 1;
      }
    }
    int column = source.text().codePointCount(lineStart, start) + 1;
    return new Span(source.file(), line, column, start, end);
  }
}
