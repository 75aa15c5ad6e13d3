package dev.omnigraph.cli;

import dev.omnigraph.error.ErrorKind;
import dev.omnigraph.error.GraphException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/** Files that the caller names. */
final class TextFile {
  private TextFile() {}

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  static InputStream open(Path file) {
    try {
      return Files.newInputStream(file);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  static GraphException unreadable(Path file, IOException e) {
    String why =
        switch (e) {
          case NoSuchFileException missing -> "there is no such file";
          case CharacterCodingException coding -> "it is not UTF-8";
          default -> String.valueOf(e.getMessage());
        };
    return new GraphException(
        ErrorKind.INVALID,
        "file_unreadable",
        "%s cannot be read: %s".formatted(file, why),
        null,
        Map.of(),
        e);
  }
}
