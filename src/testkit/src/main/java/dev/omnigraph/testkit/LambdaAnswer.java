package dev.omnigraph.testkit;

import java.time.Duration;
import java.util.Optional;

/**
 * What a function made of one event.
 *
 * @param requestId the id under which the function saw the event
 * @param body the response as sent; for an error the JSON that describes it
 * @param errorType empty for a response; the function's own type, or {@code Runtime.ExitError} when
 *     its process ended and {@code Runtime.Timeout} when it was killed for taking too long
 * @param elapsed until the answer, from the moment the function took the event; for an event that
 *     was there before the function had started up, from the start of its process
 */
public record LambdaAnswer(
    String requestId, String body, Optional<String> errorType, Duration elapsed) {

  /** The response, or an assertion error that shows what went wrong instead. */
  public String success() {
    if (errorType.isPresent()) {
      throw new AssertionError("The function failed with " + errorType.get() + ": " + body);
    }
    return body;
  }
}
