package dev.omnigraph.function;

import dev.omnigraph.error.ErrorCode;
import dev.omnigraph.error.ErrorKind;
import org.jspecify.annotations.Nullable;

/** What can go wrong with a name that every application is given. */
public enum FunctionError implements ErrorCode {
  INVALID_GRAPH_NAME(
      ErrorKind.INVALID,
      "A text cannot be the name of a graph.",
      "Use 1 to 100 letters, digits, dots, hyphens and underscores, a letter or digit first.");

  private final Entry entry;

  FunctionError(ErrorKind kind, String meaning, @Nullable String nextStep) {
    entry = new Entry(kind, meaning, nextStep);
  }

  @Override
  public Entry entry() {
    return entry;
  }
}
