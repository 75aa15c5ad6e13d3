package dev.omnigraph.jsonl;

import dev.omnigraph.error.ErrorKind;
import java.io.IOException;

/** An input that cannot be read, and never will be, however often it is sent. */
final class InputFault extends IOException {
  private static final long serialVersionUID = 1L;

  private final ErrorKind kind;
  private final String code;
  private final String nextStep;

  /**
   * @param reason follows the name of the input and the place in it
   */
  InputFault(ErrorKind kind, String code, String reason, String nextStep) {
    super(reason);
    this.kind = kind;
    this.code = code;
    this.nextStep = nextStep;
  }

  ErrorKind kind() {
    return kind;
  }

  String code() {
    return code;
  }

  String nextStep() {
    return nextStep;
  }
}
