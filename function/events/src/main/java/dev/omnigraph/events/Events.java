package dev.omnigraph.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.wire.JsonBody;
import dev.omnigraph.wire.WriteJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Events as JSON trees, because senders wrap them in more shapes than classes foresee. */
final class Events {
  private Events() {}

  /**
   * @throws EventException {@code unknown_event} when it is no JSON object
   */
  static JsonNode read(ObjectMapper json, InputStream input) throws IOException {
    try {
      JsonNode event = json.readTree(input);
      if (event != null && event.isObject()) {
        return event;
      }
    } catch (JsonProcessingException e) {
      // Said below; the parser's words would only repeat the garbage.
    }
    throw new EventException(
        EventError.UNKNOWN_EVENT,
        "The event is not a JSON object.",
        "Send the event as AWS made it.");
  }

  /** An EventBridge rule or schedule without a payload of its own. */
  static boolean isScheduled(JsonNode event) {
    String source = event.path("source").asText();
    return source.equals("aws.events") || source.equals("aws.scheduler");
  }

  /** An answer as a tree, to be a part of another. */
  static ObjectNode tree(ObjectMapper json, JsonBody.Answer answer) {
    try (TokenBuffer tokens = new TokenBuffer(json, false)) {
      tokens.writeStartObject();
      answer.members().write(tokens);
      tokens.writeEndObject();
      return json.readTree(tokens.asParser());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a load did, for whoever put the object. */
  static ObjectNode answer(ObjectMapper json, S3Object object, Optional<Loaded> answer) {
    ObjectNode node = json.createObjectNode().put("object", object.uri());
    answer.ifPresentOrElse(
        loaded -> {
          node.put("status", "loaded");
          node.setAll(tree(json, WriteJson.load(loaded.answer(), loaded.report())));
        },
        () -> node.put("status", "superseded").put("superseded", true));
    return node;
  }

  /** Why nothing, or not all, was loaded, line by line where lines are at fault. */
  static ObjectNode answer(ObjectMapper json, S3Object object, Failure failure) {
    ObjectNode node = json.createObjectNode().put("object", object.uri()).put("status", "failed");
    GraphException error = failure.error();
    node.put("code", error.code()).put("error", String.valueOf(error.getMessage()));
    node.put("next_step", error.nextStep());
    node.put("delivered_again", failure.lasting() ? "fails again" : "may succeed");
    node.set("details", json.valueToTree(error.details()));
    return node;
  }

  static String summary(Optional<Loaded> answer) {
    return answer
        .map(
            loaded ->
                loaded.answer().replayed()
                    ? "was loaded before, nothing changed"
                    : "loaded %d nodes and %d edges, commits %s"
                        .formatted(
                            loaded.answer().nodes(),
                            loaded.answer().edges(),
                            loaded.answer().commits()))
        .orElse("was written again since; the later event loads it");
  }
}
