package dev.omnigraph.search.text;

import dev.omnigraph.derived.Joined;
import dev.omnigraph.derived.Page;
import dev.omnigraph.derived.PageInput;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The pages that have the postings of some terms of a segment, as they come. */
final class PostingsPages {
  private static final byte[] NONE = {};

  private final SegmentIndex index;
  private final boolean places;
  private final Map<Page, CompletableFuture<byte[]>> pages;

  /**
   * Starts reading them.
   *
   * @param places whether also those of the places in the texts
   */
  PostingsPages(
      TextSegment segment,
      SegmentIndex index,
      List<TermEntry> terms,
      boolean places,
      boolean evicts) {
    this.index = index;
    this.places = places;
    BitSet wanted = new BitSet();
    for (TermEntry term : terms) {
      for (TermEntry.Chunk chunk : term.chunks()) {
        int length = chunk.rows() + (places ? chunk.places() : 0);
        if (length > 0) {
          wanted.set(pageOf(chunk.offset()), pageOf(chunk.offset() + length - 1) + 1);
        }
      }
    }
    List<Page> list = wanted.stream().mapToObj(index.postings()::get).toList();
    this.pages = segment.pages(list, evicts);
  }

  /** All pages, when they have come. */
  CompletableFuture<PostingsPages> whole() {
    return Joined.all(List.copyOf(pages.values())).thenApply(all -> this);
  }

  Posting posting(TermEntry term) {
    return new Posting() {
      @Override
      public int rows() {
        return term.rows();
      }

      @Override
      public RowCursor cursor() {
        return new PostingsCursor(term.rows(), bytes(term), index.rows());
      }
    };
  }

  private Iterator<TermEntry.Bytes> bytes(TermEntry term) {
    if (term.chunks().isEmpty()) {
      return term.inline().iterator();
    }
    return term.chunks().stream().map(this::bytes).iterator();
  }

  TermEntry.Bytes bytes(TermEntry.Chunk chunk) {
    return new TermEntry.Bytes(
        read(chunk.offset(), chunk.rows()),
        places ? read(chunk.offset() + chunk.rows(), chunk.places()) : NONE);
  }

  private byte[] read(long offset, int length) {
    byte[] bytes = new byte[length];
    int done = 0;
    while (done < length) {
      long at = offset + done;
      CompletableFuture<byte[]> page = pages.get(index.postings().get(pageOf(at)));
      if (page == null) {
        throw PageInput.damaged();
      }
      byte[] from = Joined.of(page);
      int start = (int) (at % SegmentIndex.POSTINGS_PAGE);
      int part = Math.min(length - done, from.length - start);
      System.arraycopy(from, start, bytes, done, part);
      done += part;
    }
    return bytes;
  }

  private static int pageOf(long offset) {
    return (int) (offset / SegmentIndex.POSTINGS_PAGE);
  }
}
