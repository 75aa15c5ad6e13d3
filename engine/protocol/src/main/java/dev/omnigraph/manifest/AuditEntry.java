package dev.omnigraph.manifest;

import dev.omnigraph.id.BranchId;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.id.OperationId;
import dev.omnigraph.id.TableId;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What recovery did with an operation whose writer did not end it. Never more than one for an
 * operation.
 *
 * @param actor the operation's, not recovery's
 * @param commitId what it published; null when it did not
 * @param tables the Lance version that the operation published; empty when it did not, and then no
 *     table has anything of it
 */
public record AuditEntry(
    OperationId operationId,
    CommitKind kind,
    String actor,
    BranchName branch,
    BranchId branchId,
    long target,
    Outcome outcome,
    @Nullable CommitId commitId,
    SortedMap<TableId, Long> tables,
    Instant recordedAt) {
  public AuditEntry {
    tables = Collections.unmodifiableSortedMap(new TreeMap<>(tables));
  }

  /** Of an operation that had published. */
  public static AuditEntry rolledForward(Sidecar operation, ManifestRecord published, Instant now) {
    SortedMap<TableId, Long> tables = new TreeMap<>();
    published.tables().forEach((id, change) -> tables.put(id, change.pin().version()));
    return of(operation, Outcome.ROLLED_FORWARD, published.commitId(), tables, now);
  }

  /** Of an operation that had not published. */
  public static AuditEntry dead(Sidecar operation, Outcome outcome, Instant now) {
    return of(operation, outcome, null, Collections.emptySortedMap(), now);
  }

  private static AuditEntry of(
      Sidecar operation,
      Outcome outcome,
      @Nullable CommitId commitId,
      SortedMap<TableId, Long> tables,
      Instant now) {
    return new AuditEntry(
        operation.operationId(),
        operation.kind(),
        operation.actor(),
        operation.branch(),
        operation.branchId(),
        operation.target(),
        outcome,
        commitId,
        tables,
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
          out.writeNumberField("target", target);
          Json.constant(out, "outcome", outcome);
          Json.optional(out, "commit_id", commitId);
          if (!tables.isEmpty()) {
            Json.member(
                out,
                "tables",
                versions -> {
                  for (Map.Entry<TableId, Long> e : tables.entrySet()) {
                    versions.writeNumberField(e.getKey().toString(), e.getValue());
                  }
                });
          }
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
            in.count("target"),
            in.constant("outcome", Outcome.values()),
            in.optionalId("commit_id", CommitId::new),
            readTables(in.optionalObject("tables")),
            in.instant("recorded_at"));
    in.end();
    if (!ObjectKeys.audit(a.operationId()).equals(key)) {
      throw UnreadableObject.corrupt(key, "it names another operation", null);
    }
    return a;
  }

  private static SortedMap<TableId, Long> readTables(@Nullable Fields in) {
    return in == null ? Collections.emptySortedMap() : in.by(TableId::new, in::integer);
  }
}
