package dev.omnigraph.manifest;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.omnigraph.id.BranchId;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.id.OperationId;
import dev.omnigraph.id.SchemaHash;
import dev.omnigraph.id.TableId;
import dev.omnigraph.manifest.ManifestRecord.CatalogChange;
import dev.omnigraph.manifest.ManifestRecord.IdempotencyKey;
import dev.omnigraph.store.Fingerprint;
import dev.omnigraph.table.NewBase;
import dev.omnigraph.table.Pin;
import dev.omnigraph.table.RowDelta;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@link ManifestRecord} as JSON. */
public final class RecordCodec {
  private RecordCodec() {}

  public static byte[] encode(ManifestRecord r) {
    return Json.object(
        out -> {
          out.writeNumberField("seq", r.seq());
          out.writeStringField("branch_id", r.branchId().text());
          // A list of one, so that commits may once share a record without another format.
          out.writeArrayFieldStart("members");
          out.writeStartObject();
          writeMember(out, r);
          out.writeEndObject();
          out.writeEndArray();
          Json.texts(out, "ended", r.ended());
          if (r.keysSpilled() != 0) {
            out.writeNumberField("keys_spilled", r.keysSpilled());
          }
          Knowledge.Spill spill = r.spill();
          if (spill != null) {
            Json.member(
                out,
                "known_spilled",
                s -> {
                  s.writeNumberField("up_to", spill.upTo());
                  KnownRun.write(s, spill.runs());
                });
          }
        });
  }

  /**
   * The record as everybody else will read it.
   *
   * @throws UnreadableObject if it cannot be read
   */
  public static ManifestRecord reread(ManifestRecord r) {
    return decode(ObjectKeys.record(r.branchId(), r.seq()), encode(r));
  }

  private static void writeMember(JsonGenerator out, ManifestRecord r) throws IOException {
    out.writeStringField("operation_id", r.operationId().toString());
    out.writeStringField("commit_id", r.commitId().toString());
    Json.constant(out, "kind", r.kind());
    out.writeStringField("actor", r.actor());
    out.writeStringField("authored_at", r.authoredAt().toString());
    Json.optional(out, "parent_commit_id", r.parentCommitId());
    if (r.merged() != null) {
      CommitPoint merged = r.merged();
      Json.member(out, "merged", merged::write);
    }
    CommitPoint.write(out, "learned", r.learned());
    writeKey(out, r.idempotencyKey());
    out.writeStringField("schema", r.schema().toString());
    r.texts().write(out);
    if (!r.tables().isEmpty()) {
      Json.member(
          out,
          "tables",
          tables -> {
            for (Map.Entry<TableId, TableChange> e : r.tables().entrySet()) {
              Json.member(tables, e.getKey().toString(), table -> write(table, e.getValue()));
            }
          });
    }
    writeCatalog(out, r.catalog());
  }

  /**
   * @throws UnreadableObject naming the key
   */
  public static ManifestRecord decode(String key, byte[] body) {
    Fields in = Json.parse(key, body);
    long seq = in.count("seq");
    BranchId branchId = in.id("branch_id", BranchId::new);
    List<OperationId> ended = in.ids("ended", OperationId::new);
    long keysSpilled = in.optionalCount("keys_spilled");
    Knowledge.Spill spill = Knowledge.readSpill(in.optionalObject("known_spilled"));
    List<ManifestRecord> members =
        in.objects(
            "members",
            member ->
                new ManifestRecord(
                    seq,
                    member.id("operation_id", OperationId::new),
                    member.id("commit_id", CommitId::new),
                    member.constant("kind", CommitKind.values()),
                    branchId,
                    member.text("actor"),
                    member.instant("authored_at"),
                    member.optionalId("parent_commit_id", CommitId::new),
                    readMerged(member.optionalObject("merged")),
                    member.objects("learned", CommitPoint::read),
                    readKey(member),
                    member.id("schema", SchemaHash::new),
                    TextsInForce.read(member),
                    readTables(member.optionalObject("tables")),
                    readCatalog(member.optionalObject("catalog")),
                    keysSpilled,
                    spill,
                    ended));
    in.end();
    if (members.size() != 1) {
      throw in.wrong("members", "must be one");
    }
    if (!ObjectKeys.record(branchId, seq).equals(key)) {
      throw UnreadableObject.corrupt(key, "it names another branch or seq", null);
    }
    return members.getFirst();
  }

  static void writeKey(JsonGenerator out, @Nullable IdempotencyKey key) throws IOException {
    if (key != null) {
      Json.member(
          out,
          "idempotency_key",
          k -> {
            k.writeStringField("key", key.key());
            k.writeStringField("payload", key.payload());
          });
    }
  }

  static @Nullable IdempotencyKey readKey(Fields in) {
    Fields key = in.optionalObject("idempotency_key");
    if (key == null) {
      return null;
    }
    IdempotencyKey result = new IdempotencyKey(key.text("key"), key.text("payload"));
    key.end();
    return result;
  }

