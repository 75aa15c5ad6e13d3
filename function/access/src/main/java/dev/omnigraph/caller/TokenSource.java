package dev.omnigraph.caller;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;

/** Where the document of tokens is. */
public interface TokenSource {

  String read() throws IOException, InterruptedException;

  /** For how long what was read may be used: a token that was revoked dies within that time. */
  Duration freshFor();

  /** A file, which is read for each request; no tokens where there is none. */
  static TokenSource file(Path path) {
    return new TokenSource() {
      @Override
      public String read() throws IOException {
        try {
          return Files.readString(path);
        } catch (NoSuchFileException e) {
          return ApiTokens.NONE.json();
        }
      }

      @Override
      public Duration freshFor() {
        return Duration.ZERO;
      }
    };
  }
}
