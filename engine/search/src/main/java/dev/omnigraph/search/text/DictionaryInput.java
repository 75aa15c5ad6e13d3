package dev.omnigraph.search.text;

import dev.omnigraph.derived.Deflation;
import dev.omnigraph.derived.PageInput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/** Reads blocks of a dictionary. */
final class DictionaryInput {
  private static final byte[] NONE = {};

  private DictionaryInput() {}

  /** The terms of a block that are wanted, in order. */
  static List<TermEntry> read(
      byte[] page, SegmentIndex index, SegmentIndex.Block block, Predicate<byte[]> wanted) {
    PageInput in = new PageInput(Deflation.unpack(page, 0, page.length));
    int terms = in.count();
    long stream = index.postingsBytes();
    long at = in.number();
    if (terms == 0 || at < 0 || at > stream) {
      throw PageInput.damaged();
    }
    List<TermEntry> entries = new ArrayList<>();
    byte[] term = NONE;
    for (int i = 0; i < terms; i++) {
      byte[] before = term;
      term = in.id(before);
      boolean inOrder =
          i == 0 ? Arrays.equals(term, block.first()) : Arrays.compareUnsigned(before, term) < 0;
      if (!inOrder) {
        throw PageInput.damaged();
      }
      TermEntry entry = entry(in, term, index, at);
      for (TermEntry.Chunk chunk : entry.chunks()) {
        at = chunk.offset() + chunk.rows() + chunk.places();
      }
      if (wanted.test(term)) {
        entries.add(entry);
      }
    }
    in.finish();
    return entries;
  }

  private static TermEntry entry(PageInput in, byte[] term, SegmentIndex index, long start) {
    int rows = in.upTo(index.rows());
    int chunks = in.count();
    if (chunks == 0) {
      TermEntry.Bytes bytes =
          new TermEntry.Bytes(in.block(), index.positions() ? in.block() : NONE);
      return new TermEntry(term, bounded(rows, bytes.rows().length), List.of(bytes), List.of());
    }
    List<TermEntry.Chunk> parts = new ArrayList<>();
    long stream = index.postingsBytes();
    long at = start;
    long rowBytes = 0;
    for (int i = 0; i < chunks; i++) {
      int rowLength = in.upTo((int) Math.min(Integer.MAX_VALUE, stream - at));
      long places = at + rowLength;
      int placeLength =
          index.positions() ? in.upTo((int) Math.min(Integer.MAX_VALUE, stream - places)) : 0;
      parts.add(new TermEntry.Chunk(at, rowLength, placeLength));
      at = places + placeLength;
      rowBytes += rowLength;
    }
    return new TermEntry(term, bounded(rows, rowBytes), List.of(), parts);
  }

  /** Each row has at least one byte. */
  private static int bounded(int rows, long bytes) {
    if (rows == 0 || rows > bytes) {
      throw PageInput.damaged();
    }
    return rows;
  }
}
