package dev.omnigraph.search.text;

import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows by their terms. */
final class TermPart implements Part {
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

  @Override
  public void score(Weights weights, Found found) {
    double[] scores = new double[rows.count()];
    for (int i = 0; i < terms.size(); i++) {
      Posting posting = terms.get(i);
      if (posting != null) {
        RowCursor cursor = posting.cursor();
        while (cursor.next()) {
          int row = cursor.row();
          scores[row] += weights.of(i, cursor.frequency(), rows.tokens(row));
        }
      }
    }
    for (int row = 0; row < scores.length; row++) {
      long address = scores[row] > 0 ? rows.address(row) : -1;
      if (address >= 0) {
        found.add(address, scores[row]);
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
    terms.forEach(posting -> any.or(rowsOf(posting)));
    return any;
  }

  private BitSet all() {
    BitSet all = rowsOf(terms.getFirst());
    terms.forEach(posting -> all.and(rowsOf(posting)));
    return all;
  }

  private static BitSet rowsOf(@Nullable Posting posting) {
    BitSet having = new BitSet();
    if (posting != null) {
      RowCursor cursor = posting.cursor();
      while (cursor.next()) {
        having.set(cursor.row());
      }
    }
    return having;
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
