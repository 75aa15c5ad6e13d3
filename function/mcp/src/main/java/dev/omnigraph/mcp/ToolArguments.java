package dev.omnigraph.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.omnigraph.error.GraphException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The arguments of a call; they come from a model, so they are read strictly. */
public final class ToolArguments {
  private final ObjectNode json;

  ToolArguments(ObjectNode json) {
    this.json = json;
  }

  /** Refuses arguments that the tool does not have. */
  void only(String... names) {
    Set<String> known = Set.of(names);
    json.fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                throw wrong(name, "There is no argument \"" + name + "\".");
              }
            });
  }

  String text(String name) {
    return optionalText(name)
        .orElseThrow(() -> wrong(name, "The argument \"" + name + "\" is missing."));
  }

  Optional<String> optionalText(String name) {
    JsonNode value = json.get(name);
    if (value == null || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      throw wrong(name, "The argument \"" + name + "\" is a text.");
    }
    return Optional.of(value.textValue());
  }

  int number(String name, int otherwise, int most) {
    JsonNode value = json.get(name);
    if (value == null || value.isNull()) {
      return otherwise;
    }
    if (!value.canConvertToExactIntegral()
        || !value.canConvertToInt()
        || value.intValue() < 1
        || value.intValue() > most) {
      throw wrong(name, "The argument \"" + name + "\" is a number from 1 to " + most + ".");
    }
    return value.intValue();
  }

  boolean flag(String name) {
    JsonNode value = json.get(name);
    if (value == null || value.isNull()) {
      return false;
    }
    if (!value.isBoolean()) {
      throw wrong(name, "The argument \"" + name + "\" is true or false.");
    }
    return value.booleanValue();
  }

  /** An object of values by name. */
  Map<String, @Nullable Object> values(String name) {
    JsonNode value = json.get(name);
    if (value == null || value.isNull()) {
      return Map.of();
    }
    if (!value.isObject()) {
      throw wrong(name, "The argument \"" + name + "\" is an object.");
    }
    return plain((ObjectNode) value);
  }

  /** All of them, as values by name. */
  Map<String, @Nullable Object> values() {
    return plain(json);
  }

  private static Map<String, @Nullable Object> plain(ObjectNode object) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    object.properties().forEach(member -> values.put(member.getKey(), plain(member.getValue())));
    return values;
  }

  private static @Nullable Object plain(JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING -> value.textValue();
      case BOOLEAN -> value.booleanValue();
      case NUMBER -> value.numberValue();
      case ARRAY -> {
        List<@Nullable Object> elements = new ArrayList<>();
        value.forEach(element -> elements.add(plain(element)));
        yield elements;
      }
      case OBJECT -> plain((ObjectNode) value);
      default -> null;
    };
  }

  private static GraphException wrong(String name, String message) {
    return GraphException.of(McpError.TOOL_ARGUMENT, message).with("argument", name).build();
  }
}
