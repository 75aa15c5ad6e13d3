package dev.omnigraph.soak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.omnigraph.error.ErrorKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a worker says became of its operation: a line of JSON. */
sealed interface Reply {
  ObjectMapper JSON = new ObjectMapper();

  /**
   * Acknowledged.
   *
   * @param commit the commit made; the head's when nothing changed; empty when the verb does not
   *     say
   * @param nodes affected, -1 when the verb does not say
   * @param replayed whether an earlier delivery did it
   */
  record Done(String commit, long nodes, long edges, boolean replayed) implements Reply {}

  /**
   * An acknowledged merge.
   *
   * @param source the commit that was merged
   * @param dropped whether the source's branch was deleted after it
   */
  record Merged(String commit, String source, boolean replayed, boolean dropped) implements Reply {
    Done done() {
      return new Done(commit, -1, -1, replayed);
    }
  }

  /** A read's answer, and the commit it was read at. */
  record Rows(String commit, List<List<@Nullable Object>> rows) implements Reply {}

  /** A typed error. */
  record Failed(ErrorKind kind, String code, String message) implements Reply {}

  default String toLine() {
    ObjectNode json = JSON.createObjectNode();
    switch (this) {
      case Done done ->
          json.put("commit", done.commit())
              .put("nodes", done.nodes())
              .put("edges", done.edges())
              .put("replayed", done.replayed());
      case Merged merged ->
          json.put("commit", merged.commit())
              .put("source", merged.source())
              .put("replayed", merged.replayed())
              .put("dropped", merged.dropped());
      case Rows rows -> {
        json.put("commit", rows.commit());
        json.set("rows", JSON.valueToTree(rows.rows()));
      }
      case Failed failed ->
          json.put("kind", failed.kind().name())
              .put("code", failed.code())
              .put("message", failed.message());
    }
    return json.toString();
  }

  static Reply ofLine(String line) {
    JsonNode json = Command.parse(line);
    if (json.has("code")) {
      return new Failed(
          ErrorKind.valueOf(json.get("kind").textValue()),
          json.get("code").textValue(),
          json.get("message").textValue());
    }
    if (json.has("source")) {
      return new Merged(
          json.get("commit").textValue(),
          json.get("source").textValue(),
          json.get("replayed").booleanValue(),
          json.get("dropped").booleanValue());
    }
    if (json.has("rows")) {
      List<List<@Nullable Object>> rows = new ArrayList<>();
      for (JsonNode row : (ArrayNode) json.get("rows")) {
        List<@Nullable Object> values = new ArrayList<>();
        row.forEach(value -> values.add(Command.value(value)));
        rows.add(values);
      }
      return new Rows(json.get("commit").textValue(), rows);
    }
    return new Done(
        json.get("commit").textValue(),
        json.get("nodes").longValue(),
        json.get("edges").longValue(),
        json.get("replayed").booleanValue());
  }
}
