package dev.omnigraph.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The local server as a process, as the build packaged it, on a port that is free. */
final class LocalServer implements AutoCloseable {
  private static final Pattern LISTENS = Pattern.compile("Listening on: http://localhost:(\\d+)");

  private final Process process;
  private final int port;

  private LocalServer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts it, and waits until it listens.
   *
   * @param settings its environment, beside that of this process
   */
  static LocalServer start(Map<String, String> settings) {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-Xmx512m",
            "--sun-misc-unsafe-memory-access=allow",
            "-jar",
            System.getProperty("omnigraph.functions")
                + "/local/target/quarkus-app/quarkus-run.jar");
    builder.environment().putAll(settings);
    builder.environment().put("QUARKUS_HTTP_PORT", "0");
    try {
      Process process = builder.redirectErrorStream(true).start();
      BufferedReader log = process.inputReader();
      LocalServer server = new LocalServer(process, port(log));
      Thread.ofVirtual().start(() -> drain(log));
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int port(BufferedReader log) throws IOException {
    StringBuilder said = new StringBuilder();
    for (String line = log.readLine(); line != null; line = log.readLine()) {
      Matcher listens = LISTENS.matcher(line);
      if (listens.find()) {
        return Integer.parseInt(listens.group(1));
      }
      said.append(line).append('\n');
    }
    throw new AssertionError("The local server did not start:\n" + said);
  }

  /** Nobody reads the rest, but it must go somewhere: a full pipe would stop the server. */
  private static void drain(BufferedReader log) {
    try {
      log.transferTo(Writer.nullWriter());
    } catch (IOException e) {
      // The process was ended.
    }
  }

  int port() {
    return port;
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
