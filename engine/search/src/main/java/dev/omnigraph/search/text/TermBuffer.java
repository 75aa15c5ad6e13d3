package dev.omnigraph.search.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The terms of texts in memory, with the rows that have them. */
final class TermBuffer {
  private final TextAnalyzer analyzer;
  private final boolean positions;
  private final TermTable terms = new TermTable();

  /** A stream of each term, with the rows that have it as {@link RawRows} reads them. */
  private final SlicePool streams = new SlicePool();

  private int[] rows = new int[64];
  private int[] lastRows = new int[64];

  /** Of the text at hand: the number of the term and the position of each. */
  private long[] tokens = new long[256];

  private int size;

  /**
   * @param positions whether also the places of terms are kept
   */
  TermBuffer(TextAnalyzer analyzer, boolean positions) {
    this.analyzer = analyzer;
    this.positions = positions;
  }

  /**
   * Adds the terms of a text.
   *
   * @param row its number, greater than that of the text before
   * @return how many they are
   */
  int add(int row, String text) {
    size = 0;
    analyzer.analyze(
        text,
        (term, position, start, end) -> {
          if (size == tokens.length) {
            tokens = Arrays.copyOf(tokens, 2 * size);
          }
          tokens[size++] = (long) number(term.getBytes(UTF_8)) << 32 | position;
        });
    Arrays.sort(tokens, 0, size);
    int end;
    for (int start = 0; start < size; start = end) {
      end = start + 1;
      while (end < size && tokens[end] >>> 32 == tokens[start] >>> 32) {
        end++;
      }
      add(row, start, end);
    }
    return size;
  }

  boolean isEmpty() {
    return terms.count() == 0;
  }

  /** In memory, with what reading them in order takes. */
  long bytes() {
    return terms.bytes() + streams.bytes() + 8L * rows.length;
  }

  /** The rows of a term; null when there are none. */
  @Nullable Posting posting(byte[] term) {
    int number = terms.find(term);
    return number < 0 ? null : posting(number);
  }

  /** The rows of each wanted term. */
  List<Posting> postings(Predicate<byte[]> wanted) {
    return IntStream.range(0, terms.count())
        .filter(number -> wanted.test(terms.term(number)))
        .mapToObj(this::posting)
        .toList();
  }

  TermCursor cursor() {
    int[] order = terms.sorted();
    return new TermCursor() {
      private int at = -1;

      @Override
      public boolean next() {
        return ++at < order.length;
      }

      @Override
      public byte[] term() {
        return terms.term(order[at]);
      }

      @Override
      public RowCursor rows() {
        return TermBuffer.this.rows(order[at]);
      }
    };
  }

  /** Writes all terms with their rows, in order. */
  void spill(RunFile run) {
    for (int number : terms.sorted()) {
      run.add(terms.term(number), rows[number], streams.toBytes(number));
    }
  }

  private Posting posting(int number) {
    return new Posting() {
      @Override
      public int rows() {
        return rows[number];
      }

      @Override
      public RowCursor cursor() {
        return TermBuffer.this.rows(number);
      }
    };
  }

  private RowCursor rows(int number) {
    return new RawRows(streams.toBytes(number), rows[number], positions);
  }

  private int number(byte[] term) {
    int number = terms.add(term);
    if (number == rows.length) {
      rows = Arrays.copyOf(rows, 2 * number);
      lastRows = Arrays.copyOf(lastRows, 2 * number);
    }
    return number;
  }

  private void add(int row, int start, int end) {
    int number = (int) (tokens[start] >>> 32);
    int stream = rows[number] == 0 ? streams.add() : number;
    streams.number(stream, row - lastRows[number]);
    streams.number(stream, end - start);
    lastRows[number] = row;
    rows[number]++;
    int before = 0;
    for (int i = start; positions && i < end; i++) {
      int position = (int) tokens[i];
      streams.number(stream, position - before);
      before = position;
    }
  }
}
