package dev.omnigraph.search.text;

import dev.omnigraph.derived.CoveredFile;
import dev.omnigraph.derived.Deflation;
import dev.omnigraph.derived.DerivedBody;
import dev.omnigraph.derived.DerivedRef;
import dev.omnigraph.derived.DerivedUnusable;
import dev.omnigraph.derived.Page;
import dev.omnigraph.derived.PageOutput;
import dev.omnigraph.schema.TextAnalysis;
import java.util.ArrayList;
import java.util.List;

/**
 * A segment under way: {@link #length} of each row that has a text, in order, and {@link #term} of
 * each term in order. What is finished waits in temporary files.
 */
final class SegmentOutput implements AutoCloseable {
  private static final int INLINE_BYTES = 96;
  private static final int ROWS_BYTES = 1 << 18;
  private static final int PLACES_BYTES = 1 << 20;

  private final TextAnalysis analysis;
  private final List<CoveredFile> files;
  private final long mostBytes;
  private final int rows;
  private final DictionaryOutput block;
  private final List<byte[]> firsts = new ArrayList<>();
  private final PagedRegion dictionary = new PagedRegion();
  private final PagedRegion postings = new PagedRegion();
  private final PagedRegion lengths = new PagedRegion();
  private final FileCounts counts;
  private PageOutput lengthPage = new PageOutput();
  private int nextLength;

  /**
   * @param mostBytes that the object may have
   */
  SegmentOutput(TextAnalysis analysis, List<CoveredFile> files, long mostBytes) {
    this.analysis = analysis;
    this.files = List.copyOf(files);
    this.mostBytes = mostBytes;
    long all = files.stream().mapToLong(CoveredFile::rows).sum();
    if (all > Integer.MAX_VALUE) {
      throw new DerivedUnusable("A text segment would have " + all + " rows.");
    }
    this.rows = (int) all;
    this.block = new DictionaryOutput(analysis.positions());
    this.counts = new FileCounts(files);
  }

  int rows() {
    return rows;
  }

  List<CoveredFile> files() {
    return files;
  }

  /** The text of a row has so many tokens; rows that are passed over have none. */
  void length(int row, int tokens) {
    skipTo(row);
    lengthPage.number(tokens + 1L);
    nextLength++;
    endPage();
    counts.add(row, tokens);
  }

  /** Adds a term with the rows of some cursors, one after the other. */
  void term(byte[] term, List<TermCursor> cursors) {
    TermOutput out = new TermOutput(term);
    for (TermCursor cursor : cursors) {
      RowCursor ofCursor = cursor.rows();
      while (ofCursor.next()) {
        out.add(ofCursor);
      }
    }
    out.end();
  }

  /** The object, when all has come. */
  TextSegmentWriter.Written finish() {
    skipTo(rows);
    if (lengthPage.size() > 0) {
      lengths.page(Deflation.pack(lengthPage.toBytes()));
    }
    if (!block.isEmpty()) {
      endBlock();
    }
    postings.endStream();
    List<SegmentIndex.Block> blocks = new ArrayList<>();
    List<Page> pages = dictionary.pages(0);
    for (int i = 0; i < pages.size(); i++) {
      blocks.add(new SegmentIndex.Block(firsts.get(i), pages.get(i)));
    }
    long postingsStart = dictionary.bytes();
    long lengthsStart = postingsStart + postings.bytes();
    byte[] index =
        SegmentCodec.encode(
            new SegmentIndex(
                analysis.text(),
                analysis.positions(),
                counts.files(),
                blocks,
                postings.pages(postingsStart),
                lengths.pages(lengthsStart)));
    long bytes = lengthsStart + lengths.bytes() + index.length;
    requireRoom(bytes);
    return new TextSegmentWriter.Written(
        DerivedRef.of(".text", bytes, index),
        files,
        DerivedBody.of(
            bytes, () -> List.of(dictionary.read(), postings.read(), lengths.read()), index));
  }

  @Override
  public void close() {
    dictionary.close();
    postings.close();
    lengths.close();
  }

  private void skipTo(int row) {
    while (nextLength < row) {
      lengthPage.number(0);
      nextLength++;
      endPage();
    }
  }

  private void endPage() {
    if (nextLength % SegmentIndex.LENGTHS_PAGE == 0) {
      lengths.page(Deflation.pack(lengthPage.toBytes()));
      lengthPage = new PageOutput();
    }
  }

  private void endBlock() {
    firsts.add(block.first());
    dictionary.page(block.end());
    requireRoom(dictionary.bytes() + postings.bytes() + lengths.bytes());
  }

  private void requireRoom(long bytes) {
    if (bytes > mostBytes) {
      throw new DerivedUnusable.TooLarge(
          "A text segment would have more than " + mostBytes + " bytes.");
    }
  }

  /** The rows of one term, in chunks of which one is in memory. */
  private final class TermOutput {
    private final byte[] term;
    private final long start = postings.bytes();
    private final List<int[]> chunks = new ArrayList<>();
    private PageOutput rowBytes = new PageOutput();
    private PageOutput placeBytes = new PageOutput();
    private int count;
    private int last;

    TermOutput(byte[] term) {
      this.term = term;
    }

    void add(RowCursor rows) {
      int row = rows.row();
      int frequency = rows.frequency();
      // Most rows have a term once: one bit says so.
      long step = (long) (row - last) << 1;
      rowBytes.number(frequency == 1 ? step | 1 : step);
      if (frequency > 1) {
        rowBytes.number(frequency);
      }
      if (analysis.positions()) {
        int[] positions = rows.positions();
        int before = 0;
        for (int i = 0; i < frequency; i++) {
          placeBytes.number(positions[i] - before);
          before = positions[i];
        }
      }
      last = row;
      count++;
      if (rowBytes.size() >= ROWS_BYTES || placeBytes.size() >= PLACES_BYTES) {
        endChunk();
      }
    }

    void end() {
      if (count == 0) {
        return;
      }
      if (block.isFull()) {
        endBlock();
      }
      if (chunks.isEmpty() && rowBytes.size() + placeBytes.size() <= INLINE_BYTES) {
        block.inline(term, count, chunk(), start);
        return;
      }
      if (rowBytes.size() > 0) {
        endChunk();
      }
      block.apart(term, count, chunks, start);
    }

    private void endChunk() {
      DictionaryOutput.Chunk chunk = chunk();
      postings.stream(chunk.rows());
      postings.stream(chunk.places());
      chunks.add(new int[] {chunk.rows().length, chunk.places().length});
      rowBytes = new PageOutput();
      placeBytes = new PageOutput();
    }

    private DictionaryOutput.Chunk chunk() {
      return new DictionaryOutput.Chunk(rowBytes.toBytes(), placeBytes.toBytes());
    }
  }
}
