package dev.omnigraph.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where a command runs.
 *
 * @param bytes where what is no text goes
 * @param outIsTerminal whether a person reads the output as it comes
 * @param errIsTerminal the same of messages
 * @param ticks by which whoever waits at a terminal is told for how long
 */
record Surroundings(
    InputStream in,
    OutputStream bytes,
    PrintWriter out,
    PrintWriter err,
    Map<String, String> environment,
    boolean outIsTerminal,
    boolean errIsTerminal,
    Waiting.Ticks ticks) {

  /** Away from any terminal, and without an environment. */
  static Surroundings plain(InputStream in, OutputStream bytes, PrintWriter out, PrintWriter err) {
    return new Surroundings(in, bytes, out, err, Map.of(), false, false, Waiting.Ticks.seconds());
  }

  Surroundings in(Map<String, String> other) {
    return new Surroundings(in, bytes, out, err, other, outIsTerminal, errIsTerminal, ticks);
  }

  /** Whether output may be coloured. */
  boolean isColoured() {
    return outIsTerminal
        && environment.getOrDefault("NO_COLOR", "").isEmpty()
        && !environment.getOrDefault("TERM", "").equals("dumb");
  }

  /**
   * Whether a descriptor of this process is a terminal. Linux can be asked about each; elsewhere it
   * is known only of input and output together.
   */
  static boolean isTerminal(int descriptor) {
    Path link = Path.of("/proc/self/fd", Integer.toString(descriptor));
    try {
      return Files.isSymbolicLink(link)
          ? Files.readSymbolicLink(link).toString().matches("/dev/(pts/|tty|console).*")
          : System.console() != null && System.console().isTerminal();
    } catch (IOException e) {
      return false;
    }
  }
}
