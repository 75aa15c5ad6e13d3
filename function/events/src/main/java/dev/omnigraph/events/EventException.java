package dev.omnigraph.events;

import dev.omnigraph.error.ErrorKind;
import dev.omnigraph.error.GraphException;
import java.util.Map;

/** An event that this function cannot do anything with; delivering it again cannot help. */
final class EventException extends GraphException {
  private static final long serialVersionUID = 1L;

  EventException(String code, String message, String nextStep) {
    super(ErrorKind.INVALID, code, message, nextStep, Map.of(), null);
  }
}
