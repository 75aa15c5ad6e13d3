package dev.omnigraph.commit;

import dev.omnigraph.manifest.ManifestRecord;

/**
 * How a write ended that did not fail.
 *
 * @param <R> the operation's answer
 */
public sealed interface CommitOutcome<R> {

  /** The commit that holds the effect; the branch's newest logical one when there was none. */
  String commitId();

  /** What it took. */
  CommitReport report();

  /** It was published. */
  record Published<R>(R result, ManifestRecord record, CommitReport report)
      implements CommitOutcome<R> {
    @Override
    public String commitId() {
      return record.commitId();
    }
  }

  /** It had no effect, so there is no commit. */
  record Unchanged<R>(R result, String commitId, CommitReport report) implements CommitOutcome<R> {}

  /** An earlier delivery with the same idempotency key did the work; this one did nothing. */
  record Replayed<R>(ManifestRecord record, CommitReport report) implements CommitOutcome<R> {
    @Override
    public String commitId() {
      return record.commitId();
    }
  }
}
