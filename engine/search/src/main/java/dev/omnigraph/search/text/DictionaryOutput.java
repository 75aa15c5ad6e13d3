package dev.omnigraph.search.text;

import dev.omnigraph.derived.Deflation;
import dev.omnigraph.derived.PageOutput;
import java.util.List;

/** A block of the dictionary under way. */
final class DictionaryOutput {
  private static final int BLOCK_BYTES = 16 << 10;
  private static final byte[] NONE = {};

  private final boolean positions;
  private PageOutput entries = new PageOutput();
  private byte[] first = NONE;
  private byte[] last = NONE;
  private int terms;
  private long start;

  DictionaryOutput(boolean positions) {
    this.positions = positions;
  }

  /**
   * A part of the postings of a term.
   *
   * @param rows with how often each has the term
   * @param places of these in the texts; empty where nobody keeps them
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Chunk(byte[] rows, byte[] places) {
    int size() {
      return rows.length + places.length;
    }
  }

  boolean isFull() {
    return entries.size() >= BLOCK_BYTES;
  }

  boolean isEmpty() {
    return terms == 0;
  }

  /** The first term of the block. */
  byte[] first() {
    return first;
  }

  /** Adds a term whose postings stand beside it. */
  void inline(byte[] term, int rows, Chunk chunk, long stream) {
    begin(term, rows, stream);
    entries.number(0);
    entries.block(chunk.rows());
    if (positions) {
      entries.block(chunk.places());
    }
  }

  /**
   * Adds a term whose postings are in the stream.
   *
   * @param lengths of the two parts of each chunk
   * @param stream where in it they begin
   */
  void apart(byte[] term, int rows, List<int[]> lengths, long stream) {
    begin(term, rows, stream);
    entries.number(lengths.size());
    for (int[] chunk : lengths) {
      entries.number(chunk[0]);
      if (positions) {
        entries.number(chunk[1]);
      }
    }
  }

  /** The page of the block; the next one begins. */
  byte[] end() {
    PageOutput block = new PageOutput();
    block.number(terms);
    block.number(start);
    byte[] bytes = entries.toBytes();
    block.bytes(bytes, 0, bytes.length);
    entries = new PageOutput();
    last = NONE;
    terms = 0;
    return Deflation.pack(block.toBytes());
  }

  private void begin(byte[] term, int rows, long stream) {
    if (terms == 0) {
      first = term;
      start = stream;
    }
    terms++;
    entries.id(last, term);
    entries.number(rows);
    last = term;
  }
}
