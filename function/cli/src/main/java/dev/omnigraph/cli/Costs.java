package dev.omnigraph.cli;

import dev.omnigraph.CallReport;
import dev.omnigraph.store.IoStats;
import java.time.Duration;
import java.util.Locale;

/** The line below an answer: what it is of, and what it cost. */
final class Costs {
  private Costs() {}

  static String line(String what, Object commit, CallReport report) {
    return "%s · commit %s · %s · %s"
        .formatted(what, commit, cost(report.io()), time(report.elapsed()));
  }

  static String cost(IoStats io) {
    StringBuilder text = new StringBuilder(count(io.requests(), "request"));
    text.append(", ").append(bytes(io.bytesRead())).append(" read");
    if (io.bytesWritten() > 0) {
      text.append(", ").append(bytes(io.bytesWritten())).append(" written");
    }
    return text.toString();
  }

  static String count(long number, String noun) {
    return "%,d %s%s".formatted(number, noun, number == 1 ? "" : "s");
  }

  static String bytes(long bytes) {
    if (bytes < 1_000) {
      return bytes + " B";
    }
    return bytes < 1_000_000
        ? String.format(Locale.ROOT, "%.1f kB", bytes / 1e3)
        : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }

  static String time(Duration elapsed) {
    long millis = elapsed.toMillis();
    return millis < 10_000 ? millis + " ms" : String.format(Locale.ROOT, "%.1f s", millis / 1e3);
  }
}
