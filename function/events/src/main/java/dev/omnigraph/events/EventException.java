package dev.omnigraph.events;

import dev.omnigraph.error.GraphException;
import java.util.List;

/** An event that this function cannot do anything with; delivering it again cannot help. */
final class EventException extends GraphException {
  private static final long serialVersionUID = 1L;

  private final boolean summary;

  EventException(EventError code, String message) {
    this(of(code, message), false);
  }

  EventException(EventError code, String message, String nextStep) {
    this(of(code, message).next(nextStep), false);
  }

  private EventException(Builder told, boolean summary) {
    super(told);
    this.summary = summary;
  }

  /** The end of an event of which parts failed, each of them told of before. */
  static EventException summary(EventError code, List<String> failures) {
    return new EventException(of(code, String.join("\n", failures)), true);
  }

  boolean isSummary() {
    return summary;
  }
}
