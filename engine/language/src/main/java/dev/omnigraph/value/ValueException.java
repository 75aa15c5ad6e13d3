package dev.omnigraph.value;

import dev.omnigraph.error.ErrorKind;
import dev.omnigraph.error.GraphException;
import java.util.Map;

/**
 * A value that its type does not admit. The message says what was expected and what was found, in
 * words that follow the name of a field: "expected I32, found a string".
 */
public final class ValueException extends GraphException {
  private static final long serialVersionUID = 1L;

  public ValueException(String code, String reason) {
    super(ErrorKind.INVALID, code, reason);
  }

  /** The same finding, with the field's name before it. */
  public GraphException in(String field) {
    return new GraphException(
        kind(), code(), field + ": " + getMessage(), null, Map.of("field", field), this);
  }
}
