package dev.omnigraph.lookup;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The pages of a region, in a temporary file until the object is whole. */
final class RegionFile implements AutoCloseable {
  private final Path file;
  private final OutputStream out;
  private long size;

  RegionFile() {
    try {
      file = Files.createTempFile("omnigraph-lookup", ".region");
      out = new BufferedOutputStream(Files.newOutputStream(file));
    } catch (IOException e) {
      throw failed(e);
    }
  }

  long size() {
    return size;
  }

  void add(byte[] page) {
    try {
      out.write(page);
      size += page.length;
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Copies all to a place in {@code body}, and says where the next byte goes. */
  int copyTo(byte[] body, int at) {
    try {
      out.flush();
      try (InputStream in = Files.newInputStream(file)) {
        return at + in.readNBytes(body, at, (int) size);
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  @Override
  public void close() {
    try (OutputStream closed = out) {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private static UncheckedIOException failed(IOException e) {
    return new UncheckedIOException("A look-up object could not be put together.", e);
  }
}
