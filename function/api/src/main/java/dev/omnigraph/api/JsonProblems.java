package dev.omnigraph.api;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.omnigraph.api.body.ErrorBody;
import dev.omnigraph.api.body.HttpError;
import dev.omnigraph.lang.LanguageError;
import dev.omnigraph.schema.JsonMistake;
import dev.omnigraph.value.ValueError;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Bodies that are not JSON, or not the JSON that was asked for: which field, where, and why. */
final class JsonProblems {
  private JsonProblems() {}

  static ErrorBody body(JsonProcessingException e) {
    return syntax(e).map(JsonProblems::malformed).orElseGet(() -> misshapen(e));
  }

  /** The failure of the parser itself, which the binder may have wrapped with a field's name. */
  private static Optional<JsonProcessingException> syntax(Throwable e) {
    for (Throwable at = e; at != null; at = at.getCause()) {
      if (at instanceof StreamReadException || at instanceof StreamConstraintsException) {
        return Optional.of((JsonProcessingException) at);
      }
    }
    return Optional.empty();
  }

  private static ErrorBody malformed(JsonProcessingException e) {
    Map<String, Object> details = new LinkedHashMap<>();
    String where = where(e, details);
    return ErrorBody.of(
        HttpError.MALFORMED_JSON,
        "The body cannot be read%s: %s.".formatted(where, JsonMistake.reason(e)),
        details);
  }

  private static ErrorBody misshapen(JsonProcessingException e) {
    Map<String, Object> details = new LinkedHashMap<>();
    String where = where(e, details);
    String field = field(e);
    if (field == null) {
      return ErrorBody.of(
          HttpError.MALFORMED_JSON,
          "The body cannot be read%s: an object was expected, and nothing after it."
              .formatted(where),
          details);
    }
    details.put("field", field);
    if (e instanceof UnrecognizedPropertyException unknown) {
      List<String> known = known(unknown);
      return new ErrorBody(
          "The body has the unknown field \"%s\"%s.".formatted(field, where),
          LanguageError.UNKNOWN_FIELD.text(),
          "Known fields: %s.".formatted(String.join(", ", known)),
          details);
    }
    return new ErrorBody(
        "The field \"%s\" has a value of the wrong type%s.".formatted(field, where),
        ValueError.WRONG_TYPE.text(),
        "See /openapi.json for the types of the fields.",
        details);
  }

  private static String where(JsonProcessingException e, Map<String, Object> details) {
    JsonLocation at = e.getLocation();
    if (at == null || at.getLineNr() <= 0) {
      return "";
    }
    details.put("line", at.getLineNr());
    details.put("column", at.getColumnNr());
    return " at line %d, column %d".formatted(at.getLineNr(), at.getColumnNr());
  }

  private static List<String> known(UnrecognizedPropertyException e) {
    return e.getKnownPropertyIds().stream().map(String::valueOf).sorted().toList();
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
