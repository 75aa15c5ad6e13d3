package dev.omnigraph.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Shows how far a load is: on a terminal one line that changes, elsewhere a line for each quarter,
 * or whenever the lines have doubled where it is not known how many there are.
 */
final class Progress implements AutoCloseable {
  private static final int WIDTH = 24;
  private static final int BUFFER = 1 << 16;
  private static final long UNKNOWN = -1;
  private static final long FIRST_TOLD = 10_000;
  private static final int GZIP = 0x1f;

  /** Over what a longer line has left. */
  private static final String BLANK = " ".repeat(12);

  private final PrintWriter err;
  private final boolean terminal;
  private final long total;
  private int quarters;
  private long nextTold = FIRST_TOLD;
  private boolean open;

  private Progress(PrintWriter err, boolean terminal, long total) {
    this.err = err;
    this.terminal = terminal;
    this.total = total;
  }

  /**
   * For a load of the file. Its lines are counted first when it can be read twice, which a pipe
   * cannot, and is not packed.
   */
  static Progress of(Surroundings surroundings, Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return uncounted(surroundings);
    }
    try (InputStream in = TextFile.open(file)) {
      return of(surroundings.err(), surroundings.errIsTerminal(), lines(in));
    }
  }

  /** For a load of which it is not known how many lines come. */
  static Progress uncounted(Surroundings surroundings) {
    return of(surroundings.err(), surroundings.errIsTerminal(), UNKNOWN);
  }

  static Progress of(PrintWriter err, boolean terminal, long lines) {
    return new Progress(err, terminal, lines);
  }

  /** Says how many lines have been read. */
  void lines(long read) {
    if (total == UNKNOWN) {
      uncounted(read);
    } else if (terminal) {
      boolean all = read >= total;
      int filled = all ? WIDTH : (int) (read * WIDTH / total);
      String bar = "█".repeat(filled) + "·".repeat(WIDTH - filled);
      show("%s %,d of %,d lines%s".formatted(bar, read, total, all ? ", writing …" : BLANK));
    } else {
      quarter(read);
    }
  }

  private void uncounted(long read) {
    if (terminal) {
      show("%,d lines%s".formatted(read, BLANK));
    } else if (read >= nextTold) {
      nextTold = read * 2;
      err.printf("loading: %,d lines%n", read);
      err.flush();
    }
  }

  private void quarter(long read) {
    boolean all = read >= total;
    if (all || read * 4 / total > quarters) {
      quarters = all ? 4 : (int) (read * 4 / total);
      err.printf("loading: %,d of %,d lines%s%n", read, total, all ? ", writing" : "");
      err.flush();
    }
  }

  private void show(String line) {
    err.print("\r" + line);
    err.flush();
    open = true;
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
    boolean first = true;
    for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
      if (first && buffer[0] == GZIP) {
        return UNKNOWN;
      }
      first = false;
      for (int i = 0; i < count; i++) {
        lines += buffer[i] == '\n' ? 1 : 0;
      }
      last = buffer[count - 1];
    }
    return last == '\n' ? lines : lines + 1;
  }
}
