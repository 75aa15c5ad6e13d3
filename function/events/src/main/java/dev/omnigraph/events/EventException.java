package dev.omnigraph.events;

import dev.omnigraph.error.ErrorKind;
import dev.omnigraph.error.GraphException;
import java.util.List;
import java.util.Map;

/** An event that this function cannot do anything with; delivering it again cannot help. */
final class EventException extends GraphException {
  private static final long serialVersionUID = 1L;

  private final boolean summary;

  EventException(String code, String message, String nextStep) {
    this(code, message, nextStep, false);
  }

  private EventException(String code, String message, String nextStep, boolean summary) {
    super(ErrorKind.INVALID, code, message, nextStep, Map.of(), null);
    this.summary = summary;
  }

  /** The end of an event of which parts failed, each of them told of before. */
  static EventException summary(String code, List<String> failures) {
    return new EventException(code, String.join("\n", failures), "See the log.", true);
  }

  boolean isSummary() {
    return summary;
  }
}
