package dev.omnigraph.table;

import dev.omnigraph.derived.DerivedUnusable;
import dev.omnigraph.derived.LiveFile;
import dev.omnigraph.table.SegmentPlanner.Decision;
import dev.omnigraph.table.SegmentPlanner.Known;
import dev.omnigraph.table.SegmentUpkeep.Column;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The segments of a column while they are built. */
final class ColumnSegments {
  private static final Logger LOG = LoggerFactory.getLogger(ColumnSegments.class);

  private final LanceTable table;
  private final Column column;
  private final SegmentUpkeep upkeep;
  private final List<Known> known;
  private final List<SegmentRef> made = new ArrayList<>();
  private final Set<LiveFile> failed = new HashSet<>();
  private SegmentWork vain = SegmentWork.NONE;
  private long rows;
  private long left;
  private @Nullable String failure;

  ColumnSegments(LanceTable table, Column column, SegmentUpkeep upkeep) {
    this.table = table;
    this.column = column;
    this.upkeep = upkeep;
    this.known = new ArrayList<>(column.known());
  }

  /**
   * Builds what is to be built. A file of which no segment can be is left out, and others are built
   * for the work that it took, until as much again was in vain.
   *
   * @return the work that was not in vain
   */
  SegmentWork build(SegmentWork most) {
    SegmentWork done = SegmentWork.NONE;
    int failures;
    do {
      failures = failed.size();
      SegmentWork before = vain;
      Decision decision = upkeep.decide(column, known, most.minus(done), failed);
      decision.builds().forEach(this::build);
      done = done.plus(decision.work().minus(vain.minus(before)));
      left = decision.left();
    } while (failed.size() > failures && vain.isLess(most));
    return done;
  }

  /** In halves where one of all cannot be, so that one file does not leave others without. */
  private void build(List<LiveFile> files) {
    try {
      SegmentRef ref = written(files);
      made.add(ref);
      rows += files.stream().mapToLong(LiveFile::rows).sum();
      known.addFirst(
          new Known(
              ref.object().name(),
              files.stream().map(LiveFile::file).toList(),
              ref.object().bytes()));
    } catch (DerivedUnusable | UncheckedIOException e) {
      if (files.size() > 1) {
        int half = files.size() / 2;
        build(files.subList(0, half));
        build(files.subList(half, files.size()));
      } else {
        failed(files.getFirst(), e);
      }
    }
  }

  /**
   * One that was read back.
   *
   * @throws DerivedUnusable if there cannot be one
   */
  private SegmentRef written(List<LiveFile> files) {
    if (column.spec() instanceof SegmentSpec.Texts texts) {
      List<TextSources.Run> runs = TextSources.of(texts, files, table);
      if (runs.stream().anyMatch(run -> run.segment().isPresent())) {
        try {
          return checked(SegmentForm.writeTexts(texts, files, runs, table), files);
        } catch (DerivedUnusable.TooLarge e) {
          throw e;
        } catch (DerivedUnusable e) {
          LOG.warn(
              "A search segment of {} is made of rows, and not of other segments: {}",
              column.spec().column(),
              e.getMessage());
        }
      }
    }
    return checked(SegmentForm.write(column.spec(), files, table), files);
  }

  private SegmentRef checked(SegmentRef ref, List<LiveFile> files) {
    SegmentForm.check(ref, LanceSearch.ranges(table, ref), files);
    return ref;
  }

  private void failed(LiveFile file, RuntimeException reason) {
    failed.add(file);
    if (failure == null) {
      failure = file.file().path() + ": " + reason.getMessage();
    }
    vain = vain.plus(SegmentPlanner.work(List.of(file), column.bytes()));
    LOG.warn(
        "No search segment of {} is built of {}, which is tried again in every run: {}",
        column.spec().column(),
        file.file().path(),
        reason.getMessage());
  }

  /** What the column would have: the new ones first, and those that were there. */
  List<Known> known() {
    return known;
  }

  List<SegmentRef> made() {
    return made;
  }

  /** That the new ones know. */
  long rows() {
    return rows;
  }

  /** The first file that failed, and why; null when none did. */
  @Nullable String failure() {
    return failure;
  }

  /** Rows of files that failed, or for which no work was left. */
  long left() {
    return left + failed.stream().mapToLong(LiveFile::rows).sum();
  }
}
