package dev.omnigraph.cli.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON as trees. */
public final class Reading {
  private static final JsonMapper MAPPER = new JsonMapper();

  private Reading() {}

  /** The members of an object in the forms that {@code GraphException} keeps; none of others. */
  static Map<String, Object> members(JsonNode object) {
    Map<String, Object> members = new LinkedHashMap<>();
    object
        .properties()
        .forEach(
            member -> {
              Object value = value(member.getValue());
              if (value != null) {
                members.put(member.getKey(), value);
              }
            });
    return members;
  }

  /** A value without its node. */
  public static @Nullable Object value(JsonNode node) {
    return switch (node.getNodeType()) {
      case STRING -> node.asText();
      case BOOLEAN -> node.asBoolean();
      case NUMBER -> node.numberValue();
      case OBJECT -> {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        node.properties().forEach(each -> members.put(each.getKey(), value(each.getValue())));
        yield members;
      }
      case ARRAY -> {
        List<@Nullable Object> elements = new ArrayList<>();
        node.forEach(each -> elements.add(value(each)));
        yield elements;
      }
      default -> null;
    };
  }

  /** The text as a tree; nothing where it is not an object of JSON. */
  public static JsonNode object(String text) {
    try {
      JsonNode json = MAPPER.readTree(text);
      return json != null && json.isObject() ? json : MissingNode.getInstance();
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }
}
