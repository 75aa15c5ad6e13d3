package dev.omnigraph.events;

import com.fasterxml.jackson.databind.JsonNode;
import dev.omnigraph.protocol.reclaim.CleanupRequest;

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
                    EventError.UNKNOWN_EVENT,
                    "The payload has the field \"%s\", which is unknown or of the wrong type."
                        .formatted(field.getKey()),
                    "Send {} or {\"graph\": \"…\", \"retention\": \"7d\", \"dry_run\": true}.");
              }
            });
    boolean dryRun = payload.path("dry_run").asBoolean(false);
    return payload.has("retention")
        ? CleanupRequest.of(payload.get("retention").asText(), dryRun)
        : new CleanupRequest(CleanupRequest.DEFAULT.retention(), dryRun);
  }
}
