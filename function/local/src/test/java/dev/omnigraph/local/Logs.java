package dev.omnigraph.local;

import java.util.List;
import java.util.function.Predicate;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** The errors that the process writes to its log, with what was thrown. */
final class Logs {
  private Logs() {}

  /** Stack traces from now on, until {@link #stop}. */
  static Handler errorsTo(List<String> errors) {
    return to(
        errors,
        entry ->
            entry.getLevel().intValue() >= Level.SEVERE.intValue() && entry.getThrown() != null);
  }

  /** The entries that fit, from now on, until {@link #stop}. */
  static Handler to(List<String> messages, Predicate<LogRecord> fits) {
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord entry) {
            if (fits.test(entry)) {
              messages.add(String.valueOf(entry.getMessage()));
            }
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger.getLogger("").addHandler(handler);
    return handler;
  }

  static void stop(Handler handler) {
    Logger.getLogger("").removeHandler(handler);
  }
}
