package dev.omnigraph.search.text;

import dev.omnigraph.derived.Coverage;
import dev.omnigraph.derived.Joined;
import dev.omnigraph.derived.Page;
import dev.omnigraph.derived.PageInput;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** The rows of a segment as a version of its table sees them; of one thread at a time. */
final class SegmentRows implements PartRows {
  private final SegmentIndex index;
  private final Coverage coverage;
  private final Map<Integer, BitSet> deleted;
  private final Map<Page, CompletableFuture<byte[]>> pages;
  private final int[][] lengths;
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
    this.lengths = new int[index.lengths().size()][];
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
    return coverage.address(row, deleted);
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
    int start = 0;
    for (SegmentIndex.File file : files) {
      int rows = (int) file.file().rows();
      long first = rows == 0 ? -1 : coverage.address(start, Map.of());
      if (first >= 0) {
        texts += file.texts();
        tokens += file.tokens();
        BitSet gone = deleted.getOrDefault((int) (first >>> 32), new BitSet());
        for (int place = gone.nextSetBit(0);
            place >= 0 && place < rows;
            place = gone.nextSetBit(place + 1)) {
          int length = length(start + place);
          texts -= length == SegmentLengths.NONE ? 0 : 1;
          tokens -= length == SegmentLengths.NONE ? 0 : length;
        }
      }
      start += rows;
    }
  }

  private int length(int row) {
    int page = row / SegmentIndex.LENGTHS_PAGE;
    if (lengths[page] == null) {
      byte[] bytes = Joined.of(Objects.requireNonNull(pages.get(index.lengths().get(page))));
      lengths[page] = SegmentLengths.read(bytes, index, page);
    }
    return lengths[page][row % SegmentIndex.LENGTHS_PAGE];
  }
}
