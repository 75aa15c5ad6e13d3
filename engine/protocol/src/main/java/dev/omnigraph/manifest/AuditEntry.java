package dev.omnigraph.manifest;

import dev.omnigraph.id.BranchId;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.id.OperationId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What recovery did with an operation whose writer did not end it. Never more than one for an
 * operation.
 *
 * @param actor the operation's, not recovery's
 * @param commitId what it published; null when it did not
 */
public record AuditEntry(
    OperationId operationId,
    CommitKind kind,
    String actor,
    BranchName branch,
    BranchId branchId,
    Outcome outcome,
    @Nullable CommitId commitId,
    Instant recordedAt) {
  /** Of an operation that had published. */
  public static AuditEntry rolledForward(Sidecar operation, ManifestRecord published, Instant now) {
    return of(operation, Outcome.ROLLED_FORWARD, published.commitId(), now);
  }

  /** Of an operation that had not published. */
  public static AuditEntry dead(Sidecar operation, Outcome outcome, Instant now) {
    return of(operation, outcome, null, now);
  }

  private static AuditEntry of(
      Sidecar operation, Outcome outcome, @Nullable CommitId commitId, Instant now) {
    return new AuditEntry(
        operation.operationId(),
        operation.kind(),
        operation.actor(),
        operation.branch(),
        operation.branchId(),
        outcome,
        commitId,
        now);
  }

  /** How it ended. */
  public enum Outcome {
    /** It had published: what was left to do was done. */
    ROLLED_FORWARD,
    /** It had not published and never can. */
    ROLLED_BACK,
    /** The same, because its branch was deleted. */
    ORPHANED_BRANCH
  }

  public byte[] encode() {
    return Json.object(
        out -> {
          out.writeStringField("operation_id", operationId.toString());
          Json.constant(out, "kind", kind);
          out.writeStringField("actor", actor);
          out.writeStringField("branch", branch.text());
          out.writeStringField("branch_id", branchId.text());
          Json.constant(out, "outcome", outcome);
          Json.optional(out, "commit_id", commitId);
          out.writeStringField("recorded_at", recordedAt.toString());
        });
  }

  /**
   * @throws UnreadableObject naming the key
   */
  public static AuditEntry decode(String key, byte[] body) {
    Fields in = Json.parse(key, body);
    AuditEntry a =
        new AuditEntry(
            in.id("operation_id", OperationId::new),
            in.constant("kind", CommitKind.values()),
            in.text("actor"),
            in.id("branch", BranchName::new),
            in.id("branch_id", BranchId::new),
            in.constant("outcome", Outcome.values()),
            in.optionalId("commit_id", CommitId::new),
            in.instant("recorded_at"));
    in.end();
    if (!ObjectKeys.audit(a.operationId()).equals(key)) {
      throw UnreadableObject.corrupt(key, "it names another operation", null);
    }
    return a;
  }
}
