package dev.omnigraph.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;

/**
 * Shows how far a load is: on a terminal one line that changes, elsewhere a line for each quarter.
 */
final class Progress implements AutoCloseable {
  private static final int WIDTH = 24;
  private static final int BUFFER = 1 << 16;

  private final PrintWriter err;
  private final boolean terminal;
  private final long total;
  private int quarters;
  private boolean open;

  private Progress(PrintWriter err, boolean terminal, long total) {
    this.err = err;
    this.terminal = terminal;
    this.total = total;
  }

  /** For a load of the file, whose lines it counts. */
  static Progress of(PrintWriter err, Path file) throws IOException {
    boolean terminal = System.console() != null && System.console().isTerminal();
    try (InputStream in = TextFile.open(file)) {
      return of(err, terminal, lines(in));
    }
  }

  static Progress of(PrintWriter err, boolean terminal, long lines) {
    return new Progress(err, terminal, lines);
  }

  /** Says how many lines have been read. */
  void lines(long read) {
    boolean all = read >= total;
    if (terminal) {
      int filled = all ? WIDTH : (int) (read * WIDTH / total);
      String bar = "█".repeat(filled) + "·".repeat(WIDTH - filled);
      err.printf("\r%s %,d of %,d lines%s", bar, read, total, all ? ", writing …" : "            ");
      err.flush();
      open = true;
    } else if (all || read * 4 / total > quarters) {
      quarters = all ? 4 : (int) (read * 4 / total);
      err.printf("loading: %,d of %,d lines%s%n", read, total, all ? ", writing" : "");
      err.flush();
    }
  }

  @Override
  public void close() {
    if (open) {
      err.println();
      err.flush();
      open = false;
    }
  }

  private static long lines(InputStream in) throws IOException {
    byte[] buffer = new byte[BUFFER];
    long lines = 0;
    byte last = '\n';
    for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
      for (int i = 0; i < count; i++) {
        lines += buffer[i] == '\n' ? 1 : 0;
      }
      last = buffer[count - 1];
    }
    return last == '\n' ? lines : lines + 1;
  }
}
