package dev.omnigraph.lang;

/**
 * Unwinds a parser to where it can carry on. The finding is already in the {@link Diagnostics};
 * nothing outside a parser sees this.
 */
public final class ParseFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ParseFailure() {
    super("syntax error", null, false, false);
  }
}
