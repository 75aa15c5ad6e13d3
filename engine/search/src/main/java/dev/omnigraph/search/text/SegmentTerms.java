package dev.omnigraph.search.text;

import dev.omnigraph.derived.Joined;
import dev.omnigraph.derived.Page;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/**
 * All terms of a segment with their rows and places. They are read a megabyte at a time, of which
 * two are in memory: that at hand, and the next.
 */
final class SegmentTerms implements TermCursor {
  private static final int BATCH_BYTES = 1 << 20;
  private static final int BATCH_TERMS = 1 << 12;
  private static final int BLOCKS = 64;

  private final TextSegment segment;
  private final SegmentIndex index;
  private final Queue<Map<Page, CompletableFuture<byte[]>>> blocks = new ArrayDeque<>();
  private final Deque<TermEntry> entries = new ArrayDeque<>();
  private final Queue<Batch> batches = new ArrayDeque<>();
  private Map<Page, CompletableFuture<byte[]>> pages = Map.of();
  private int startedBlocks;
  private int nextBlock;
  private Batch batch;
  private int at = -1;

  SegmentTerms(TextSegment segment, SegmentIndex index) {
    this.segment = segment;
    this.index = index;
    this.batch = new Batch(List.of());
  }

  /** Terms whose postings are being read, but for a term that alone has more. */
  private final class Batch {
    private final List<TermEntry> terms;
    private final PostingsPages postings;

    Batch(List<TermEntry> terms) {
      this.terms = terms;
      boolean isLarge = bytes(terms) > BATCH_BYTES;
      this.postings = new PostingsPages(segment, index, isLarge ? List.of() : terms, true, false);
    }
  }

  @Override
  public boolean next() {
    while (++at >= batch.terms.size()) {
      start();
      Batch next = batches.poll();
      if (next == null) {
        return false;
      }
      batch = next;
      at = -1;
      start();
    }
    return true;
  }

  @Override
  public byte[] term() {
    return entry().term();
  }

  @Override
  public RowCursor rows() {
    TermEntry entry = entry();
    if (bytes(List.of(entry)) <= BATCH_BYTES) {
      return batch.postings.posting(entry).cursor();
    }
    return new PostingsCursor(
        entry.rows(), entry.chunks().stream().map(this::read).iterator(), index.rows());
  }

  private TermEntry entry() {
    return batch.terms.get(at);
  }

  private TermEntry.Bytes read(TermEntry.Chunk chunk) {
    TermEntry one = new TermEntry(entry().term(), 1, List.of(), List.of(chunk));
    return new PostingsPages(segment, index, List.of(one), true, false).bytes(chunk);
  }

  /** Starts reading so that the next batch is on its way. */
  private void start() {
    while (batches.size() < 2) {
      List<TermEntry> terms = new ArrayList<>();
      long size = 0;
      while (terms.size() < BATCH_TERMS && hasEntry()) {
        size += bytes(List.of(entries.element()));
        if (size > BATCH_BYTES && !terms.isEmpty()) {
          break;
        }
        terms.add(entries.remove());
      }
      if (terms.isEmpty()) {
        return;
      }
      batches.add(new Batch(terms));
    }
  }

  private boolean hasEntry() {
    while (entries.isEmpty() && nextBlock < index.blocks().size()) {
      SegmentIndex.Block block = index.blocks().get(nextBlock);
      if (nextBlock % BLOCKS == 0) {
        startBlocks();
        pages = blocks.remove();
        startBlocks();
      }
      byte[] page = Joined.of(Objects.requireNonNull(pages.get(block.page())));
      entries.addAll(DictionaryInput.read(page, index, block, (term, length, shared) -> true));
      nextBlock++;
    }
    return !entries.isEmpty();
  }

  private void startBlocks() {
    if (blocks.isEmpty() && startedBlocks < index.blocks().size()) {
      int end = Math.min(index.blocks().size(), startedBlocks + BLOCKS);
      List<Page> wanted =
          index.blocks().subList(startedBlocks, end).stream()
              .map(SegmentIndex.Block::page)
              .toList();
      blocks.add(segment.pages(wanted, false));
      startedBlocks = end;
    }
  }

  private static long bytes(List<TermEntry> terms) {
    return terms.stream()
        .flatMap(term -> term.chunks().stream())
        .mapToLong(chunk -> (long) chunk.rows() + chunk.places())
        .sum();
  }
}
