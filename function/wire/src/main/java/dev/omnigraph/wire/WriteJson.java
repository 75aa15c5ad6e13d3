package dev.omnigraph.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.omnigraph.CallReport;
import dev.omnigraph.call.EmbedAnswer;
import dev.omnigraph.call.FoundConflicts;
import dev.omnigraph.call.LoadAnswer;
import dev.omnigraph.call.MergeAnswer;
import dev.omnigraph.call.MutationAnswer;
import dev.omnigraph.call.OptimizeAnswer;
import dev.omnigraph.call.PickAnswer;
import dev.omnigraph.call.PutBlobAnswer;
import dev.omnigraph.call.SchemaAnswer;
import dev.omnigraph.call.Snapshot;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.id.TableId;
import dev.omnigraph.protocol.check.Finding;
import dev.omnigraph.protocol.check.RepairAnswer;
import dev.omnigraph.protocol.reclaim.CleanupAnswer;
import dev.omnigraph.schema.SchemaStep;
import dev.omnigraph.value.JsonText;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The answers of what writes, or may write. */
public final class WriteJson {
  private WriteJson() {}

  /** A graph that was made, in its first state. */
  public static JsonBody.Answer graph(String name, Snapshot first) {
    return new JsonBody.Answer(
        List.of(first.commitId()),
        json -> {
          json.writeStringField("graph", name);
          json.writeStringField("branch", first.branch().text());
          json.writeStringField("commit", first.commitId().toString());
          json.writeStringField("schema_hash", first.schemaHash().toString());
        });
  }

  /**
   * A graph that was deleted.
   *
   * @param objects that are gone
   */
  public static JsonBody.Answer graphDeletion(String name, long objects) {
    return JsonBody.of(
        json -> {
          json.writeStringField("graph", name);
          json.writeNumberField("objects", objects);
        });
  }

  public static JsonBody.Answer mutation(MutationAnswer answer, CallReport call) {
    return new JsonBody.Answer(
        List.of(answer.commitId()),
        json -> {
          json.writeStringField("query", answer.query());
          json.writeNumberField("affected_nodes", answer.affectedNodes());
          json.writeNumberField("affected_edges", answer.affectedEdges());
          json.writeStringField("commit", answer.commitId().toString());
          json.writeBooleanField("replayed", answer.replayed());
          json.writeNumberField("requests", call.io().requests());
        });
  }

  public static JsonBody.Answer blob(PutBlobAnswer answer, CallReport call) {
    return new JsonBody.Answer(
        List.of(answer.commitId()),
        json -> {
          json.writeNumberField("length", answer.length());
          json.writeStringField("digest", answer.digest());
          json.writeStringField("commit", answer.commitId().toString());
          json.writeBooleanField("replayed", answer.replayed());
          json.writeNumberField("requests", call.io().requests());
        });
  }

  public static JsonBody.Answer load(LoadAnswer answer, CallReport call) {
    return new JsonBody.Answer(
        answer.commits(),
        json -> {
          JsonBody.texts(json, "commits", answer.commits());
          counts(json, "rows", answer.rows());
          counts(json, "keyless", answer.keyless());
          json.writeNumberField("nodes", answer.nodes());
          json.writeNumberField("edges", answer.edges());
          json.writeBooleanField("replayed", answer.replayed());
          json.writeNumberField("requests", call.io().requests());
        });
  }

  public static JsonBody.Answer schema(SchemaAnswer answer, CallReport call) {
    return new JsonBody.Answer(
        List.of(answer.commitId()),
        json -> {
          JsonBody.texts(json, "steps", answer.steps().stream().map(SchemaStep::summary).toList());
          json.writeStringField("commit", answer.commitId().toString());
          json.writeBooleanField("replayed", answer.replayed());
          json.writeNumberField("requests", call.io().requests());
        });
  }

  /**
   * @param commitId that ended it
   */
  public static JsonBody.Answer deletion(BranchName branch, CommitId commitId, CallReport call) {
    return new JsonBody.Answer(
        List.of(commitId),
        json -> {
          json.writeStringField("branch", branch.text());
          json.writeStringField("commit", commitId.toString());
          json.writeNumberField("requests", call.io().requests());
        });
  }

  public static JsonBody.Answer merge(MergeAnswer answer, CallReport call) {
    return new JsonBody.Answer(
        List.of(answer.commitId()),
        json -> {
          json.writeStringField("outcome", answer.outcome().text());
          json.writeStringField("commit", answer.commitId().toString());
          json.writeStringField("source", answer.source().toString());
          JsonBody.texts(json, "bases", answer.bases());
          JsonBody.list(json, "tables", answer.tables(), WriteJson::merged);
          conflicts(json, answer.found());
          Boolean deleted = answer.branchDeleted();
          if (deleted != null) {
            json.writeBooleanField("branch_deleted", deleted);
          }
          json.writeBooleanField("replayed", answer.replayed());
          json.writeNumberField("requests", call.io().requests());
        });
  }

  public static JsonBody.Answer pick(PickAnswer answer, CallReport call) {
    return new JsonBody.Answer(
        List.of(answer.commitId()),
        json -> {
          json.writeStringField("outcome", answer.outcome().text());
          json.writeStringField("commit", answer.commitId().toString());
          json.writeStringField("of", answer.of().toString());
          JsonBody.list(json, "tables", answer.tables(), WriteJson::merged);
          conflicts(json, answer.found());
          json.writeBooleanField("replayed", answer.replayed());
          json.writeNumberField("requests", call.io().requests());
        });
  }

