package dev.omnigraph.testkit;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** Which requests meet a fault: of those that fit, the {@code first}th and some after it. */
final class FaultRule {
  private final Predicate<S3Request> fits;
  private final int first;
  private final int times;
  private final Fault fault;
  private final AtomicInteger seen = new AtomicInteger();

  FaultRule(Predicate<S3Request> fits, int first, int times, Fault fault) {
    this.fits = fits;
    this.first = first;
    this.times = times;
    this.fault = fault;
  }

  boolean strikes(S3Request request) {
    if (!fits.test(request)) {
      return false;
    }
    int number = seen.incrementAndGet();
    return number >= first && number - first < times;
  }

  Fault fault() {
    return fault;
  }
}
