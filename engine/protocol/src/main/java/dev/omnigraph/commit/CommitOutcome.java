package dev.omnigraph.commit;

import dev.omnigraph.id.CommitId;
import dev.omnigraph.manifest.ManifestRecord;

/**
 * How a write ended that did not fail.
 *
 * @param <A> the operation's answer
 */
public sealed interface CommitOutcome<A> {

  A answer();

  /** The commit that holds the effect; the branch's newest logical one when there was none. */
  CommitId commitId();

  /** What it took. */
  CommitReport report();

  /** It was published. */
  record Published<A>(A answer, ManifestRecord record, CommitReport report)
      implements CommitOutcome<A> {
    @Override
    public CommitId commitId() {
      return record.commitId();
    }
  }

  /** It had no effect, so there is no commit. */
  record Unchanged<A>(A answer, CommitId commitId, CommitReport report)
      implements CommitOutcome<A> {}

  /** An earlier delivery with the same idempotency key did the work; this one did nothing. */
  record Replayed<A>(A answer, ManifestRecord record, CommitReport report)
      implements CommitOutcome<A> {
    @Override
    public CommitId commitId() {
      return record.commitId();
    }
  }
}
