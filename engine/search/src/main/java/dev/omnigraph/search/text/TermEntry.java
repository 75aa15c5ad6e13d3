package dev.omnigraph.search.text;

import java.util.List;

/**
 * A term in the dictionary of a segment.
 *
 * @param term in UTF-8
 * @param rows that have it
 * @param inline its postings, where they stand beside it; else none
 * @param chunks where in the stream of postings they are; none where they stand beside it
 */
@SuppressWarnings("ArrayRecordComponent")
record TermEntry(byte[] term, int rows, List<Bytes> inline, List<Chunk> chunks) {
  /**
   * Postings of some rows.
   *
   * @param rows with how often each has the term
   * @param places of these; empty where nobody asked for them
   */
  record Bytes(byte[] rows, byte[] places) {}

  /**
   * Where postings of some rows are.
   *
   * @param offset in the stream
   * @param rows length of this part
   * @param places length of the part after it
   */
  record Chunk(long offset, int rows, int places) {}
}
