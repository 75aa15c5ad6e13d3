package dev.omnigraph.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The local server as a process, as the build packaged it, on a port that is free. */
final class LocalServer implements AutoCloseable {
  private static final Pattern LISTENS = Pattern.compile("Listening on: http://localhost:(\\d+)");
  private static final long SECONDS = 120;

  private final Process process;
  private final int port;

  private LocalServer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts it.
   *
   * @param settings its environment, beside that of this process
   * @param log a file
   */
  static LocalServer start(Map<String, String> settings, Path log) {
    Path jar =
        Path.of(
            System.getProperty("omnigraph.functions"), "local/target/quarkus-app/quarkus-run.jar");
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx512m",
                "--sun-misc-unsafe-memory-access=allow",
                "-jar",
                jar.toString()));
    builder.environment().putAll(settings);
    builder.environment().put("QUARKUS_HTTP_PORT", "0");
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    try {
      Process process = builder.start();
      return new LocalServer(process, port(process, log));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int port(Process process, Path log) throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (process.isAlive() && System.nanoTime() < end) {
      Matcher listens = LISTENS.matcher(Files.readString(log));
      if (listens.find()) {
        return Integer.parseInt(listens.group(1));
      }
      Thread.onSpinWait();
    }
    process.destroyForcibly();
    throw new AssertionError("The local server did not start:\n" + Files.readString(log));
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
