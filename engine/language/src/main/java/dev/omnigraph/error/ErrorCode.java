package dev.omnigraph.error;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What can go wrong, as one entry of the catalogue of errors. Each module keeps its codes in an
 * enum, and {@code docs/errors.md} lists them all.
 */
public interface ErrorCode {
  /** The name of the constant: {@code KEY_CONFLICT}. */
  String name();

  Entry entry();

  default ErrorKind kind() {
    return entry().kind();
  }

  /** For the page of errors: when this happens, in one or two sentences. */
  default String meaning() {
    return entry().meaning();
  }

  /** What the caller does next, as a sentence, unless an error says it better; null for nothing. */
  default @Nullable String nextStep() {
    return entry().nextStep();
  }

  /** The code as callers see it; it never changes: {@code key_conflict}. */
  default String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What the catalogue says of a code; see the methods of the same names. */
  record Entry(ErrorKind kind, String meaning, @Nullable String nextStep) {}
}
