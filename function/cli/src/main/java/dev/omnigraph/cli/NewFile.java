package dev.omnigraph.cli;

import dev.omnigraph.error.GraphException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A file that gets its name when it is complete, so that one that is there is not lost to a failure
 * and no part of it is taken for the whole. A device is written as it is: it has no other name.
 */
final class NewFile implements AutoCloseable {
  private static final String PART = ".part";

  private final Path file;
  private final Path part;
  private boolean isOpen;

  NewFile(Path file) {
    this.file = file;
    this.part =
        Files.exists(file) && !Files.isRegularFile(file)
            ? file
            : file.resolveSibling(file.getFileName() + PART);
  }

  /**
   * Where its content goes.
   *
   * @throws GraphException {@code file_unwritable}
   */
  OutputStream open() {
    try {
      OutputStream out = Files.newOutputStream(part);
      isOpen = true;
      return out;
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  /** Gives the file its name, after the stream was closed. */
  void complete() throws IOException {
    if (!part.equals(file)) {
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }
    isOpen = false;
  }

  /** Deletes what did not get its name. */
  @Override
  public void close() throws IOException {
    if (isOpen && !part.equals(file)) {
      Files.deleteIfExists(part);
    }
  }

  static GraphException unwritable(Path file, IOException e) {
    return GraphException.of(
            CliError.FILE_UNWRITABLE, "%s cannot be written: %s".formatted(file, reason(e)))
        .cause(e)
        .build();
  }

  private static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException missing -> "there is no such folder";
      case AccessDeniedException denied -> "you may not write there";
      default -> TextFile.reason(e);
    };
  }
}
