package dev.omnigraph.api;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.omnigraph.api.body.ErrorBody;
import dev.omnigraph.schema.JsonMistake;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Bodies that are no JSON, or not the JSON that was asked for: which field, where, and why. */
final class JsonProblems {
  private JsonProblems() {}

  static ErrorBody body(JsonProcessingException e) {
    Map<String, Object> details = new LinkedHashMap<>();
    String where = "";
    JsonLocation at = e.getLocation();
    if (at != null && at.getLineNr() > 0) {
      details.put("line", at.getLineNr());
      details.put("column", at.getColumnNr());
      where = " at line %d, column %d".formatted(at.getLineNr(), at.getColumnNr());
    }
    String field = field(e);
    if (field != null) {
      details.put("field", field);
    }
    if (e instanceof UnrecognizedPropertyException unknown) {
      return new ErrorBody(
          "The body has the unknown field \"%s\"%s.".formatted(field, where),
          "unknown_field",
          "Known fields: %s.".formatted(known(unknown)),
          details);
    }
    if (field != null) {
      return new ErrorBody(
          "The field \"%s\" has a value of the wrong type%s.".formatted(field, where),
          "wrong_type",
          "See /openapi.json for the types of the fields.",
          details);
    }
    // The binder's words would name our classes.
    String reason =
        e instanceof MismatchedInputException
            ? "an object was expected."
            : JsonMistake.reason(e) + ".";
    return new ErrorBody(
        "The body cannot be read%s: %s".formatted(where, reason),
        "malformed_json",
        "Send one JSON object as application/json.",
        details);
  }

  private static String known(UnrecognizedPropertyException e) {
    return e.getKnownPropertyIds().stream()
        .map(String::valueOf)
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private static @Nullable String field(JsonProcessingException e) {
    if (!(e instanceof JsonMappingException mapping) || mapping.getPath().isEmpty()) {
      return null;
    }
    return mapping.getPath().stream()
        .map(r -> r.getFieldName() == null ? "[" + r.getIndex() + "]" : r.getFieldName())
        .collect(Collectors.joining("."));
  }
}