  private static void conflicts(JsonGenerator json, FoundConflicts found) throws IOException {
    for (Map.Entry<String, @Nullable Object> member : found.json().entrySet()) {
      json.writeFieldName(member.getKey());
      JsonText.write(json, member.getValue());
    }
  }

  private static void merged(JsonGenerator json, MergeAnswer.Table table) throws IOException {
    json.writeStringField("type", table.type());
    json.writeNumberField("inserted", table.inserted());
    json.writeNumberField("updated", table.updated());
    json.writeNumberField("deleted", table.deleted());
  }

  public static JsonBody.Answer optimize(OptimizeAnswer answer) {
    CommitId commitId = answer.commitId();
    return new JsonBody.Answer(
        commitId == null ? List.of() : List.of(commitId),
        json -> {
          json.writeStringField("branch", answer.branch().text());
          json.writeStringField("commit", commitId == null ? null : commitId.toString());
          JsonBody.list(json, "tables", answer.tables(), WriteJson::table);
          json.writeObjectFieldStart("recovery");
          json.writeNumberField("rolled_forward", answer.recovery().rolledForward().size());
          json.writeNumberField("rolled_back", answer.recovery().rolledBack().size());
          json.writeNumberField("in_flight", answer.recovery().inFlight().size());
          json.writeEndObject();
        });
  }

  private static void table(JsonGenerator json, OptimizeAnswer.Table table) throws IOException {
    json.writeStringField("type", table.type());
    json.writeStringField("table_id", table.tableId().toString());
    json.writeNumberField("rows", table.rows());
    json.writeNumberField("fragments_before", table.fragmentsBefore());
    json.writeNumberField("fragments_after", table.fragmentsAfter());
    JsonBody.texts(json, "indexes_built", table.indexesBuilt());
    JsonBody.texts(json, "indexes_not_built", table.indexesNotBuilt());
    JsonBody.texts(json, "lookups_built", table.lookupsBuilt());
    JsonBody.list(json, "segments_built", table.segmentsBuilt(), WriteJson::segments);
  }

  private static void segments(JsonGenerator json, OptimizeAnswer.Segments segments)
      throws IOException {
    json.writeStringField("property", segments.property());
    json.writeStringField("kind", segments.kind());
    json.writeNumberField("rows", segments.rows());
    json.writeNumberField("rows_left", segments.rowsLeft());
    if (segments.failure() != null) {
      json.writeStringField("failure", segments.failure());
    }
  }

  public static JsonBody.Answer embed(EmbedAnswer answer) {
    return JsonBody.of(
        json -> {
          json.writeStringField("branch", answer.branch().text());
          json.writeNumberField("commits", answer.commits());
          json.writeNumberField("embedded", answer.embedded());
          json.writeNumberField("refused", answer.refused());
          json.writeNumberField("left", answer.left());
          JsonBody.list(json, "properties", answer.properties(), WriteJson::embedded);
        });
  }

  private static void embedded(JsonGenerator json, EmbedAnswer.Property property)
      throws IOException {
    json.writeStringField("type", property.type());
    json.writeStringField("property", property.property());
    json.writeStringField("model", property.model());
    json.writeNumberField("embedded", property.embedded());
    json.writeNumberField("refused", property.refused());
    json.writeNumberField("left", property.left());
  }

  public static JsonBody.Answer cleanup(CleanupAnswer answer) {
    return JsonBody.of(
        json -> {
          json.writeBooleanField("dry_run", answer.dryRun());
          json.writeStringField("retained_since", answer.retainedSince().toString());
          json.writeNumberField("objects", answer.total().objects());
          json.writeNumberField("bytes", answer.total().bytes());
          json.writeNumberField("change_sets", answer.changeSets().objects());
          json.writeNumberField("audit_entries", answer.auditEntries().objects());
          JsonBody.list(
              json, "tables", List.copyOf(answer.tables().entrySet()), WriteJson::deleted);
        });
  }

  private static void deleted(JsonGenerator json, Map.Entry<TableId, CleanupAnswer.Deleted> table)
      throws IOException {
    json.writeStringField("table_id", table.getKey().toString());
    json.writeNumberField("objects", table.getValue().objects());
    json.writeNumberField("bytes", table.getValue().bytes());
  }

  public static JsonBody.Answer repair(RepairAnswer answer) {
    return JsonBody.of(
        json -> {
          json.writeBooleanField("clean", answer.isClean());
          json.writeBooleanField("applied", answer.applied());
          json.writeNumberField("objects", answer.objects());
          json.writeNumberField("commits", answer.commits());
          json.writeNumberField("versions", answer.versions());
          JsonBody.list(json, "findings", answer.findings(), WriteJson::finding);
        });
  }

  private static void finding(JsonGenerator json, Finding finding) throws IOException {
    json.writeStringField("code", finding.code().text());
    json.writeStringField("severity", finding.severity().name().toLowerCase(Locale.ROOT));
    json.writeStringField("object", finding.subject());
    json.writeStringField("message", finding.message());
    json.writeBooleanField("repaired", finding.repaired());
  }

  private static void counts(JsonGenerator json, String name, Map<String, Long> counts)
      throws IOException {
    json.writeObjectFieldStart(name);
    for (Map.Entry<String, Long> count : counts.entrySet()) {
      json.writeNumberField(count.getKey(), count.getValue());
    }
    json.writeEndObject();
  }
}
