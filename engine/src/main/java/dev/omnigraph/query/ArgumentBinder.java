package dev.omnigraph.query;

import dev.omnigraph.error.ErrorKind;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.schema.JsonValues;
import dev.omnigraph.schema.ValueException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON-shaped arguments of a call as values of the parameters' types, strictly. */
public final class ArgumentBinder {
  private ArgumentBinder() {}

  /**
   * A value in the Java form of {@link Expr.Literal} for every parameter, null for an optional one
   * that is absent or null.
   *
   * @param arguments by parameter name, in the shapes that {@link JsonValues} takes
   * @throws GraphException {@code bad_arguments} with all mistakes: each has the name of the
   *     argument, a code ({@code missing}, {@code unknown_argument}, {@code null_argument}, or one
   *     of {@link JsonValues}) and a reason
   */
  public static Map<String, @Nullable Object> bind(
      List<Parameter> parameters, Map<String, ? extends @Nullable Object> arguments) {
    Map<String, @Nullable Object> bound = new LinkedHashMap<>();
    List<Mistake> mistakes = new ArrayList<>();
    for (Parameter parameter : parameters) {
      String name = parameter.name();
      try {
        bound.put(name, value(parameter, arguments.get(name), arguments.containsKey(name)));
      } catch (ValueException e) {
        mistakes.add(new Mistake(name, e.code(), String.valueOf(e.getMessage())));
      }
    }
    for (String name : arguments.keySet()) {
      if (!bound.containsKey(name) && mistakes.stream().noneMatch(m -> m.argument().equals(name))) {
        mistakes.add(new Mistake(name, "unknown_argument", "there is no such parameter"));
      }
    }
    if (!mistakes.isEmpty()) {
      throw failure(parameters, mistakes);
    }
    return bound;
  }

  private record Mistake(String argument, String code, String reason) {
    String text() {
      return "argument `$%s`: %s".formatted(argument, reason);
    }
  }

  private static @Nullable Object value(
      Parameter parameter, @Nullable Object argument, boolean given) {
    Object value = JsonValues.fromJson(parameter.type(), argument);
    if (value == null && !parameter.nullable()) {
      String type = parameter.type().spelling();
      throw given
          ? new ValueException("null_argument", "expected " + type + ", found null")
          : new ValueException("missing", "is missing; expected " + type);
    }
    return value;
  }

  private static GraphException failure(List<Parameter> parameters, List<Mistake> mistakes) {
    String declared =
        parameters.isEmpty()
            ? "The query takes no arguments."
            : "The query takes "
                + String.join(", ", parameters.stream().map(ArgumentBinder::declaration).toList())
                + ".";
    List<Map<String, String>> details =
        mistakes.stream()
            .map(m -> Map.of("argument", m.argument(), "code", m.code(), "reason", m.reason()))
            .toList();
    return new GraphException(
        ErrorKind.INVALID,
        "bad_arguments",
        String.join("; ", mistakes.stream().map(Mistake::text).toList()),
        declared,
        Map.of("arguments", details),
        null);
  }

  private static String declaration(Parameter parameter) {
    return "$%s: %s%s"
        .formatted(parameter.name(), parameter.type().spelling(), parameter.nullable() ? "?" : "");
  }
}
