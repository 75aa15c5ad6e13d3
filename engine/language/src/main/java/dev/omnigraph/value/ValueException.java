package dev.omnigraph.value;

import dev.omnigraph.error.ErrorCode;
import dev.omnigraph.error.GraphException;

/**
 * A value that its type does not admit. The message says what was expected and what was found, in
 * words that follow the name of a field: "expected I32, found a string".
 */
public final class ValueException extends GraphException {
  private static final long serialVersionUID = 1L;

  public ValueException(ErrorCode code, String reason) {
    super(of(code, reason));
  }

  /** The same finding, with the field's name before it. */
  public GraphException in(String field) {
    return of(errorCode(), field + ": " + getMessage()).with("field", field).cause(this).build();
  }
}
