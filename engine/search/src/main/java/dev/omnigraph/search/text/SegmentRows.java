package dev.omnigraph.search.text;

import dev.omnigraph.derived.Coverage;
import dev.omnigraph.derived.Joined;
import dev.omnigraph.derived.Page;
import dev.omnigraph.derived.PageInput;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a segment as a version of its table sees them; of one thread at a time. Whoever goes
 * over rows in order has one page of lengths in memory.
 */
final class SegmentRows implements PartRows {
  private final SegmentIndex index;
  private final Coverage coverage;
  private final Map<Integer, BitSet> deleted;
  private final Map<Page, CompletableFuture<byte[]>> pages;

  /** The number of the first row of each file, and last how many rows there are. */
  private final int[] starts;

  /** That of the row that was asked for last. */
  private int file = -1;

  /** The address of the first row of the file; -1 when all of it is gone. */
  private long first;

  /** The rows of the file that are gone, if any. */
  private @Nullable BitSet gone;

  /** The page of lengths that was asked for last. */
  private int page = -1;

  private int[] lengths = {};
  private long texts;
  private long tokens;
  private boolean isCounted;

  /**
   * @param deleted by fragment, of those that have changed
   * @param pages of lengths, if these are asked for
   */
  SegmentRows(
      SegmentIndex index,
      Coverage coverage,
      Map<Integer, BitSet> deleted,
      Map<Page, CompletableFuture<byte[]>> pages) {
    this.index = index;
    this.coverage = coverage;
    this.deleted = deleted;
    this.pages = pages;
    this.starts = new int[index.files().size() + 1];
    for (int i = 0; i < index.files().size(); i++) {
      starts[i + 1] = starts[i] + (int) index.files().get(i).file().rows();
    }
  }

  @Override
  public int count() {
    return index.rows();
  }

  @Override
  public boolean areLive() {
    return !coverage.hasGone();
  }

  @Override
  public long address(int row) {
    if (file < 0 || row < starts[file] || row >= starts[file + 1]) {
      goToFileOf(row);
    }
    int place = row - starts[file];
    return first < 0 || (gone != null && gone.get(place)) ? -1 : first + place;
  }

  private void goToFileOf(int row) {
    file = Arrays.binarySearch(starts, row);
    file = file < 0 ? -file - 2 : file;
    // A file without rows starts where the next one does.
    while (starts[file + 1] == row) {
      file++;
    }
    first = coverage.address(starts[file], Map.of());
    gone = deleted.get((int) (first >>> Integer.SIZE));
  }

  @Override
  public int tokens(int row) {
    int tokens = length(row);
    if (tokens == SegmentLengths.NONE) {
      throw PageInput.damaged();
    }
    return tokens;
  }

  @Override
  public long texts() {
    count(index.files());
    return texts;
  }

  @Override
  public long tokens() {
    count(index.files());
    return tokens;
  }

  /** Adds up what files say of themselves, without their rows that were deleted since. */
  private void count(List<SegmentIndex.File> files) {
    if (isCounted) {
      return;
    }
    isCounted = true;
    for (int i = 0; i < files.size(); i++) {
      int rows = starts[i + 1] - starts[i];
      long address = rows == 0 ? -1 : coverage.address(starts[i], Map.of());
      if (address >= 0) {
        texts += files.get(i).texts();
        tokens += files.get(i).tokens();
        BitSet without = deleted.getOrDefault((int) (address >>> Integer.SIZE), new BitSet());
        for (int place = without.nextSetBit(0);
            place >= 0 && place < rows;
            place = without.nextSetBit(place + 1)) {
          int length = length(starts[i] + place);
          texts -= length == SegmentLengths.NONE ? 0 : 1;
          tokens -= length == SegmentLengths.NONE ? 0 : length;
        }
      }
    }
  }

  private int length(int row) {
    int wanted = row / SegmentIndex.LENGTHS_PAGE;
    if (wanted != page) {
      byte[] bytes = Joined.of(Objects.requireNonNull(pages.get(index.lengths().get(wanted))));
      lengths = SegmentLengths.read(bytes, index, wanted);
      page = wanted;
    }
    return lengths[row % SegmentIndex.LENGTHS_PAGE];
  }
}
