package dev.omnigraph.call;

import dev.omnigraph.id.CommitId;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a merge did, or of a dry run what it would do.
 *
 * @param commitId the target's newest commit after it; of a dry run, and where nothing was to do,
 *     the one that was looked at
 * @param source the commit that was merged
 * @param bases the nearest common ancestors, by which it was decided who changed what; more than
 *     one after merges crosswise
 * @param tables what it changed in the target, by type; those without a change left out
 * @param found conflicts, only of a dry run: a merge with conflicts fails
 * @param replayed whether an earlier delivery of the same key did it
 * @param branchDeleted whether the source's branch was deleted after it; null when that was not
 *     asked for
 */
public record MergeAnswer(
    Outcome outcome,
    CommitId commitId,
    CommitId source,
    List<CommitId> bases,
    List<Table> tables,
    FoundConflicts found,
    boolean replayed,
    @Nullable Boolean branchDeleted) {
  public MergeAnswer {
    bases = List.copyOf(bases);
    tables = List.copyOf(tables);
  }

  /** The same, with what became of the source's branch. */
  public MergeAnswer branchDeleted(boolean deleted) {
    return new MergeAnswer(outcome, commitId, source, bases, tables, found, replayed, deleted);
  }

  /** Entities of one type that it changed in the target. */
  public record Table(String type, long inserted, long updated, long deleted) {}

  /** Those of the page that was asked for. */
  public List<MergeConflict> conflicts() {
    return found.shown();
  }

  /** How it ended. */
  public enum Outcome {
    /** The target has everything that the source has. */
    ALREADY_UP_TO_DATE,
    /** The source had everything that the target had, so the target is as the source now. */
    FAST_FORWARD,
    MERGED,
    /** Only of a dry run. */
    CONFLICTS;

    /** As answers spell it. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
