package dev.omnigraph.search.text;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows by their terms. */
final class TermPart implements Part {
  /** Rows that are scored together; a part of a page of lengths. */
  private static final int WINDOW = 1 << 12;

  private final TextQuery query;
  private final boolean hasPlaces;
  private final PartRows rows;
  private final List<@Nullable Posting> terms;

  /**
   * @param hasPlaces whether it is known where in a text its terms stand
   */
  TermPart(TextQuery query, boolean hasPlaces, PartView view) {
    this.query = query;
    this.hasPlaces = hasPlaces;
    this.rows = view.rows();
    this.terms = view.terms();
  }

  @Override
  public void find(Found found, Found candidates) {
    if (!query.needsPlaces()) {
      addLive(any(), found);
      return;
    }
    if (terms.contains(null)) {
      return;
    }
    if (hasPlaces) {
      addLive(new PhraseRows(query, terms).find(), found);
    } else {
      addLive(all(), candidates);
    }
  }

  @Override
  public long texts() {
    return rows.texts();
  }

  @Override
  public long tokens() {
    return rows.tokens();
  }

  @Override
  public long[] counts() {
    return terms.stream().mapToLong(this::liveRows).toArray();
  }

  /** Some rows at a time, so that no more than these are in memory; of each, terms in order. */
  @Override
  public void score(Weights weights, Found found) {
    List<Ahead> cursors = new ArrayList<>();
    for (int i = 0; i < terms.size(); i++) {
      Posting posting = terms.get(i);
      if (posting != null) {
        cursors.add(new Ahead(i, posting.cursor()));
      }
    }
    double[] scores = new double[WINDOW];
    while (true) {
      cursors.removeIf(ahead -> !ahead.hasRow);
      if (cursors.isEmpty()) {
        return;
      }
      int first = cursors.stream().mapToInt(ahead -> ahead.cursor.row()).min().orElseThrow();
      int start = first - first % WINDOW;
      cursors.forEach(ahead -> ahead.addTo(scores, start, weights));
      for (int i = first - start; i < WINDOW; i++) {
        long address = scores[i] > 0 ? rows.address(start + i) : -1;
        if (address >= 0) {
          found.add(address, scores[i]);
        }
        scores[i] = 0;
      }
    }
  }

  /** The rows of a term, at the first that has not been scored. */
  private final class Ahead {
    private final int term;
    private final RowCursor cursor;
    private boolean hasRow;

    Ahead(int term, RowCursor cursor) {
      this.term = term;
      this.cursor = cursor;
      this.hasRow = cursor.next();
    }

    /** Adds what the term is worth in each row of a window. */
    void addTo(double[] scores, int start, Weights weights) {
      for (; hasRow && cursor.row() - start < WINDOW; hasRow = cursor.next()) {
        int row = cursor.row();
        scores[row - start] += weights.of(term, cursor.frequency(), rows.tokens(row));
      }
    }
  }

  private long liveRows(@Nullable Posting posting) {
    if (posting == null) {
      return 0;
    }
    if (rows.areLive()) {
      return posting.rows();
    }
    long live = 0;
    RowCursor cursor = posting.cursor();
    while (cursor.next()) {
      live += rows.address(cursor.row()) >= 0 ? 1 : 0;
    }
    return live;
  }

  private BitSet any() {
    BitSet any = new BitSet();
    terms.forEach(posting -> addRows(posting, any));
    return any;
  }

  private BitSet all() {
    BitSet all = new BitSet();
    addRows(terms.getFirst(), all);
    for (Posting posting : terms.subList(1, terms.size())) {
      BitSet own = new BitSet();
      addRows(posting, own);
      all.and(own);
    }
    return all;
  }

  private static void addRows(@Nullable Posting posting, BitSet to) {
    if (posting != null) {
      RowCursor cursor = posting.cursor();
      while (cursor.next()) {
        to.set(cursor.row());
      }
    }
  }

  private void addLive(BitSet matching, Found found) {
    for (int row = matching.nextSetBit(0); row >= 0; row = matching.nextSetBit(row + 1)) {
      long address = rows.address(row);
      if (address >= 0) {
        found.add(address);
      }
    }
  }
}
