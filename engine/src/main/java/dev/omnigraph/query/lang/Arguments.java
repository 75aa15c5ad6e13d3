package dev.omnigraph.query.lang;

import dev.omnigraph.error.ErrorKind;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.lang.Suggestions;
import dev.omnigraph.query.Parameter;
import dev.omnigraph.schema.JsonValues;
import dev.omnigraph.schema.ValueException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** From the JSON values that a caller sent to the values of a query's parameters. */
public final class Arguments {
  private Arguments() {}

  /**
   * Checks and converts every argument.
   *
   * @param json by parameter name without {@code $}; as JSON parsers give values
   * @return by parameter name, in the Java form of {@code query.Expr.Literal}; a nullable parameter
   *     that was left out is null
   * @throws GraphException {@code unknown_argument}, {@code missing_argument}, {@code
   *     null_argument} or the code of a value that does not fit, with the field's name
   */
  public static Map<String, @Nullable Object> bind(
      List<Parameter> parameters, Map<String, ?> json) {
    List<String> names = parameters.stream().map(Parameter::name).toList();
    for (String given : json.keySet()) {
      if (!names.contains(given)) {
        throw unknown(given, names);
      }
    }
    Map<String, @Nullable Object> bound = new LinkedHashMap<>();
    for (Parameter parameter : parameters) {
      bound.put(parameter.name(), value(parameter, json));
    }
    return bound;
  }

  private static @Nullable Object value(Parameter parameter, Map<String, ?> json) {
    String name = parameter.name();
    Object value;
    try {
      value = JsonValues.fromJson(parameter.type(), json.get(name));
    } catch (ValueException e) {
      throw e.in(name);
    }
    if (value == null && !parameter.nullable()) {
      boolean given = json.containsKey(name);
      throw new GraphException(
          ErrorKind.INVALID,
          given ? "null_argument" : "missing_argument",
          given
              ? "The parameter `$%s` is null, and its type is not nullable.".formatted(name)
              : "The parameter `$%s` is missing.".formatted(name),
          "Send a value for `%s`.".formatted(name),
          Map.of("field", name),
          null);
    }
    return value;
  }

  private static GraphException unknown(String given, List<String> names) {
    String help = Suggestions.help(given, names, "parameters");
    return new GraphException(
        ErrorKind.INVALID,
        "unknown_argument",
        "The query has no parameter `$%s`.".formatted(given),
        help != null ? help : names.isEmpty() ? "The query takes no arguments." : null,
        Map.of("field", given),
        null);
  }
}
