package dev.omnigraph.manifest;

import dev.omnigraph.id.TableId;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** {@link AuditEntry} as JSON. */
public final class AuditCodec {
  private AuditCodec() {}

  public static byte[] encode(AuditEntry a) {
    return Json.object(
        out -> {
          out.writeStringField("operation_id", a.operationId());
          Json.constant(out, "kind", a.kind());
          out.writeStringField("actor", a.actor());
          out.writeStringField("branch", a.branch());
          out.writeStringField("branch_id", a.branchId());
          out.writeNumberField("target", a.target());
          Json.constant(out, "outcome", a.outcome());
          Json.optional(out, "commit_id", a.commitId());
          if (!a.tables().isEmpty()) {
            Json.member(
                out,
                "tables",
                tables -> {
                  for (Map.Entry<TableId, Long> e : a.tables().entrySet()) {
                    tables.writeNumberField(e.getKey().toString(), e.getValue());
                  }
                });
          }
          out.writeStringField("recorded_at", a.recordedAt().toString());
        });
  }

  /**
   * @throws UnreadableObject naming the key
   */
  public static AuditEntry decode(String key, byte[] body) {
    Fields in = Json.parse(key, body);
    AuditEntry a =
        new AuditEntry(
            in.text("operation_id"),
            in.constant("kind", CommitKind.values()),
            in.text("actor"),
            in.text("branch"),
            in.text("branch_id"),
            in.count("target"),
            in.constant("outcome", AuditEntry.Outcome.values()),
            in.optionalText("commit_id"),
            readTables(in.optionalObject("tables")),
            in.instant("recorded_at"));
    in.end();
    if (!Keys.audit(a.operationId()).equals(key)) {
      throw UnreadableObject.corrupt(key, "it names another operation", null);
    }
    return a;
  }

  private static SortedMap<TableId, Long> readTables(@Nullable Fields in) {
    return in == null ? Collections.emptySortedMap() : in.by(TableId::new, in::integer);
  }
}
