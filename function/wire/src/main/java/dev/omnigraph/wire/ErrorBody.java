package dev.omnigraph.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.omnigraph.error.ErrorCode;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.value.JsonText;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The one shape of every failure; {@code next_step} only where there is one. */
public record ErrorBody(
    String error, String code, @Nullable String nextStep, Map<String, Object> details)
    implements JsonBody {
  /** What a caller sent comes back to it in errors, but not all of it where that is long. */
  private static final int LONGEST = 10_000;

  public static ErrorBody of(GraphException e) {
    Map<String, Object> details = new LinkedHashMap<>();
    e.details()
        .forEach(
            (name, value) -> details.put(name, value instanceof String text ? cut(text) : value));
    return new ErrorBody(cut(String.valueOf(e.getMessage())), e.code(), e.nextStep(), details);
  }

  private static String cut(String text) {
    return text.length() <= LONGEST
        ? text
        : text.substring(0, text.offsetByCodePoints(0, LONGEST / 2)) + "…";
  }

  /** With the next step that the code has. */
  public static ErrorBody of(ErrorCode code, String error, Map<String, Object> details) {
    return new ErrorBody(error, code.text(), code.nextStep(), details);
  }

  /** The same with another next step. */
  public ErrorBody next(String step) {
    return new ErrorBody(error, code, step, details);
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    JsonBody.of(this::members).writeTo(out);
  }

  public String text() {
    return JsonBody.text(this::members);
  }

  private void members(JsonGenerator json) throws IOException {
    json.writeStringField("error", error);
    json.writeStringField("code", code);
    if (nextStep != null) {
      json.writeStringField("next_step", nextStep);
    }
    json.writeFieldName("details");
    JsonText.write(json, details);
  }
}
