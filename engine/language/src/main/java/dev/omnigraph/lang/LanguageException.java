package dev.omnigraph.lang;

import dev.omnigraph.error.GraphException;
import java.util.List;
import java.util.stream.Collectors;

/** A schema or query that does not parse or type-check; carries every diagnostic found. */
public final class LanguageException extends GraphException {
  private static final long serialVersionUID = 1L;

  private final transient List<Diagnostic> diagnostics;

  public LanguageException(List<Diagnostic> diagnostics) {
    super(
        of(
                diagnostics.getFirst().code(),
                diagnostics.stream().map(Diagnostic::render).collect(Collectors.joining("\n\n")))
            .next(diagnostics.getFirst().help())
            .with("diagnostics", diagnostics.stream().map(Diagnostic::json).toList()));
    this.diagnostics = List.copyOf(diagnostics);
  }

  public List<Diagnostic> diagnostics() {
    return diagnostics;
  }
}
