package dev.omnigraph.call;

import dev.omnigraph.id.CommitId;
import dev.omnigraph.schema.SchemaStep;
import java.util.List;

/**
 * What {@link ApplyRequest} did, or would do.
 *
 * @param steps of the schema, in order
 * @param queries files of stored queries that changed
 * @param policy files of policies that changed
 * @param commitId the commit published, or the branch's head when there was nothing to do
 * @param replayed whether an earlier delivery of the same idempotency key did the work; then
 *     nothing else is told
 */
public record ApplyAnswer(
    List<SchemaStep> steps,
    List<FileChange> queries,
    List<FileChange> policy,
    CommitId commitId,
    boolean replayed) {
  public ApplyAnswer {
    steps = List.copyOf(steps);
    queries = List.copyOf(queries);
    policy = List.copyOf(policy);
  }

  /** Whether nothing differs. */
  public boolean isEmpty() {
    return steps.isEmpty() && queries.isEmpty() && policy.isEmpty();
  }

  /** A file that is not as it was. */
  public record FileChange(String file, Kind kind) {
    /** How it differs. */
    public enum Kind {
      ADDED,
      CHANGED,
      REMOVED
    }
  }
}
