package dev.omnigraph.search.text;

import dev.omnigraph.derived.Joined;
import dev.omnigraph.derived.Page;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** Goes over the lengths of all texts of a segment, some pages at a time. */
final class AllLengths {
  private static final int PAGES = 32;

  private AllLengths() {}

  /** Takes how many tokens the text of a row has. */
  interface Sink {
    void accept(int row, int tokens);
  }

  /** Hands over each row that has a text, in order. */
  static void read(TextSegment segment, SegmentIndex index, Sink sink) {
    List<Page> all = index.lengths();
    Map<Page, CompletableFuture<byte[]>> pages = Map.of();
    for (int number = 0; number < all.size(); number++) {
      if (number % PAGES == 0) {
        pages = segment.pages(all.subList(number, Math.min(all.size(), number + PAGES)), false);
      }
      byte[] page = Joined.of(Objects.requireNonNull(pages.get(all.get(number))));
      int[] lengths = SegmentLengths.read(page, index, number);
      for (int i = 0; i < lengths.length; i++) {
        if (lengths[i] != SegmentLengths.NONE) {
          sink.accept(number * SegmentIndex.LENGTHS_PAGE + i, lengths[i]);
        }
      }
    }
  }
}
