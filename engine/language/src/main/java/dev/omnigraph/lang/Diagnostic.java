package dev.omnigraph.lang;

import dev.omnigraph.error.ErrorCode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One thing wrong in a source text.
 *
 * @param code one per rule
 * @param message what is wrong and why, one sentence
 * @param excerpt the source line and a caret line below it
 * @param help what to do, or what was probably meant
 */
public record Diagnostic(
    ErrorCode code, Span span, String message, String excerpt, @Nullable String help) {

  /** Its members by name, in their order; {@code help} only where there is one. */
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("code", code.text());
    json.put("file", span.file());
    json.put("line", span.line());
    json.put("column", span.column());
    json.put("message", message);
    json.put("excerpt", excerpt);
    if (help != null) {
      json.put("help", help);
    }
    return json;
  }

  /** As compilers print it: {@code file:line:column: code: message}, excerpt, help. */
  public String render() {
    String head =
        "%s:%d:%d: %s: %s".formatted(span.file(), span.line(), span.column(), code.text(), message);
    return head + "\n" + excerpt + (help == null ? "" : "\nhelp: " + help);
  }
}
