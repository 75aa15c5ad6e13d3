package dev.omnigraph.search.text;

import dev.omnigraph.derived.Deflation;
import dev.omnigraph.derived.PageInput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads a block of a dictionary. */
final class DictionaryInput {
  private static final byte[] NONE = {};

  private final PageInput in;
  private final boolean hasPlaces;
  private final int mostRows;
  private final long streamBytes;

  /** Where in the stream of postings those of the next term are, if they are there. */
  private long stream;

  /** The term at hand is the first bytes of these. */
  private byte[] term = new byte[64];

  private int length;

  private DictionaryInput(PageInput in, SegmentIndex index) {
    this.in = in;
    this.hasPlaces = index.positions();
    this.mostRows = index.rows();
    this.streamBytes = index.postingsBytes();
  }

  /** Tells which terms are wanted, of terms in order. */
  interface Wanted {
    /**
     * @param term its first bytes are the term
     * @param shared how many bytes it has in common with the term before; none if it is the first
     */
    boolean has(byte[] term, int length, int shared);
  }

  /** The terms of a block that are wanted, in order. */
  static List<TermEntry> read(
      byte[] page, SegmentIndex index, SegmentIndex.Block block, Wanted wanted) {
    PageInput in = new PageInput(Deflation.unpack(page, 0, page.length));
    return new DictionaryInput(in, index).entries(block.first(), wanted);
  }

  private List<TermEntry> entries(byte[] first, Wanted wanted) {
    List<TermEntry> entries = new ArrayList<>();
    int terms = in.count();
    stream = in.number();
    if (terms == 0 || stream < 0 || stream > streamBytes) {
      throw PageInput.damaged();
    }
    for (int i = 0; i < terms; i++) {
      int shared = nextTerm();
      if (i == 0 && !Arrays.equals(term, 0, length, first, 0, first.length)) {
        throw PageInput.damaged();
      }
      if (wanted.has(term, length, shared)) {
        entries.add(entry());
      } else {
        skip();
      }
    }
    in.finish();
    return entries;
  }

  /** Reads a term, and gives how many bytes it has in common with the one before. */
  private int nextTerm() {
    int shared = in.upTo(length);
    int more = in.count();
    // The term before ends there, or goes on with a lower byte.
    int before = shared < length ? Byte.toUnsignedInt(term[shared]) : -1;
    length = shared + more;
    if (length > term.length) {
      term = Arrays.copyOf(term, 2 * length);
    }
    in.copy(term, shared, more);
    if (more == 0 || Byte.toUnsignedInt(term[shared]) <= before) {
      throw PageInput.damaged();
    }
    return shared;
  }

  /** Reads what is known of the term. */
  private TermEntry entry() {
    byte[] own = Arrays.copyOf(term, length);
    int rows = in.upTo(mostRows);
    int chunks = in.count();
    if (chunks == 0) {
      TermEntry.Bytes bytes = new TermEntry.Bytes(in.block(), hasPlaces ? in.block() : NONE);
      requireBytes(rows, bytes.rows().length);
      return new TermEntry(own, rows, List.of(bytes), List.of());
    }
    List<TermEntry.Chunk> apart = new ArrayList<>();
    for (int i = 0; i < chunks; i++) {
      apart.add(chunk());
    }
    requireBytes(rows, apart.stream().mapToLong(TermEntry.Chunk::rows).sum());
    return new TermEntry(own, rows, List.of(), apart);
  }

  /** Passes over what is known of the term. */
  private void skip() {
    int rows = in.upTo(mostRows);
    int chunks = in.count();
    long bytes = 0;
    if (chunks == 0) {
      int rowBytes = in.count();
      in.skip(rowBytes);
      bytes = rowBytes;
      if (hasPlaces) {
        in.skip(in.count());
      }
    }
    for (int i = 0; i < chunks; i++) {
      bytes += chunk().rows();
    }
    requireBytes(rows, bytes);
  }

  /** Reads where the next part of the stream is. */
  private TermEntry.Chunk chunk() {
    long start = stream;
    int rowBytes = part();
    int placeBytes = hasPlaces ? part() : 0;
    return new TermEntry.Chunk(start, rowBytes, placeBytes);
  }

  private int part() {
    int bytes = in.upTo((int) Math.min(Integer.MAX_VALUE, streamBytes - stream));
    stream += bytes;
    return bytes;
  }

  /** Each row has at least one byte. */
  private static void requireBytes(int rows, long bytes) {
    if (rows == 0 || rows > bytes) {
      throw PageInput.damaged();
    }
  }
}
