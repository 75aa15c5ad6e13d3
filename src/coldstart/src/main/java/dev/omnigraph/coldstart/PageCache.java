package dev.omnigraph.coldstart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Takes files out of memory, so that the next start reads them from disk, as on a host that the
 * function was never on. What other processes have mapped, such as the JDK, stays.
 */
final class PageCache {
  private PageCache() {}

  static void drop(List<Path> files) {
    for (Path file : files) {
      run(List.of("dd", "if=" + file, "iflag=nocache", "count=0", "status=none"));
    }
  }

  private static void run(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said =
          new String(
              process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(String.join(" ", command) + ": " + said);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
