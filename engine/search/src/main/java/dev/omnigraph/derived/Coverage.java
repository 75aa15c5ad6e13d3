package dev.omnigraph.derived;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Which rows of a derived object a version of the table has, and which it does not know. */
public final class Coverage {
  private static final int DEAD = -1;

  /** Of each file of the object: the number of its first row, and last how many there are. */
  private final long[] starts;

  /** The fragment of each file of the object. */
  private final int[] fragments;

  private final Map<Integer, LiveFile> changed = new HashMap<>();
  private final List<LiveFile> uncovered;
  private boolean hasDead;

  public Coverage(List<CoveredFile> covered, List<LiveFile> version) {
    Map<String, LiveFile> left = new HashMap<>();
    for (LiveFile live : version) {
      if (left.put(live.file().path(), live) != null) {
        throw new DerivedUnusable("Two fragments have the same data file.");
      }
    }
    starts = new long[covered.size() + 1];
    fragments = new int[covered.size()];
    Arrays.fill(fragments, DEAD);
    for (int i = 0; i < covered.size(); i++) {
      CoveredFile file = covered.get(i);
      starts[i + 1] = Math.addExact(starts[i], file.rows());
      LiveFile live = left.get(file.path());
      if (live == null || !isLater(file, live.file())) {
        hasDead = true;
        continue;
      }
      left.remove(file.path());
      fragments[i] = live.fragment();
      if (!live.file().equals(file)) {
        changed.put(live.fragment(), live);
      }
    }
    uncovered = version.stream().filter(live -> left.containsKey(live.file().path())).toList();
  }

  /** Of a version that has all rows, in a fragment for each file. */
  public static Coverage whole(List<CoveredFile> files) {
    return new Coverage(
        files,
        IntStream.range(0, files.size())
            .mapToObj(i -> new LiveFile(i, files.get(i), files.get(i).rows()))
            .toList());
  }

  /**
   * Whether what is left of a file's rows can be told from what was left when it was covered. That
   * a list has all rows of the one before is seen to by whoever names an object: it cannot be told
   * from names.
   */
  private static boolean isLater(CoveredFile built, CoveredFile now) {
    return built.rows() == now.rows()
        && (built.deletions().isEmpty() || !now.deletions().isEmpty());
  }

  public List<LiveFile> uncovered() {
    return uncovered;
  }

  /** The fragments of which rows were deleted since. */
  public List<LiveFile> changed() {
    return List.copyOf(changed.values());
  }

  /** Whether any row of the object may be gone. */
  public boolean hasGone() {
    return hasDead || !changed.isEmpty();
  }

  /**
   * The address of a row, or -1 when it is gone.
   *
   * @param number over all files
   * @param deleted by fragment, of those that have changed
   */
  public long address(long number, Map<Integer, BitSet> deleted) {
    int file = Arrays.binarySearch(starts, number);
    file = file < 0 ? -file - 2 : file;
    // A file without rows starts where the next one does.
    while (starts[file + 1] == number) {
      file++;
    }
    int fragment = fragments[file];
    int place = (int) (number - starts[file]);
    BitSet gone = deleted.get(fragment);
    return fragment == DEAD || (gone != null && gone.get(place))
        ? -1
        : (long) fragment << 32 | place;
  }
}
