package dev.omnigraph.soak;

import dev.omnigraph.testkit.CountingS3;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What a person needs who has to find out how a violation came about. */
final class Evidence {
  private Evidence() {}

  /** Writes what was asked, the requests, and the objects as they are, and returns the folder. */
  static Path keep(CountingS3 server, String bucket, List<Attempt> history) {
    try {
      Path folder = Files.createTempDirectory("soak-evidence");
      Files.write(folder.resolve("history"), history.stream().map(Attempt::toString).toList());
      Files.writeString(folder.resolve("requests"), server.log().toString());
      for (Map.Entry<String, byte[]> object : server.objects(bucket).entrySet()) {
        Path file = folder.resolve("objects").resolve(object.getKey());
        Files.createDirectories(file.getParent());
        Files.write(file, object.getValue());
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
