package dev.omnigraph.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.omnigraph.cli.remote.Reading;
import dev.omnigraph.id.CommitId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a graph answered, as {@code function/wire} writes it.
 *
 * @param text as it came
 */
record Answer(String text, JsonNode json) {
  static Answer of(String text) {
    return new Answer(text, Reading.object(text));
  }

  /** Empty where there is none. */
  String text(String member) {
    return json.path(member).asText("");
  }

  @Nullable String optional(String member) {
    JsonNode value = json.path(member);
    return value.isTextual() ? value.asText() : null;
  }

  boolean flag(String member) {
    return json.path(member).asBoolean();
  }

  long number(String member) {
    return json.path(member).asLong();
  }

  CommitId commit() {
    return new CommitId(text("commit"));
  }

  List<JsonNode> list(String member) {
    return elements(json.path(member));
  }

  static List<JsonNode> elements(JsonNode array) {
    List<JsonNode> elements = new ArrayList<>();
    array.forEach(elements::add);
    return elements;
  }

  static List<String> texts(JsonNode array) {
    return elements(array).stream().map(JsonNode::asText).toList();
  }
}
