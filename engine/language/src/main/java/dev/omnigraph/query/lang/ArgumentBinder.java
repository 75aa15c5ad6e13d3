package dev.omnigraph.query.lang;

import dev.omnigraph.error.ErrorCode;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.lang.Suggestions;
import dev.omnigraph.query.Parameter;
import dev.omnigraph.query.QueryError;
import dev.omnigraph.value.JsonValues;
import dev.omnigraph.value.ValueException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** From the JSON values that a caller sent to the values of a query's parameters, strictly. */
public final class ArgumentBinder {
  private ArgumentBinder() {}

  /**
   * Checks and converts every argument.
   *
   * @param json by parameter name without {@code $}, in the shapes that {@link JsonValues} takes
   * @return by parameter name, in the Java form of {@code query.Expr.Literal}; a nullable parameter
   *     that was left out is null
   * @throws GraphException naming every argument that is wrong; the code is that of the first:
   *     {@code missing_argument}, {@code null_argument}, {@code unknown_argument}, or one of {@link
   *     JsonValues#fromJson}
   */
  public static Map<String, @Nullable Object> bind(
      List<Parameter> parameters, Map<String, ? extends @Nullable Object> json) {
    Map<String, @Nullable Object> bound = new LinkedHashMap<>();
    List<Mistake> mistakes = new ArrayList<>();
    for (Parameter parameter : parameters) {
      String name = parameter.name();
      bound.put(name, null);
      try {
        bound.put(name, value(parameter, json));
      } catch (ValueException e) {
        mistakes.add(new Mistake(name, e.errorCode(), String.valueOf(e.getMessage())));
      }
    }
    for (String given : json.keySet()) {
      if (!bound.containsKey(given)) {
        mistakes.add(unknown(given, bound.keySet()));
      }
    }
    if (!mistakes.isEmpty()) {
      throw failure(parameters, mistakes);
    }
    return bound;
  }

  private record Mistake(String argument, ErrorCode code, String reason) {
    String sentence() {
      return "Argument `$%s`: %s.".formatted(argument, reason);
    }

    Map<String, String> details() {
      Map<String, String> details = new LinkedHashMap<>();
      details.put("field", argument);
      details.put("code", code.text());
      details.put("reason", reason);
      return details;
    }
  }

  private static @Nullable Object value(
      Parameter parameter, Map<String, ? extends @Nullable Object> json) {
    Object value = JsonValues.fromJson(parameter.type(), json.get(parameter.name()));
    if (value != null || parameter.nullable()) {
      return value;
    }
    String type = parameter.type().spelling();
    throw json.containsKey(parameter.name())
        ? new ValueException(QueryError.NULL_ARGUMENT, "expected " + type + ", found null")
        : new ValueException(QueryError.MISSING_ARGUMENT, "it is missing; expected " + type);
  }

  private static Mistake unknown(String given, Iterable<String> names) {
    List<String> known = new ArrayList<>();
    names.forEach(known::add);
    Optional<String> meant = Suggestions.closest(given, known);
    return new Mistake(
        given,
        QueryError.UNKNOWN_ARGUMENT,
        "the query has no such parameter"
            + meant.map("; perhaps `$%s` is meant"::formatted).orElse(""));
  }

  private static GraphException failure(List<Parameter> parameters, List<Mistake> mistakes) {
    List<String> declared =
        parameters.stream()
            .map(p -> "$%s: %s%s".formatted(p.name(), p.type().spelling(), p.nullable() ? "?" : ""))
            .toList();
    return GraphException.of(
            mistakes.getFirst().code(),
            String.join(" ", mistakes.stream().map(Mistake::sentence).toList()))
        .next(
            declared.isEmpty()
                ? "The query takes no arguments."
                : "The query takes %s.".formatted(String.join(", ", declared)))
        .with("field", mistakes.getFirst().argument())
        .with("arguments", mistakes.stream().map(Mistake::details).toList())
        .build();
  }
}
