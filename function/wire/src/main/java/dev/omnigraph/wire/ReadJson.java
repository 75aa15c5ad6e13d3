package dev.omnigraph.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.omnigraph.CallReport;
import dev.omnigraph.call.Branch;
import dev.omnigraph.call.Commit;
import dev.omnigraph.call.HandoverAnswer;
import dev.omnigraph.call.PlanAnswer;
import dev.omnigraph.call.Snapshot;
import dev.omnigraph.exec.Explanation;
import dev.omnigraph.exec.QueryAnswer;
import dev.omnigraph.exec.StepReport;
import dev.omnigraph.export.Handover;
import dev.omnigraph.manifest.Hold;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.schema.Property;
import dev.omnigraph.schema.SchemaPlan;
import dev.omnigraph.store.IoStats;
import dev.omnigraph.value.JsonText;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The answers of what only reads. */
public final class ReadJson {
  private ReadJson() {}

  /**
   * @param explains whether the plan is part of it
   */
  public static JsonBody.Answer query(QueryAnswer answer, CallReport call, boolean explains) {
    return query(answer, call, explains, json -> {});
  }

  /** Without what it cost. */
  public static JsonBody.Answer found(QueryAnswer answer) {
    return new JsonBody.Answer(List.of(answer.commitId()), json -> found(json, answer));
  }

  /** A page, with the cursor of the one after it, or null after the last. */
  public static JsonBody.Answer page(QueryPage.Answered page, CallReport call, boolean explains) {
    return query(page.answer(), call, explains, json -> json.writeStringField("next", page.next()));
  }

  private static JsonBody.Answer query(
      QueryAnswer answer, CallReport call, boolean explains, JsonBody.Members more) {
    return new JsonBody.Answer(
        List.of(answer.commitId()),
        json -> {
          found(json, answer);
          more.write(json);
          profile(json, answer, call);
          if (explains && !answer.report().logical().isEmpty()) {
            json.writeStringField("explanation", Explanation.of(answer, call.io()));
          }
        });
  }

