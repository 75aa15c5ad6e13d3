package dev.omnigraph.search.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Goes over the terms of several cursors together, in order. */
final class MergedTerms {
  private MergedTerms() {}

  /**
   * @param number among the cursors: those of one term come in its order
   */
  private record Source(int number, TermCursor cursor) {}

  /**
   * @param cursors each before its first term, in the order of their rows
   */
  static void into(SegmentOutput out, List<? extends TermCursor> cursors) {
    PriorityQueue<Source> queue =
        new PriorityQueue<>(
            Comparator.comparing((Source source) -> source.cursor().term(), Arrays::compareUnsigned)
                .thenComparing(Source::number));
    for (int i = 0; i < cursors.size(); i++) {
      advance(queue, new Source(i, cursors.get(i)));
    }
    while (!queue.isEmpty()) {
      List<Source> same = new ArrayList<>(List.of(queue.remove()));
      byte[] term = same.getFirst().cursor().term();
      for (Source next = queue.peek();
          next != null && Arrays.equals(next.cursor().term(), term);
          next = queue.peek()) {
        same.add(queue.remove());
      }
      out.term(term, same.stream().map(Source::cursor).toList());
      same.forEach(source -> advance(queue, source));
    }
  }

  private static void advance(PriorityQueue<Source> queue, Source source) {
    if (source.cursor().next()) {
      queue.add(source);
    }
  }
}
