package dev.omnigraph.search.text;

import dev.omnigraph.derived.Coverage;
import dev.omnigraph.derived.CoveredFile;
import dev.omnigraph.derived.LiveFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The numbers that the rows of a segment get in the one that takes its place; of one thread at a
 * time.
 */
final class LiveNumbers {
  private static final int NONE = -1;
  private static final BitSet NO_ROWS = new BitSet();

  /** The number of the first row of each file of the segment, and last how many rows it has. */
  private final int[] firsts;

  /** The new number of that row, where the version has the file. */
  private final int[] starts;

  private final List<BitSet> gone = new ArrayList<>();
  private final List<CoveredFile> files = new ArrayList<>();
  private long rows;

  /** The file of the row that was asked for last. */
  private int at;

  /**
   * @param covered files of the segment
   * @param coverage of them in the version
   * @param version those of its files that matter
   * @param deleted by fragment, of those that have changed
   * @param start the new number of the first row
   */
  LiveNumbers(
      List<CoveredFile> covered,
      Coverage coverage,
      List<LiveFile> version,
      Map<Integer, BitSet> deleted,
      int start) {
    this.firsts = new int[covered.size() + 1];
    this.starts = new int[covered.size()];
    Map<Integer, LiveFile> fragments = new HashMap<>();
    version.forEach(live -> fragments.put(live.fragment(), live));
    for (int i = 0; i < covered.size(); i++) {
      CoveredFile file = covered.get(i);
      firsts[i + 1] = Math.toIntExact(firsts[i] + file.rows());
      long address = file.rows() == 0 ? NONE : coverage.address(firsts[i], Map.of());
      LiveFile live = address < 0 ? null : fragments.get((int) (address >>> Integer.SIZE));
      starts[i] = live == null ? NONE : Math.toIntExact(start + rows);
      gone.add(live == null ? NO_ROWS : deleted.getOrDefault(live.fragment(), NO_ROWS));
      if (live != null) {
        files.add(live.file());
        rows += file.rows();
      }
    }
  }

  /** The files of the segment that the version has, as it has them, in the order of the segment. */
  List<CoveredFile> files() {
    return files;
  }

  /** How many numbers they are. */
  long rows() {
    return rows;
  }

  /** The new number of a row; -1 when it is gone. */
  int of(int row) {
    if (row < firsts[at] || row >= firsts[at + 1]) {
      goToFileOf(row);
    }
    int place = row - firsts[at];
    return starts[at] == NONE || gone.get(at).get(place) ? NONE : starts[at] + place;
  }

  private void goToFileOf(int row) {
    int found = Arrays.binarySearch(firsts, row);
    at = found < 0 ? -found - 2 : found;
    // A file without rows starts where the next one does.
    while (firsts[at + 1] == row) {
      at++;
    }
  }
}
