package dev.omnigraph.cli;

import dev.omnigraph.call.EntityFormat;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.export.ExportTarget;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.zip.GZIPOutputStream;

/**
 * The files of an export. They get their names when all of them are complete, so that none of an
 * earlier export is lost to one that fails.
 */
final class ExportFiles implements ExportTarget, AutoCloseable {
  private static final String PART = ".part";

  private final Path place;
  private final EntityFormat format;
  private final boolean isFolder;
  private final SequencedMap<Path, Path> parts = new LinkedHashMap<>();

  /**
   * @param isFolder whether each file has its own name in the place
   */
  ExportFiles(Path place, EntityFormat format, boolean isFolder) {
    this.place = place;
    this.format = format;
    this.isFolder = isFolder;
  }

  @Override
  public OutputStream open(String name) throws IOException {
    Path file = isFolder ? place.resolve(name + "." + format.text()) : place;
    Path part = file.resolveSibling(file.getFileName() + PART);
    try {
      if (isFolder) {
        Files.createDirectories(place);
      }
      OutputStream out = Files.newOutputStream(part);
      parts.put(part, file);
      boolean packed = String.valueOf(file.getFileName()).endsWith(".gz");
      return new BufferedOutputStream(packed ? new GZIPOutputStream(out) : out);
    } catch (IOException e) {
      throw GraphException.of(
              CliError.FILE_UNWRITABLE, "%s cannot be written: %s".formatted(file, reason(e)))
          .cause(e)
          .build();
    }
  }

  /** Gives the files their names. */
  void complete() throws IOException {
    for (Map.Entry<Path, Path> part : parts.entrySet()) {
      Files.move(part.getKey(), part.getValue(), StandardCopyOption.REPLACE_EXISTING);
    }
    parts.clear();
  }

  /** Deletes what did not get its name. */
  @Override
  public void close() throws IOException {
    for (Path part : parts.keySet()) {
      Files.deleteIfExists(part);
    }
  }

  private static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException missing -> "there is no such folder";
      case AccessDeniedException denied -> "you may not write there";
      default -> TextFile.reason(e);
    };
  }
}
