package dev.omnigraph.search.text;

import dev.omnigraph.derived.CoveredFile;
import java.util.ArrayList;
import java.util.List;

/** How many texts and tokens each file of a segment under way has. */
final class FileCounts {
  private final List<CoveredFile> covered;
  private final List<SegmentIndex.File> done = new ArrayList<>();

  /** After the last row of the file at hand. */
  private long end;

  private long texts;
  private long tokens;

  FileCounts(List<CoveredFile> covered) {
    this.covered = List.copyOf(covered);
    this.end = covered.isEmpty() ? 0 : covered.getFirst().rows();
  }

  /** A row has a text; rows come in order. */
  void add(int row, int tokensOfRow) {
    while (row >= end) {
      endFile();
    }
    texts++;
    tokens += tokensOfRow;
  }

  List<SegmentIndex.File> files() {
    while (done.size() < covered.size()) {
      endFile();
    }
    return List.copyOf(done);
  }

  private void endFile() {
    done.add(new SegmentIndex.File(covered.get(done.size()), texts, tokens));
    texts = 0;
    tokens = 0;
    if (done.size() < covered.size()) {
      end += covered.get(done.size()).rows();
    }
  }
}
