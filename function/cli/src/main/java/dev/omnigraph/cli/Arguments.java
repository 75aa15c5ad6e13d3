package dev.omnigraph.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.omnigraph.error.ErrorKind;
import dev.omnigraph.error.GraphException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code name=value} as it is typed into a shell. */
final class Arguments {
  private Arguments() {}

  /**
   * Adds an argument. A value that is JSON is meant as JSON, so that a text of digits is written
   * {@code '"7"'}; any other is text as it stands.
   */
  static void add(Map<String, @Nullable Object> arguments, String argument) {
    int equals = argument.indexOf('=');
    if (equals < 1) {
      throw wrong("`%s` is no argument; write NAME=VALUE".formatted(argument));
    }
    String name = argument.substring(0, equals);
    if (arguments.containsKey(name)) {
      throw wrong("`%s` is given twice".formatted(name));
    }
    arguments.put(name, value(argument.substring(equals + 1)));
  }

  static @Nullable Object value(String text) {
    try (JsonParser json = new JsonFactory().createParser(text)) {
      JsonToken first = json.nextToken();
      if (first == null || first == JsonToken.START_OBJECT) {
        return text;
      }
      Object value = value(json, first);
      return json.nextToken() == null ? value : text;
    } catch (IOException | NumberFormatException notJson) {
      return text;
    }
  }

  private static @Nullable Object value(JsonParser json, JsonToken token) throws IOException {
    return switch (token) {
      case VALUE_STRING -> json.getText();
      case VALUE_NUMBER_INT -> json.getNumberValue();
      case VALUE_NUMBER_FLOAT -> json.getDecimalValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case START_ARRAY -> {
        List<@Nullable Object> list = new ArrayList<>();
        for (JsonToken next = json.nextToken();
            next != JsonToken.END_ARRAY;
            next = json.nextToken()) {
          list.add(value(json, next));
        }
        yield list;
      }
      default -> throw new IOException("not a value");
    };
  }

  private static GraphException wrong(String message) {
    return new GraphException(ErrorKind.INVALID, "wrong_argument", message, null, Map.of(), null);
  }
}
