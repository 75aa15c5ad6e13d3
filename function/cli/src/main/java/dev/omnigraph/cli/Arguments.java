package dev.omnigraph.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.query.Parameter;
import dev.omnigraph.value.PropertyType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code name=value} as it is typed into a shell. */
final class Arguments {
  private Arguments() {}

  /**
   * Adds an argument, read as the type that the query declares: what is meant for a text is a text
   * also where it looks like a number, and a single value is a list of one where a list is meant. A
   * value that is a JSON text is always that text, so {@code '"null"'} is not null.
   *
   * @param declared parameters of the query by name; what is not among them is read as JSON where
   *     it is JSON, and as text where it is not
   */
  static void add(
      Map<String, @Nullable Object> arguments, String argument, Map<String, Parameter> declared) {
    int equals = argument.indexOf('=');
    if (equals < 1) {
      throw wrong("`%s` is not an argument; write NAME=VALUE".formatted(argument));
    }
    String name = argument.substring(0, equals);
    if (arguments.containsKey(name)) {
      throw wrong("`%s` is given twice".formatted(name));
    }
    String text = argument.substring(equals + 1);
    Parameter parameter = declared.get(name);
    arguments.put(
        name,
        parameter == null
            ? value(text)
            : parameter.nullable() && text.equals("null") ? null : value(text, parameter.type()));
  }

  private static @Nullable Object value(String text, PropertyType type) {
    Object json = value(text);
    return switch (type) {
      case PropertyType.ListOf list ->
          json instanceof List<?> ? json : Collections.singletonList(value(text, list.element()));
      case PropertyType.Enumeration e -> json instanceof String ? json : text;
      case PropertyType.Scalar scalar ->
          scalar != PropertyType.Scalar.STRING || json instanceof String ? json : text;
      case PropertyType.Vector v -> json;
      case PropertyType.Blob b -> json;
    };
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
    return GraphException.of(CliError.WRONG_ARGUMENT, message).build();
  }
}
