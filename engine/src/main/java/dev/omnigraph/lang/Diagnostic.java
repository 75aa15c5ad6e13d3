package dev.omnigraph.lang;

import org.jspecify.annotations.Nullable;

/**
 * One thing wrong in a source text.
 *
 * @param code stable, lower snake case, one per rule
 * @param message what is wrong and why, one sentence
 * @param excerpt the source line and a caret line below it
 * @param help what to do, or what was probably meant
 */
public record Diagnostic(
    String code, Span span, String message, String excerpt, @Nullable String help) {

  /** As compilers print it: {@code file:line:column: code: message}, excerpt, help. */
  public String render() {
    String head =
        "%s:%d:%d: %s: %s".formatted(span.file(), span.line(), span.column(), code, message);
    return head + "\n" + excerpt + (help == null ? "" : "\nhelp: " + help);
  }
}
