package dev.omnigraph.cli;

import java.time.Duration;
import java.util.Locale;

/** The line below an answer: what it is of, and what it cost. */
final class Costs {
  private Costs() {}

  static String line(String what, Object commit, Cost cost) {
    String requests = cost.requests() == Cost.UNKNOWN ? "" : " · " + cost(cost);
    return "%s · commit %s%s · %s".formatted(what, commit, requests, time(cost.elapsed()));
  }

  private static String cost(Cost cost) {
    StringBuilder text = new StringBuilder(count(cost.requests(), "request"));
    if (cost.bytesRead() != Cost.UNKNOWN) {
      text.append(", ").append(bytes(cost.bytesRead())).append(" read");
    }
    if (cost.bytesWritten() > 0) {
      text.append(", ").append(bytes(cost.bytesWritten())).append(" written");
    }
    return text.toString();
  }

  /** Of a step. */
  static String cost(long requests, long bytesRead) {
    return "%s, %s read".formatted(count(requests, "request"), bytes(bytesRead));
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
