package dev.omnigraph.events;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the objects out of what S3 sends: its own notification ({@code Records} with {@code s3}
 * each) or the EventBridge event ({@code source: aws.s3}). Objects that were not created, and the
 * test event that S3 sends when notifications are switched on, name none.
 */
final class S3Notifications {
  private S3Notifications() {}

  static boolean isNotification(JsonNode event) {
    return event.path("Records").path(0).has("s3") || isTest(event);
  }

  static boolean isEventBridge(JsonNode event) {
    return event.path("source").asText().equals("aws.s3");
  }

  /**
   * @throws EventException {@code unknown_event}
   */
  static List<S3Object> objects(JsonNode event) {
    if (isTest(event)) {
      return List.of();
    }
    if (isEventBridge(event)) {
      return eventBridge(event);
    }
    if (isNotification(event)) {
      return notification(event);
    }
    throw new EventException(
        EventError.UNKNOWN_EVENT,
        "This is not an event of S3: it has neither Records with s3 in them nor the source aws.s3.");
  }

  private static boolean isTest(JsonNode event) {
    return event.path("Event").asText().equals("s3:TestEvent");
  }

  private static List<S3Object> eventBridge(JsonNode event) {
    if (!event.path("detail-type").asText().equals("Object Created")) {
      return List.of();
    }
    JsonNode detail = event.path("detail");
    JsonNode object = detail.path("object");
    // Unlike notifications, EventBridge does not encode keys.
    return List.of(
        new S3Object(
            required(detail.path("bucket"), "name"),
            required(object, "key"),
            text(object, "version-id"),
            text(object, "sequencer"),
            text(object, "etag"),
            text(detail, "requester")));
  }

  private static List<S3Object> notification(JsonNode event) {
    List<S3Object> objects = new ArrayList<>();
    for (JsonNode entry : event.path("Records")) {
      String name = entry.path("eventName").asText();
      if (!name.startsWith("ObjectCreated:") && !name.startsWith("s3:ObjectCreated:")) {
        continue;
      }
      JsonNode object = entry.path("s3").path("object");
      objects.add(
          new S3Object(
              required(entry.path("s3").path("bucket"), "name"),
              decoded(required(object, "key")),
              text(object, "versionId"),
              text(object, "sequencer"),
              text(object, "eTag"),
              text(entry.path("userIdentity"), "principalId")));
    }
    return objects;
  }

  private static String decoded(String key) {
    try {
      return URLDecoder.decode(key, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new EventException(
          EventError.INVALID_EVENT,
          "The key \"%s\" is not URL-encoded as S3 does it.".formatted(key),
          "Encode the key, or send the event through EventBridge, which does not encode.");
    }
  }

  private static String required(JsonNode parent, String field) {
    String value = text(parent, field);
    if (value == null) {
      throw new EventException(
          EventError.INVALID_EVENT,
          "The S3 event names no %s.".formatted(field.equals("name") ? "bucket" : "object key"));
    }
    return value;
  }

  private static @Nullable String text(JsonNode parent, String field) {
    String value = parent.path(field).asText("");
    return value.isEmpty() ? null : value;
  }
}
