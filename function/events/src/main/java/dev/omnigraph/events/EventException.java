package dev.omnigraph.events;

import dev.omnigraph.error.GraphException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An event that fails: one that this function cannot do anything with, so that delivering it again
 * cannot help, or one of which parts failed.
 */
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

  /**
   * The end of an event of which parts failed, each of them told of before. Its code, and so its
   * kind, is that of the first part that may succeed when the event is delivered again, and that of
   * the first of all where none may.
   */
  static EventException summary(List<Failure> failures) {
    GraphException decisive =
        failures.stream()
            .filter(failure -> !failure.lasting())
            .findFirst()
            .orElse(failures.getFirst())
            .error();
    String lines = failures.stream().map(Failure::line).collect(Collectors.joining("\n"));
    return new EventException(
        of(decisive.errorCode(), lines).next(decisive.nextStep()).with(decisive.details()), true);
  }

  boolean isSummary() {
    return summary;
  }
}
