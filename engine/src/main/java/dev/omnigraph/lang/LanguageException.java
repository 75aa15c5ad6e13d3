package dev.omnigraph.lang;

import dev.omnigraph.error.ErrorKind;
import dev.omnigraph.error.GraphException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A schema or query that does not parse or type-check; carries every diagnostic found. */
public final class LanguageException extends GraphException {
  private static final long serialVersionUID = 1L;

  private final transient List<Diagnostic> diagnostics;

  public LanguageException(List<Diagnostic> diagnostics) {
    super(
        ErrorKind.INVALID,
        diagnostics.getFirst().code(),
        diagnostics.stream().map(Diagnostic::render).collect(Collectors.joining("\n\n")),
        diagnostics.getFirst().help(),
        Map.of("diagnostics", diagnostics.stream().map(LanguageException::json).toList()),
        null);
    this.diagnostics = List.copyOf(diagnostics);
  }

  public List<Diagnostic> diagnostics() {
    return diagnostics;
  }

  private static Map<String, Object> json(Diagnostic d) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("code", d.code());
    json.put("file", d.span().file());
    json.put("line", d.span().line());
    json.put("column", d.span().column());
    json.put("message", d.message());
    json.put("excerpt", d.excerpt());
    if (d.help() != null) {
      json.put("help", d.help());
    }
    return json;
  }
}
