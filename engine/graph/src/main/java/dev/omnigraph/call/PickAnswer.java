package dev.omnigraph.call;

import dev.omnigraph.id.CommitId;
import java.util.List;
import java.util.Locale;

/**
 * What a revert, a cherry-pick or a restore did, or of a dry run what it would do.
 *
 * @param commitId the branch's newest commit after it; where nothing was to do, and of a dry run,
 *     the one that was looked at
 * @param of the commit that was undone, picked or restored
 * @param tables what it changed, by type; those without a change left out
 * @param found conflicts, only of a dry run
 * @param replayed whether an earlier delivery of the same key did it
 */
public record PickAnswer(
    Outcome outcome,
    CommitId commitId,
    CommitId of,
    List<MergeAnswer.Table> tables,
    FoundConflicts found,
    boolean replayed) {
  public PickAnswer {
    tables = List.copyOf(tables);
  }

  /** Those of the page that was asked for. */
  public List<MergeConflict> conflicts() {
    return found.shown();
  }

  /** How it ended. */
  public enum Outcome {
    APPLIED,
    /** The branch is so already. */
    NOTHING_TO_DO,
    /** Only of a dry run. */
    CONFLICTS;

    /** As answers spell it. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
