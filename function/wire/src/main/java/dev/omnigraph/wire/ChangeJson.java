package dev.omnigraph.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.omnigraph.call.Change;
import dev.omnigraph.call.CommitChangesAnswer;
import dev.omnigraph.call.DiffAnswer;
import dev.omnigraph.call.FeedAnswer;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.value.JsonText;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What differs between states. */
public final class ChangeJson {
  private ChangeJson() {}

  public static JsonBody.Answer diff(DiffAnswer answer) {
    return new JsonBody.Answer(
        List.of(answer.to()),
        json -> {
          json.writeStringField("from", answer.from().toString());
          json.writeStringField("to", answer.to().toString());
          changes(json, answer.schema(), answer.changes(), answer.next());
        });
  }

  public static JsonBody.Answer commitChanges(CommitChangesAnswer answer) {
    return new JsonBody.Answer(
        List.of(answer.cause().commitId()),
        json -> {
          json.writeObjectFieldStart("cause");
          ReadJson.commit(json, answer.cause());
          json.writeEndObject();
          changes(json, answer.schema(), answer.changes(), answer.next());
        });
  }

  public static JsonBody.Answer feed(FeedAnswer answer) {
    List<CommitId> commits =
        answer.blocks().stream().map(block -> block.cause().commitId()).toList();
    return new JsonBody.Answer(
        commits,
        json -> {
          JsonBody.list(json, "blocks", answer.blocks(), ChangeJson::block);
          json.writeStringField("cursor", answer.cursor());
          json.writeBooleanField("caught_up", answer.caughtUp());
        });
  }

  /** A block, without anything around it. */
  public static JsonBody.Members block(FeedAnswer.Block block) {
    return json -> block(json, block);
  }

  private static void block(JsonGenerator json, FeedAnswer.Block block) throws IOException {
    json.writeObjectFieldStart("cause");
    ReadJson.commit(json, block.cause());
    json.writeEndObject();
    JsonBody.list(json, "schema", block.schema(), ChangeJson::step);
    json.writeStringField("source", block.source());
    JsonBody.list(json, "changes", block.changes(), ChangeJson::change);
    json.writeBooleanField("complete", block.complete());
  }

  /** A change, without anything around it. */
  public static JsonBody.Members change(Change change) {
    return json -> change(json, change);
  }

  /** One value of an image, for people. */
  public static String value(@Nullable Object value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      JsonText.write(json, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void changes(
      JsonGenerator json,
      List<DiffAnswer.SchemaStep> schema,
      List<Change> changes,
      @Nullable String next)
      throws IOException {
    JsonBody.list(json, "schema", schema, ChangeJson::step);
    JsonBody.list(json, "changes", changes, ChangeJson::change);
    json.writeStringField("next", next);
  }

  private static void step(JsonGenerator json, DiffAnswer.SchemaStep step) throws IOException {
    json.writeStringField("step", step.step());
    json.writeStringField("type", step.type());
    json.writeStringField("summary", step.summary());
  }

  private static void change(JsonGenerator json, Change change) throws IOException {
    json.writeStringField("operation", ChangeParams.word(change.operation()));
    json.writeStringField("kind", ChangeParams.word(change.kind()));
    json.writeStringField("type", change.type());
    json.writeStringField("id", change.id());
    json.writeFieldName("before");
    JsonText.write(json, change.before());
    json.writeFieldName("after");
    JsonText.write(json, change.after());
    JsonBody.texts(json, "changed", change.changed());
  }
}
