package dev.omnigraph.local;

import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** The errors that the process writes to its log, with what was thrown. */
final class Logs {
  private Logs() {}

  /** From now on, until {@link #stop}. */
  static Handler errorsTo(List<String> errors) {
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord entry) {
            if (entry.getLevel().intValue() >= Level.SEVERE.intValue()
                && entry.getThrown() != null) {
              errors.add(String.valueOf(entry.getMessage()));
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