  private static @Nullable CommitPoint readMerged(@Nullable Fields in) {
    if (in == null) {
      return null;
    }
    CommitPoint merged = CommitPoint.read(in);
    in.end();
    return merged;
  }

  private static void write(JsonGenerator out, TableChange change) throws IOException {
    if (change.before() != null) {
      out.writeStringField("before", change.before());
    }
    switch (change.step()) {
      case NewBase(Pin pin) -> StateCodec.writePin(out, "base", pin);
      case RowDelta delta -> write(out, delta);
    }
    out.writeNumberField("rows", change.rows());
    Json.member(out, "changes", changes -> write(changes, change.changes()));
    if (!change.files().isEmpty()) {
      Json.member(
          out,
          "files",
          files -> {
            for (Map.Entry<String, Fingerprint> e : change.files().entrySet()) {
              Json.member(
                  files,
                  e.getKey(),
                  file -> {
                    file.writeNumberField("size", e.getValue().size());
                    file.writeStringField("sum", e.getValue().sum());
                  });
            }
          });
    }
  }

  private static void write(JsonGenerator out, RowDelta delta) throws IOException {
    Json.texts(out, "added", delta.added());
    if (delta.touched().isEmpty()) {
      return;
    }
    out.writeArrayFieldStart("touched");
    for (RowDelta.Touched fragment : delta.touched()) {
      out.writeStartObject();
      out.writeNumberField("id", fragment.id());
      out.writeStringField("was", fragment.was());
      Json.optional(out, "is", fragment.is());
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private static RowDelta readDelta(Fields in) {
    RowDelta delta =
        new RowDelta(
            in.texts("added"),
            in.objects(
                "touched",
                fragment ->
                    new RowDelta.Touched(
                        fragment.count("id"), fragment.text("was"), fragment.optionalText("is"))));
    try {
      return delta.checked();
    } catch (IllegalArgumentException e) {
      throw in.wrong("added", "or touched is not of fragments: " + e.getMessage());
    }
  }

  private static void write(JsonGenerator out, ChangeSet changes) throws IOException {
    switch (changes) {
      case ChangeSet.Inline inline -> inline.write(out);
      case ChangeSet.Spilled spilled -> spilled.write(out);
    }
  }

  private static ChangeSet readChanges(Fields in) {
    ChangeSet changes = in.has("spill") ? ChangeSet.Spilled.read(in) : ChangeSet.Inline.read(in);
    in.end();
    return changes;
  }

  private static SortedMap<String, Fingerprint> readFiles(@Nullable Fields in) {
    SortedMap<String, Fingerprint> files = new TreeMap<>();
    if (in != null) {
      for (String name : in.names()) {
        Fields file = in.object(name);
        try {
          files.put(name, new Fingerprint(file.count("size"), file.text("sum")));
        } catch (IllegalArgumentException e) {
          throw in.wrong(name, "is not a fingerprint of a file");
        }
        file.end();
      }
    }
    return files;
  }

  private static SortedMap<TableId, TableChange> readTables(@Nullable Fields in) {
    return in == null
        ? Collections.emptySortedMap()
        : in.by(TableId::new, id -> readTable(in.object(id)));
  }

  private static TableChange readTable(Fields in) {
    TableChange change =
        new TableChange(
            in.optionalText("before"),
            in.has("base") ? new NewBase(StateCodec.readPin(in.object("base"))) : readDelta(in),
            in.count("rows"),
            readChanges(in.object("changes")),
            readFiles(in.optionalObject("files")));
    in.end();
    return change;
  }

  private static void writeCatalog(JsonGenerator out, CatalogChange change) throws IOException {
    if (change.equals(CatalogChange.NONE)) {
      return;
    }
    Json.member(
        out,
        "catalog",
        catalog -> {
          Json.texts(catalog, "added", change.added());
          if (!change.renamed().isEmpty()) {
            Json.member(
                catalog,
                "renamed",
                renamed -> {
                  for (Map.Entry<TableId, String> e : change.renamed().entrySet()) {
                    renamed.writeStringField(e.getKey().toString(), e.getValue());
                  }
                });
          }
          Json.texts(catalog, "dropped", change.dropped());
          Json.texts(catalog, "purged", change.purged());
        });
  }

  private static CatalogChange readCatalog(@Nullable Fields in) {
    if (in == null) {
      return CatalogChange.NONE;
    }
    Fields renamed = in.optionalObject("renamed");
    CatalogChange change =
        new CatalogChange(
            in.ids("added", TableId::new),
            renamed == null
                ? Collections.emptySortedMap()
                : renamed.by(TableId::new, renamed::text),
            in.ids("dropped", TableId::new),
            in.ids("purged", TableId::new));
    in.end();
    return change;
  }
}
