package dev.omnigraph.search.vector;

import dev.omnigraph.derived.DerivedUnusable;
import dev.omnigraph.derived.Joined;
import dev.omnigraph.derived.Page;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/** Reads lists side by side, of as many segments as they are in, some megabytes at a time. */
final class ListReading {
  /** Of pages that are read together; while they are looked through, as many more are read. */
  private static final long GROUP_BYTES = 8L << 20;

  private final Queue<Wanted> left = new ArrayDeque<>();
  private final Queue<Group> started = new ArrayDeque<>();

  /** Starts reading; does not wait. */
  ListReading(List<ListChoice> lists) {
    for (ListChoice choice : lists) {
      VectorSegmentIndex index = choice.part().opened().index();
      int perPage = VectorIndexCodec.rowsOfPage(index.dimension());
      int rows = choice.rows();
      for (Page page : index.lists().get(choice.list()).pages()) {
        left.add(new Wanted(choice, page, Math.min(rows, perPage)));
        rows -= perPage;
      }
    }
    start();
    start();
  }

  private record Wanted(ListChoice choice, Page page, int rows) {}

  private record Group(
      List<Wanted> pages, Map<VectorSegment, Map<Page, CompletableFuture<byte[]>>> read) {}

  /** Told of each page. */
  interface Sink {
    void page(ListChoice choice, ListPage page);
  }

  /**
   * Waits for all, and hands it over.
   *
   * @throws VectorSearch.SegmentUnusable if one of them is damaged
   */
  void finish(Sink sink) {
    for (Group group = started.poll(); group != null; group = started.poll()) {
      for (Wanted wanted : group.pages()) {
        sink.page(wanted.choice(), page(wanted, group));
      }
      start();
    }
  }

  private void start() {
    List<Wanted> pages = new ArrayList<>();
    Map<VectorSegment, List<Page>> bySegment = new HashMap<>();
    for (long bytes = 0; bytes < GROUP_BYTES && !left.isEmpty(); ) {
      Wanted next = left.remove();
      pages.add(next);
      bySegment
          .computeIfAbsent(next.choice().part().segment(), segment -> new ArrayList<>())
          .add(next.page());
      bytes += next.page().length();
    }
    if (!pages.isEmpty()) {
      Map<VectorSegment, Map<Page, CompletableFuture<byte[]>>> read = new HashMap<>();
      bySegment.forEach((segment, wanted) -> read.put(segment, segment.pages(wanted)));
      started.add(new Group(pages, read));
    }
  }

  private static ListPage page(Wanted wanted, Group group) {
    VectorSegment segment = wanted.choice().part().segment();
    VectorSegmentIndex index = wanted.choice().part().opened().index();
    var pages = Objects.requireNonNull(group.read().get(segment));
    try {
      byte[] bytes = Joined.of(Objects.requireNonNull(pages.get(wanted.page())));
      return new ListPage(bytes, wanted.rows(), index.dimension(), index.numbers());
    } catch (DerivedUnusable e) {
      throw new VectorSearch.SegmentUnusable(segment, e);
    }
  }
}