  private static void found(JsonGenerator json, QueryAnswer answer) throws IOException {
    json.writeStringField("query", answer.query());
    json.writeStringField("commit", answer.commitId().toString());
    JsonBody.list(json, "columns", answer.columns(), ReadJson::column);
    json.writeArrayFieldStart("rows");
    for (List<@Nullable Object> row : answer.rows()) {
      json.writeStartObject();
      row(answer.columns(), row).write(json);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** A row by column name, in the columns' order; values in the form that loads read. */
  public static JsonBody.Members row(
      List<QueryAnswer.Column> columns, List<@Nullable Object> values) {
    return json -> {
      for (int i = 0; i < values.size(); i++) {
        json.writeFieldName(columns.get(i).name());
        JsonText.write(json, values.get(i));
      }
    };
  }

  private static void column(JsonGenerator json, QueryAnswer.Column column) throws IOException {
    json.writeStringField("name", column.name());
    json.writeStringField("type", column.type().spelling());
  }

  private static void profile(JsonGenerator json, QueryAnswer answer, CallReport call)
      throws IOException {
    IoStats io = call.io();
    json.writeObjectFieldStart("profile");
    json.writeNumberField("elapsed_ms", milliseconds(call.elapsed()));
    json.writeNumberField("requests", io.requests());
    json.writeNumberField("bytes_read", io.bytesRead());
    JsonBody.list(json, "steps", answer.report().steps(), ReadJson::step);
    json.writeEndObject();
  }

  private static void step(JsonGenerator json, StepReport step) throws IOException {
    json.writeStringField("operator", step.operator());
    json.writeStringField("access", step.access());
    json.writeNumberField("depth", step.depth());
    json.writeNumberField("expected", step.expected());
    json.writeNumberField("rows", step.rows());
    json.writeNumberField("requests", step.io().requests());
    json.writeNumberField("sequential_at_most", step.sequential());
    json.writeNumberField("bytes_read", step.io().bytesRead());
    json.writeNumberField("elapsed_ms", milliseconds(step.elapsed()));
  }

  /** To a hundredth. */
  private static double milliseconds(Duration duration) {
    return Math.round(duration.toNanos() / 1e4) / 100.0;
  }

  /** The schema in force: its text, and its types for programs. */
  public static JsonBody.Answer schema(Catalog catalog) {
    return JsonBody.of(
        json -> {
          json.writeStringField("hash", catalog.hash().toString());
          json.writeStringField("source", catalog.source());
          JsonBody.list(json, "nodes", catalog.nodes(), ReadJson::type);
          JsonBody.list(json, "edges", catalog.edges(), ReadJson::type);
        });
  }

  private static void type(JsonGenerator json, EntityType type) throws IOException {
    json.writeStringField("name", type.name());
    if (type instanceof EdgeType edge) {
      json.writeStringField("from", edge.source());
      json.writeStringField("to", edge.target());
    }
    JsonBody.list(json, "properties", type.properties(), ReadJson::property);
  }

  private static void property(JsonGenerator json, Property property) throws IOException {
    json.writeStringField("name", property.name());
    json.writeStringField("type", property.type().spelling() + (property.nullable() ? "?" : ""));
  }

  public static JsonBody.Answer plan(PlanAnswer answer) {
    return JsonBody.of(
        json -> {
          json.writeBooleanField("supported", answer.plan().isSupported());
          JsonBody.list(json, "steps", answer.plan().steps(), ReadJson::planned);
          JsonBody.list(json, "losses", answer.losses(), ReadJson::loss);
        });
  }

  private static void planned(JsonGenerator json, SchemaPlan.Planned planned) throws IOException {
    json.writeStringField("step", planned.step().code());
    json.writeStringField("type", planned.step().subject());
    json.writeStringField("summary", planned.step().summary());
    SchemaPlan.Refusal refusal = planned.refusal();
    if (refusal == null) {
      json.writeNullField("refusal");
    } else {
      json.writeObjectFieldStart("refusal");
      json.writeStringField("code", refusal.code().text());
      json.writeStringField("reason", refusal.reason());
      json.writeStringField("way_out", refusal.wayOut());
      json.writeEndObject();
    }
    json.writeStringField("hint", planned.hint());
    SchemaPlan.Reading reading = planned.reading();
    if (reading == null) {
      json.writeNullField("reading");
    } else {
      json.writeObjectFieldStart("reading");
      json.writeNumberField("rows", reading.rows());
      json.writeNumberField("offenders", reading.offenders());
      JsonBody.list(json, "first", reading.first(), ReadJson::offender);
      json.writeEndObject();
    }
  }

  private static void offender(JsonGenerator json, SchemaPlan.Offender offender)
      throws IOException {
    json.writeStringField("id", offender.id());
    json.writeStringField("field", offender.field());
    json.writeStringField("reason", offender.reason());
  }

  private static void loss(JsonGenerator json, PlanAnswer.Loss loss) throws IOException {
    json.writeStringField("type", loss.type());
    json.writeStringField("property", loss.property());
    json.writeNumberField("rows", loss.rows());
  }

  public static JsonBody.Answer snapshot(Snapshot snapshot) {
    return JsonBody.of(
        json -> {
          json.writeStringField("branch", snapshot.branch().text());
          json.writeStringField("branch_id", snapshot.branchId().text());
          json.writeNumberField("seq", snapshot.seq());
          json.writeStringField("commit", snapshot.commitId().toString());
          json.writeStringField("authored_at", snapshot.authoredAt().toString());
          json.writeStringField("schema_hash", snapshot.schemaHash().toString());
          JsonBody.list(json, "tables", snapshot.tables(), ReadJson::table);
        });
  }

  private static void table(JsonGenerator json, Snapshot.Table table) throws IOException {
    json.writeStringField("type", table.type());
    json.writeStringField("kind", table.kind());
    json.writeStringField("table_id", table.tableId().toString());
    json.writeNumberField("rows", table.rows());
    json.writeStringField("path", table.path());
    json.writeStringField("version", table.version());
  }

  /** In the order of their names. */
  public static JsonBody.Answer branches(List<Branch> branches) {
    return JsonBody.of(json -> JsonBody.list(json, "branches", branches, ReadJson::branch));
  }

  public static JsonBody.Answer holds(List<Hold> holds) {
    return JsonBody.of(json -> JsonBody.list(json, "holds", holds, ReadJson::hold));
  }

  public static JsonBody.Answer hold(Hold hold) {
    return new JsonBody.Answer(List.of(hold.commitId()), json -> hold(json, hold));
  }

  private static void hold(JsonGenerator json, Hold hold) throws IOException {
    json.writeStringField("hold", hold.name().text());
    json.writeStringField("branch", hold.branch().text());
    json.writeStringField("commit", hold.commitId().toString());
    json.writeNumberField("seq", hold.seq());
    json.writeStringField("actor", hold.actor());
    json.writeStringField("held_at", hold.heldAt().toString());
  }

  public static JsonBody.Answer branch(Branch branch) {
    return new JsonBody.Answer(List.of(branch.head()), json -> branch(json, branch));
  }

  private static void branch(JsonGenerator json, Branch branch) throws IOException {
    json.writeStringField("branch", branch.name().text());
    json.writeStringField("branch_id", branch.branchId().text());
    json.writeStringField("head", branch.head().toString());
    json.writeNumberField("seq", branch.seq());
    json.writeStringField("created_at", branch.createdAt().toString());
    json.writeStringField("created_by", branch.createdBy());
    Branch.Fork fork = branch.fork();
    if (fork == null) {
      json.writeNullField("fork");
      return;
    }
    json.writeObjectFieldStart("fork");
    json.writeStringField("parent", fork.parent().text());
    json.writeBooleanField("parent_gone", fork.parentGone());
    json.writeStringField("commit", fork.commit().toString());
    json.writeNumberField("seq", fork.seq());
    json.writeNumberField("ahead", fork.ahead());
    Long behind = fork.behind();
    if (behind == null) {
      json.writeNullField("behind");
    } else {
      json.writeNumberField("behind", behind);
    }
    json.writeEndObject();
  }

  /** Newest first. */
  public static JsonBody.Answer commits(List<Commit> commits) {
    return JsonBody.of(json -> JsonBody.list(json, "commits", commits, ReadJson::commit));
  }

  public static JsonBody.Answer commit(Commit commit) {
    return JsonBody.of(json -> commit(json, commit));
  }

  static void commit(JsonGenerator json, Commit commit) throws IOException {
    json.writeStringField("commit", commit.commitId().toString());
    json.writeNumberField("seq", commit.seq());
    json.writeStringField("kind", commit.kind().text());
    json.writeStringField("branch", commit.branch().text());
    json.writeStringField("actor", commit.actor());
    json.writeStringField("authored_at", commit.authoredAt().toString());
    JsonBody.texts(json, "parents", commit.parents());
    JsonBody.list(json, "tables", commit.tables(), ReadJson::table);
  }

  private static void table(JsonGenerator json, Commit.Table table) throws IOException {
    json.writeStringField("type", table.type());
    json.writeNumberField("inserted", table.inserted());
    json.writeNumberField("updated", table.updated());
    json.writeNumberField("deleted", table.deleted());
    json.writeNumberField("rows_after", table.rowsAfter());
  }

  public static JsonBody.Answer handover(HandoverAnswer answer) {
    return new JsonBody.Answer(
        List.of(answer.commitId()),
        json -> {
          json.writeStringField("commit", answer.commitId().toString());
          json.writeStringField("cursor", answer.cursor());
          json.writeStringField("format", answer.format().text());
          Instant expires = answer.expires();
          json.writeStringField(
              "expires",
              expires == null ? null : expires.truncatedTo(ChronoUnit.SECONDS).toString());
          JsonBody.list(json, "objects", answer.objects(), ReadJson::item);
        });
  }

  /** Rows that lie ready as one object. */
  public static JsonBody.Answer rowsHandover(
      QueryAnswer answer, RowFormat format, Handover.Linked linked) {
    return new JsonBody.Answer(
        List.of(answer.commitId()),
        json -> {
          json.writeStringField("query", answer.query());
          json.writeStringField("commit", answer.commitId().toString());
          JsonBody.list(json, "columns", answer.columns(), ReadJson::column);
          json.writeStringField("format", format.text());
          json.writeStringField("name", linked.item().name());
          json.writeStringField("url", linked.item().url().toString());
          json.writeStringField(
              "expires", linked.expires().truncatedTo(ChronoUnit.SECONDS).toString());
          json.writeNumberField("bytes", linked.item().bytes());
          json.writeNumberField("rows", linked.item().rows());
        });
  }

  /** The columns of an answer in a header: JSON without any character beyond ASCII. */
  public static String columns(List<QueryAnswer.Column> columns) {
    String json =
        JsonBody.text(members -> JsonBody.list(members, "columns", columns, ReadJson::column));
    StringBuilder ascii = new StringBuilder();
    json.chars().forEach(c -> ascii.append(c < 0x7F ? (char) c : "\\u%04x".formatted(c)));
    return ascii.substring(ascii.indexOf("["), ascii.length() - 1);
  }

  private static void item(JsonGenerator json, HandoverAnswer.Item item) throws IOException {
    json.writeStringField("name", item.name());
    json.writeStringField("type", item.type());
    json.writeStringField("url", item.url().toString());
    json.writeNumberField("bytes", item.bytes());
    json.writeNumberField("rows", item.rows());
  }

  /** An object whose only member is a list of names. */
  public static JsonBody.Answer names(String member, List<String> names) {
    return JsonBody.of(json -> JsonBody.texts(json, member, names));
  }
}
