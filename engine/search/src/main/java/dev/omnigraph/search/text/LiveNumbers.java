package dev.omnigraph.search.text;

import dev.omnigraph.derived.Coverage;
import dev.omnigraph.derived.CoveredFile;
import dev.omnigraph.derived.LiveFile;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The numbers that the rows of a segment get in the one that takes its place. */
final class LiveNumbers {
  private final Coverage coverage;
  private final Map<Integer, BitSet> deleted;

  /** By fragment: the new number of its first row. */
  private final Map<Integer, Integer> starts = new HashMap<>();

  /** The files of the segment that the version has, in its order, as the version has them. */
  private final List<CoveredFile> files = new ArrayList<>();

  private long rows;

  /**
   * @param covered files of the segment
   * @param coverage of them in the version
   * @param deleted by fragment, of those that have changed
   * @param start the new number of the first row
   */
  LiveNumbers(
      List<CoveredFile> covered,
      Coverage coverage,
      Map<Integer, LiveFile> version,
      Map<Integer, BitSet> deleted,
      int start) {
    this.coverage = coverage;
    this.deleted = deleted;
    long first = 0;
    for (CoveredFile file : covered) {
      long address = file.rows() == 0 ? -1 : coverage.address(first, Map.of());
      LiveFile live = address < 0 ? null : version.get((int) (address >>> 32));
      if (live != null) {
        starts.put(live.fragment(), Math.toIntExact(start + rows));
        files.add(live.file());
        rows += file.rows();
      }
      first += file.rows();
    }
  }

  List<CoveredFile> files() {
    return files;
  }

  /** How many numbers they are. */
  long rows() {
    return rows;
  }

  /** The new number of a row; -1 when it is gone. */
  int of(int row) {
    long address = coverage.address(row, deleted);
    Integer start = address < 0 ? null : starts.get((int) (address >>> 32));
    return start == null ? -1 : start + (int) address;
  }
}
