package dev.omnigraph.search.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The rows of which the terms of a phrase stand in the text as they do in the phrase. */
final class PhraseRows {
  private final TextQuery query;

  /** Which distinct term each term of the phrase is. */
  private final int[] order;

  private final List<RowCursor> cursors = new ArrayList<>();

  private final boolean[] started;

  /** Of each distinct term, in the row at hand. */
  private final int[][] places;

  /**
   * @param terms of each distinct term the rows that have it
   */
  PhraseRows(TextQuery query, List<@Nullable Posting> terms) {
    this.query = query;
    List<String> distinct = query.distinct();
    this.order = query.terms().stream().mapToInt(distinct::indexOf).toArray();
    this.started = new boolean[terms.size()];
    terms.forEach(posting -> cursors.add(Objects.requireNonNull(posting).cursor()));
    this.places = new int[cursors.size()][];
  }

  BitSet find() {
    BitSet found = new BitSet();
    while (nextOfAll()) {
      if (hasPhrase()) {
        found.set(cursors.getFirst().row());
      }
    }
    return found;
  }

  /** Goes to the next row that has all terms. */
  private boolean nextOfAll() {
    RowCursor first = cursors.getFirst();
    started[0] = true;
    if (!first.next()) {
      return false;
    }
    int met = 1;
    // Whoever is behind goes on until all stand at the same row.
    for (int i = 1, row = first.row(); met < cursors.size(); i = (i + 1) % cursors.size()) {
      RowCursor cursor = cursors.get(i);
      if (!goTo(i, row)) {
        return false;
      }
      met = cursor.row() == row ? met + 1 : 1;
      row = cursor.row();
    }
    return true;
  }

  private boolean goTo(int number, int row) {
    RowCursor cursor = cursors.get(number);
    while (!started[number] || cursor.row() < row) {
      started[number] = true;
      if (!cursor.next()) {
        return false;
      }
    }
    return true;
  }

  private boolean hasPhrase() {
    for (int i = 0; i < places.length; i++) {
      places[i] = cursors.get(i).positions();
    }
    int[] firsts = places[order[0]];
    for (int i = 0; i < cursors.get(order[0]).frequency(); i++) {
      if (standsAt(firsts[i])) {
        return true;
      }
    }
    return false;
  }

  private boolean standsAt(int first) {
    for (int i = 1; i < order.length; i++) {
      int frequency = cursors.get(order[i]).frequency();
      int place = first + query.positions().get(i);
      if (Arrays.binarySearch(places[order[i]], 0, frequency, place) < 0) {
        return false;
      }
    }
    return true;
  }
}
