package dev.omnigraph.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.omnigraph.CallReport;
import dev.omnigraph.call.ApplyAnswer;
import dev.omnigraph.call.ApplyAnswer.FileChange;
import dev.omnigraph.call.PolicyAnswer;
import dev.omnigraph.query.Parameter;
import dev.omnigraph.query.TypedQuery;
import dev.omnigraph.schema.SchemaStep;
import dev.omnigraph.stored.QueriesAnswer;
import dev.omnigraph.stored.StoredQuery;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Answers about what defines a branch. */
public final class ApplyJson {
  private ApplyJson() {}

  public static JsonBody.Answer queries(QueriesAnswer answer) {
    return new JsonBody.Answer(
        List.of(answer.commitId()),
        json -> {
          json.writeStringField("commit", answer.commitId().text());
          JsonBody.list(json, "queries", answer.queries(), ApplyJson::query);
          files(json, answer.files());
        });
  }

  private static void query(JsonGenerator json, StoredQuery query) throws IOException {
    json.writeStringField("name", query.name());
    json.writeStringField("file", query.file());
    String description = query.query().description().orElse(null);
    if (description != null) {
      json.writeStringField("description", description);
    }
    json.writeBooleanField("writes", query.writes());
    JsonBody.list(json, "parameters", query.query().parameters(), ApplyJson::parameter);
    if (query.query() instanceof TypedQuery.Read read) {
      JsonBody.list(json, "columns", read.columns(), ApplyJson::column);
    }
  }

  private static void parameter(JsonGenerator json, Parameter parameter) throws IOException {
    json.writeStringField("name", parameter.name());
    json.writeStringField("type", parameter.type().spelling());
    json.writeBooleanField("required", !parameter.nullable());
  }

  private static void column(JsonGenerator json, TypedQuery.Column column) throws IOException {
    json.writeStringField("name", column.name());
    json.writeStringField("type", column.value().type().spelling());
  }

  public static JsonBody.Answer policy(PolicyAnswer answer) {
    return new JsonBody.Answer(
        List.of(answer.commitId()),
        json -> {
          json.writeStringField("commit", answer.commitId().text());
          files(json, answer.files());
        });
  }

  private static void files(JsonGenerator json, Map<String, String> files) throws IOException {
    json.writeObjectFieldStart("files");
    for (Map.Entry<String, String> file : files.entrySet()) {
      json.writeStringField(file.getKey(), file.getValue());
    }
    json.writeEndObject();
  }

  public static JsonBody.Answer apply(ApplyAnswer answer, CallReport call) {
    return new JsonBody.Answer(
        List.of(answer.commitId()),
        json -> {
          JsonBody.texts(json, "schema", answer.steps().stream().map(SchemaStep::summary).toList());
          JsonBody.list(json, "queries", answer.queries(), ApplyJson::change);
          JsonBody.list(json, "policy", answer.policy(), ApplyJson::change);
          json.writeStringField("commit", answer.commitId().text());
          json.writeBooleanField("replayed", answer.replayed());
          json.writeNumberField("requests", call.io().requests());
        });
  }

  private static void change(JsonGenerator json, FileChange change) throws IOException {
    json.writeStringField("file", change.file());
    json.writeStringField("change", change.kind().name().toLowerCase(Locale.ROOT));
  }
}
