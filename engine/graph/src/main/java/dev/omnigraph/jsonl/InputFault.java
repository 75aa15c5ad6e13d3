package dev.omnigraph.jsonl;

import dev.omnigraph.rule.GraphError;
import java.io.IOException;

/** An input that cannot be read, and never will be, however often it is sent. */
final class InputFault extends IOException {
  private static final long serialVersionUID = 1L;

  private final GraphError code;

  /**
   * @param reason follows the name of the input and the place in it
   */
  InputFault(GraphError code, String reason) {
    super(reason);
    this.code = code;
  }

  GraphError code() {
    return code;
  }
}
