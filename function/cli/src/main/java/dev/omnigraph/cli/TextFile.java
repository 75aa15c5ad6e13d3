package dev.omnigraph.cli;

import dev.omnigraph.error.GraphException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Objects;

/** Files that the caller names. */
final class TextFile {
  private TextFile() {}

  static String read(Path file) {
    refuseFolder(file);
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** A file as such, or anything else that can be read: a pipe, a device. */
  static InputStream open(Path file) {
    refuseFolder(file);
    try {
      return Files.isRegularFile(file) && Files.isReadable(file)
          ? new FileInputStream(file.toFile())
          : Files.newInputStream(file);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** A folder is opened like a file, and fails only when it is read. */
  private static void refuseFolder(Path file) {
    if (Files.isDirectory(file)) {
      throw unreadable(file, new FileSystemException(file.toString(), null, "it is a folder"));
    }
  }

  static GraphException unreadable(Path file, IOException e) {
    return GraphException.of(
            CliError.FILE_UNREADABLE, "%s cannot be read: %s".formatted(file, reason(e)))
        .cause(e)
        .build();
  }

  static String reason(UncheckedIOException e) {
    return reason(Objects.requireNonNull(e.getCause()));
  }

  /** Why a file could not be read or written, in words that follow its name. */
  static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException missing -> "there is no such file";
      case AccessDeniedException denied -> "you may not read it";
      case FileAlreadyExistsException file -> "there is a file of that name";
      case NotDirectoryException file -> "a part of its path is not a folder";
      case CharacterCodingException coding -> "it is not UTF-8";
      case FileSystemException other when other.getReason() != null -> other.getReason();
      default -> String.valueOf(e.getMessage());
    };
  }
}
