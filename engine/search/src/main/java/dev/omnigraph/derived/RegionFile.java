package dev.omnigraph.derived;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pages of a region until the object is sent, in a temporary file that has no name: whatever
 * happens to its process, nothing of it stays.
 */
public final class RegionFile implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RegionFile.class);

  private final FileChannel file;
  private long size;

  public RegionFile() {
    try {
      Path name = Files.createTempFile("omnigraph-derived", ".region");
      try {
        file = FileChannel.open(name, StandardOpenOption.READ, StandardOpenOption.WRITE);
      } finally {
        Files.delete(name);
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  public long size() {
    return size;
  }

  public void add(byte[] page) {
    try {
      for (ByteBuffer rest = ByteBuffer.wrap(page); rest.hasRemaining(); ) {
        file.write(rest);
      }
      size += page.length;
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Some of the bytes, all of which have come. */
  public byte[] read(long offset, int length) {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    try {
      while (bytes.hasRemaining()) {
        if (file.read(bytes, offset + bytes.position()) < 0) {
          throw new EOFException("of " + size + " bytes, " + offset + " and more were asked for");
        }
      }
      return bytes.array();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** All pages, from the first; as often as it takes until the file is closed. */
  public InputStream read() {
    return new InputStream() {
      private long at;

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
      }

      @Override
      public int read(byte[] into, int from, int length) throws IOException {
        if (length == 0) {
          return 0;
        }
        int read = file.read(ByteBuffer.wrap(into, from, length), at);
        at += Math.max(0, read);
        return read;
      }
    };
  }

  /** Never fails: what was written is not needed any more, and the others are to be closed too. */
  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      LOG.warn("A temporary file could not be closed.", e);
    }
  }

  private static UncheckedIOException failed(IOException e) {
    return new UncheckedIOException("An object could not be put together.", e);
  }
}
