package dev.omnigraph.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.omnigraph.CallReport;
import java.time.Duration;

/**
 * What calls took. Of a graph behind a URL only what its answers tell is known.
 *
 * @param requests to the store, or {@link #UNKNOWN}
 * @param bytesRead the same
 * @param nanos as a person waits
 */
record Cost(long requests, long bytesRead, long bytesWritten, long nanos) {
  static final long UNKNOWN = -1;

  static Cost of(CallReport report) {
    return new Cost(
        report.io().requests(),
        report.io().bytesRead(),
        report.io().bytesWritten(),
        report.elapsed().toNanos());
  }

  /** A sum that is known when one of its parts is. */
  static long plus(long sum, JsonNode more) {
    return more.isNumber() ? Math.max(sum, 0) + more.asLong() : sum;
  }

  Duration elapsed() {
    return Duration.ofNanos(nanos);
  }
}
