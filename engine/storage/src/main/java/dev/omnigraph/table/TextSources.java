package dev.omnigraph.table;

import dev.omnigraph.derived.Coverage;
import dev.omnigraph.derived.CoveredFile;
import dev.omnigraph.derived.DerivedUnusable;
import dev.omnigraph.derived.LiveFile;
import dev.omnigraph.derived.PageCache;
import dev.omnigraph.search.text.TextSegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where the terms of a new text segment come from: of files that another segment knows from there,
 * which takes a quarter of the time that reading and analyzing texts does.
 */
final class TextSources {
  /** Of one that has lost more, too much would be read in vain. */
  private static final int LEAST_PART = 4;

  private TextSources() {}

  /**
   * Files that follow each other.
   *
   * @param segment that knows their rows, in this order; none where texts are read
   */
  record Run(List<LiveFile> files, Optional<TextSegment> segment) {
    static Run ofTexts(List<LiveFile> files) {
      return new Run(files, Optional.empty());
    }
  }

  /**
   * All of the files, in order; reads the indexes of the column's segments.
   *
   * @param files of a new segment
   */
  static List<Run> of(SegmentSpec.Texts spec, List<LiveFile> files, LanceTable table) {
    int field = LanceSearch.field(table, spec.column());
    return runs(
        files,
        table.pin().segments().stream()
            .filter(ref -> ref.isOf(spec.kind(), field, spec.how()))
            .map(
                ref ->
                    new TextSegment(
                        ref.object(),
                        LanceSearch.ranges(table, ref),
                        new PageCache(0),
                        table.tables().executor()))
            .toList());
  }

  private static List<Run> runs(List<LiveFile> files, List<TextSegment> segments) {
    Map<LiveFile, TextSegment> owners = new HashMap<>();
    List<LiveFile> left = files;
    for (TextSegment segment : segments) {
      List<CoveredFile> known = known(segment);
      List<LiveFile> own = new ArrayList<>(left);
      left = new Coverage(known, left).uncovered();
      own.removeAll(left);
      if (isWorth(own, known) && followEachOther(own, files) && areInOrder(own, known)) {
        own.forEach(file -> owners.put(file, segment));
      }
    }
    List<Run> runs = new ArrayList<>();
    for (LiveFile file : files) {
      Optional<TextSegment> owner = Optional.ofNullable(owners.get(file));
      if (runs.isEmpty() || !runs.getLast().segment().equals(owner)) {
        runs.add(new Run(new ArrayList<>(), owner));
      }
      runs.getLast().files().add(file);
    }
    return runs;
  }

  /** Nothing of one that cannot be read. */
  private static List<CoveredFile> known(TextSegment segment) {
    try {
      return segment.files();
    } catch (DerivedUnusable unusable) {
      return List.of();
    }
  }

  private static boolean isWorth(List<LiveFile> own, List<CoveredFile> known) {
    long live = own.stream().mapToLong(LiveFile::rows).sum();
    return live > 0 && LEAST_PART * live >= known.stream().mapToLong(CoveredFile::rows).sum();
  }

  private static boolean followEachOther(List<LiveFile> own, List<LiveFile> files) {
    int first = files.indexOf(own.getFirst());
    int end = first + own.size();
    return end <= files.size() && files.subList(first, end).equals(own);
  }

  private static boolean areInOrder(List<LiveFile> own, List<CoveredFile> known) {
    List<String> paths = own.stream().map(file -> file.file().path()).toList();
    Set<String> wanted = new HashSet<>(paths);
    return known.stream().map(CoveredFile::path).filter(wanted::contains).toList().equals(paths);
  }
}
