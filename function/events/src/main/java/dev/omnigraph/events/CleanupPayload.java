package dev.omnigraph.events;

import com.fasterxml.jackson.databind.JsonNode;
import dev.omnigraph.CleanupRequest;
import java.time.Duration;

/** What the payload of a cleanup may say; anything else is refused before anything is deleted. */
final class CleanupPayload {
  private CleanupPayload() {}

  static CleanupRequest request(JsonNode payload) {
    payload
        .fields()
        .forEachRemaining(
            field -> {
              boolean known =
                  switch (field.getKey()) {
                    case "graph", "retention" -> field.getValue().isTextual();
                    case "dry_run" -> field.getValue().isBoolean();
                    default -> false;
                  };
              if (!known) {
                throw new EventException(
                    "unknown_event",
                    "The payload has the field \"%s\", which is unknown or of the wrong type."
                        .formatted(field.getKey()),
                    "Send {} or {\"graph\": \"…\", \"retention\": \"7d\", \"dry_run\": true}.");
              }
            });
    Duration retention =
        payload.has("retention")
            ? CleanupRequest.retention(payload.get("retention").asText())
            : CleanupRequest.DEFAULT.retention();
    return new CleanupRequest(retention, payload.path("dry_run").asBoolean(false));
  }
}
