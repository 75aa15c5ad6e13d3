package dev.omnigraph.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * JSON as a page shows it: on one line where it fits, and without what differs between runs, for
 * which {@code …} stands.
 */
final class ShownJson {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final int WIDTH = 110;

  /** What a call cost, and where a page or a feed goes on. */
  private static final Set<String> VOLATILE =
      Set.of("requests", "milliseconds", "next", "cursor", "url", "bytes", "objects", "version");

  private static final Set<String> LARGE = Set.of("profile");
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern COMMIT = Pattern.compile("[0-7][0-9A-HJKMNP-TV-Z]{25}");
  private static final Pattern TIME = Pattern.compile("20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:.]{8,}Z");
  private static final Pattern DAY =
      Pattern.compile("(agent/[^/\" ]+/)20[0-9]{2}-[0-9]{2}-[0-9]{2}");

  private ShownJson() {}

  /** A text that is one JSON value, as a page shows it; empty for any other. */
  static Optional<String> of(String text) {
    try {
      JsonNode value = JSON.readTree(text);
      return value == null || !value.isContainerNode()
          ? Optional.empty()
          : Optional.of(laidOut(masked(value), ""));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** A line that is not JSON. */
  static String masked(String line) {
    String known = HASH.matcher(COMMIT.matcher(line).replaceAll("…")).replaceAll("…");
    return DAY.matcher(TIME.matcher(known).replaceAll("…")).replaceAll("$1…");
  }

  private static JsonNode masked(JsonNode value) {
    switch (value) {
      case ObjectNode object -> {
        ObjectNode shown = JSON.createObjectNode();
        for (Map.Entry<String, JsonNode> member : object.properties()) {
          String name = member.getKey();
          JsonNode inner = member.getValue();
          boolean isVolatile = VOLATILE.contains(name) && inner.isValueNode() && !inner.isNull();
          shown.set(
              name, isVolatile || LARGE.contains(name) ? TextNode.valueOf("…") : masked(inner));
        }
        return shown;
      }
      case ArrayNode array -> {
        ArrayNode shown = JSON.createArrayNode();
        array.forEach(element -> shown.add(masked(element)));
        return shown;
      }
      case TextNode text -> {
        return TextNode.valueOf(inner(text.textValue()));
      }
      default -> {
        return value;
      }
    }
  }

  /** A text that is JSON itself, as agents are given it, has in it what JSON has. */
  private static String inner(String text) {
    try {
      JsonNode value = JSON.readTree(text);
      return value != null && value.isContainerNode() ? masked(value).toString() : masked(text);
    } catch (JsonProcessingException e) {
      return masked(text);
    }
  }

  private static String laidOut(JsonNode value, String indent) {
    String line = line(value);
    if (!value.isContainerNode() || indent.length() + line.length() <= WIDTH) {
      return line;
    }
    List<String> parts = new ArrayList<>();
    String inner = indent + "  ";
    if (value instanceof ObjectNode object) {
      object
          .properties()
          .forEach(
              member ->
                  parts.add(
                      TextNode.valueOf(member.getKey())
                          + ": "
                          + laidOut(member.getValue(), inner)));
    } else {
      value.forEach(element -> parts.add(laidOut(element, inner)));
    }
    boolean isObject = value.isObject();
    return (isObject ? "{" : "[") + filled(parts, inner) + (isObject ? "}" : "]");
  }

  /** As many on a line as fit; one that takes several lines stands by itself. */
  private static String filled(List<String> parts, String indent) {
    StringBuilder out = new StringBuilder();
    int width = WIDTH;
    for (String part : parts) {
      boolean fits = width + part.length() + 2 <= WIDTH && !part.contains("\n");
      if (!out.isEmpty()) {
        out.append(fits ? ", " : ",");
      }
      if (!fits) {
        out.append('\n').append(indent);
      }
      out.append(part);
      width = part.contains("\n") ? WIDTH : (fits ? width + 2 : indent.length()) + part.length();
    }
    return out.toString();
  }

  private static String line(JsonNode value) {
    List<String> parts = new ArrayList<>();
    if (value instanceof ObjectNode object) {
      object
          .properties()
          .forEach(
              member ->
                  parts.add(TextNode.valueOf(member.getKey()) + ": " + line(member.getValue())));
      return "{" + String.join(", ", parts) + "}";
    }
    if (value.isArray()) {
      value.forEach(element -> parts.add(line(element)));
      return "[" + String.join(", ", parts) + "]";
    }
    return value.toString();
  }
}
