package dev.omnigraph.search.vector;

import dev.omnigraph.derived.Page;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/**
 * Lists that stand between others that are read: with them these are fewer requests, and they may
 * have something, being near to those beside them.
 */
final class ListGaps {
  /** Up to so many bytes take less time than a request does. */
  private static final long SMALL = 64 << 10;

  /**
   * Where there would be more requests to a segment on average, larger ones are read too, the
   * smaller first: what a request costs is what a function costs in the time of a megabyte.
   */
  private static final int MOST_RANGES = 8;

  private static final long LARGE = 1 << 20;

  private ListGaps() {}

  /** Lists one after the other of which none is to be read, between two that are. */
  private record Gap(int from, int to, long bytes) {}

  /**
   * Adds what is to be read too.
   *
   * @param taken places of lists that are to be read
   * @param read places of others, which were read
   */
  static void fill(BitSet taken, BitSet read, List<ListChoice> lists) {
    List<Gap> gaps = new ArrayList<>();
    int ranges = 0;
    int segments = 0;
    int end = -1;
    for (int place = taken.nextSetBit(0); place >= 0; place = taken.nextSetBit(place + 1)) {
      if (end < 0 || lists.get(end - 1).part() != lists.get(place).part()) {
        segments++;
      }
      if (place != end) {
        ranges++;
        if (end >= 0 && isWhole(end, place, read, lists)) {
          gaps.add(new Gap(end, place, bytes(lists.subList(end, place))));
        }
      }
      end = place + 1;
    }
    gaps.sort(Comparator.comparingLong(Gap::bytes));
    for (Gap gap : gaps) {
      if (gap.bytes() > (ranges > MOST_RANGES * segments ? LARGE : SMALL)) {
        break;
      }
      taken.set(gap.from(), gap.to());
      ranges--;
    }
  }

  /** Whether nothing between two places is another object, or was read. */
  private static boolean isWhole(int from, int to, BitSet read, List<ListChoice> lists) {
    int before = read.nextSetBit(from);
    return lists.get(from - 1).part() == lists.get(to).part() && (before < 0 || before > to);
  }

  private static long bytes(List<ListChoice> lists) {
    long bytes = 0;
    for (ListChoice choice : lists) {
      for (Page page : choice.part().opened().index().lists().get(choice.list()).pages()) {
        bytes += page.length();
      }
    }
    return bytes;
  }
}
