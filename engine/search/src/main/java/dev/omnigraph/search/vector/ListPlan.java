package dev.omnigraph.search.vector;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/**
 * Which lists a question reads: at first those in which it should find nearly all of what it looks
 * for, then those that should have some of the rest as what was found tells, and if that is not
 * enough either, all. Not thread-safe.
 */
final class ListPlan {
  /** Fewer are not worth a round trip of their own. */
  private static final int FIRST = 8;

  /**
   * At least this part of all is read first: where two clusters share a list, it has more of the
   * nearest than is expected of it, and the lists of large tables cost little beside the rest.
   */
  private static final int PART = 64;

  /**
   * The part of the neighbours that lists which are not read may be expected to have at most. About
   * half as many are missed, since an expectation has longer tails than vectors have.
   */
  private static final double MISSED = 0.08;

  /** Those that are read because of it bring it farther down, so that they are the last. */
  private static final double MISSED_THEN = 0.05;

  /** The same before anything is found. */
  private static final double MISSED_FIRST = 0.05;

  /** Where too few were found, it is looked for as many times more. */
  private static final int GROWTH = 8;

  /** Halvings until a nearness is near enough. */
  private static final int HALVINGS = 30;

  private final List<ListChoice> lists;
  private final BitSet read = new BitSet();
  private double wanted;
  private int rounds;

  /**
   * @param lists of all segments, in the order in which they stand there
   * @param wanted how many of their rows the neighbours should be, and the rows that are nearer and
   *     not allowed
   */
  ListPlan(List<ListChoice> lists, double wanted) {
    this.lists = List.copyOf(lists);
    this.wanted = wanted;
  }

  /** A list by its place, and how many of the wanted rows it should have. */
  private record Expected(int place, double rows) {}

  /**
   * The lists to read first; none if there are none.
   *
   * @param deviation that is usual, see {@link ListChoice#expected}
   */
  List<ListChoice> first(double deviation) {
    return take(reach(deviation), deviation, MISSED_FIRST, MISSED_FIRST, least());
  }

  /**
   * The lists to read next; none when all that are left should have too few neighbours. What all
   * lists should have is wrong where vectors are not as normal as is assumed; but then it is wrong
   * in the same way for those that are read and those that are not, and only the part counts.
   *
   * @param reach how near the last of as many as are wanted is, summed; infinite where fewer were
   *     found
   * @param deviation of what was compared
   */
  List<ListChoice> next(double reach, double deviation) {
    rounds++;
    if (reach < Double.POSITIVE_INFINITY) {
      return take(reach, deviation, MISSED, MISSED_THEN, 0);
    }
    wanted *= GROWTH;
    return rounds == 1
        ? take(reach(deviation), deviation, MISSED_FIRST, MISSED_FIRST, least())
        : take(reach, deviation, 0, 0, 0);
  }

  /** How many lists are read at least before anything is found. */
  private int least() {
    return Math.max(FIRST, lists.size() / PART);
  }

  /** How near the last of the wanted should be, summed. */
  private double reach(double deviation) {
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    double rows = 0;
    for (ListChoice choice : lists) {
      double varies = 4 * deviation * choice.width();
      least = Math.min(least, choice.middle() - varies);
      most = Math.max(most, choice.middle() + varies);
      rows += choice.rows();
    }
    if (rows <= wanted) {
      return Double.POSITIVE_INFINITY;
    }
    for (int i = 0; i < HALVINGS; i++) {
      double middle = least + (most - least) / 2;
      if (expected(middle, deviation) < wanted) {
        least = middle;
      } else {
        most = middle;
      }
    }
    return most;
  }

  private double expected(double reach, double deviation) {
    double rows = 0;
    for (ListChoice choice : lists) {
      rows += choice.expected(reach, deviation);
    }
    return rows;
  }

  /**
   * Those that should have most, until the others should have too few; none where they have.
   *
   * @param part of all wanted rows that is too few
   * @param then that is too few once there are any
   */
  private List<ListChoice> take(
      double reach, double deviation, double part, double then, int least) {
    List<Expected> left = new ArrayList<>();
    double missed = 0;
    double all = 0;
    for (int i = 0; i < lists.size(); i++) {
      double rows = lists.get(i).expected(reach, deviation);
      all += rows;
      if (!read.get(i)) {
        left.add(new Expected(i, rows));
        missed += rows;
      }
    }
    left.sort(Comparator.comparingDouble(choice -> -choice.rows()));
    BitSet taken = new BitSet();
    for (Expected choice : left) {
      double few = taken.isEmpty() ? part : then;
      if (taken.cardinality() >= least && missed <= few * all) {
        break;
      }
      taken.set(choice.place());
      missed -= choice.rows();
    }
    ListGaps.fill(taken, read, lists);
    read.or(taken);
    return taken.stream().mapToObj(lists::get).toList();
  }
}
