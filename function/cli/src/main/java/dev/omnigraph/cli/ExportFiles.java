package dev.omnigraph.cli;

import dev.omnigraph.call.EntityFormat;
import dev.omnigraph.export.ExportTarget;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * The files of an export. They get their names when all of them are complete, so that none of an
 * earlier export is lost to one that fails.
 */
final class ExportFiles implements ExportTarget, AutoCloseable {
  private final Path place;
  private final EntityFormat format;
  private final boolean isFolder;
  private final List<NewFile> parts = new ArrayList<>();

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
    try {
      if (isFolder) {
        Files.createDirectories(place);
      }
      NewFile part = new NewFile(file);
      OutputStream out = part.open();
      parts.add(part);
      boolean packed = String.valueOf(file.getFileName()).endsWith(".gz");
      return new BufferedOutputStream(packed ? new GZIPOutputStream(out) : out);
    } catch (IOException e) {
      throw NewFile.unwritable(file, e);
    }
  }

  /** Gives the files their names. */
  void complete() throws IOException {
    for (NewFile part : parts) {
      part.complete();
    }
  }

  /** Deletes what did not get its name. */
  @Override
  public void close() throws IOException {
    for (NewFile part : parts) {
      part.close();
    }
  }
}
