package dev.omnigraph.soak;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A process that does what it is told, a line at a time, and says what came of it. It says so when
 * it has started, so that what is done to it is done to its operation and not to its start.
 */
public final class Worker {
  static final String READY = "ready";

  private Worker() {}

  /**
   * @param arguments the server, the access key to be known by, and the milliseconds after which
   *     recovery may take a write over
   */
  public static void main(String[] arguments) throws IOException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (Commands commands =
        new Commands(
            URI.create(arguments[0]),
            arguments[1],
            Duration.ofMillis(Long.parseLong(arguments[2])))) {
      out.println(READY);
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        out.println(commands.run(Command.ofLine(line)).toLine());
      }
    }
    // Whatever threads the libraries left: a function is gone when it has answered.
    System.exit(0);
  }
}
