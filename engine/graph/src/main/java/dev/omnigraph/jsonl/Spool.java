package dev.omnigraph.jsonl;

import dev.omnigraph.error.GraphException;
import dev.omnigraph.parquet.ByteSource;
import dev.omnigraph.rule.GraphError;
import java.io.EOFException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An input that is read anywhere: a file as it is, anything else in memory if it is short, or in a
 * temporary file, which goes with it.
 */
final class Spool {
  private static final int IN_MEMORY = 8 << 20;
  private static final int BUFFER = 1 << 16;

  private Spool() {}

  /**
   * @param in at its start, plain or gzip; stays open
   * @param most bytes that are kept of what is not a file
   * @throws GraphException {@code input_not_kept}
   */
  static ByteSource of(InputStream in, String name, long most) throws IOException {
    if (in instanceof FileInputStream file && isPlain(file.getChannel())) {
      return new OfFile(file.getChannel(), false);
    }
    try (UnpackedInput unpacked = new UnpackedInput(in)) {
      byte[] start = unpacked.readNBytes(IN_MEMORY);
      return start.length < IN_MEMORY
          ? new InMemory(start)
          : new OfFile(kept(start, unpacked, name, most), true);
    }
  }

  private static FileChannel kept(byte[] start, InputStream in, String name, long most)
      throws IOException {
    FileChannel kept = temporary(name);
    try {
      copy(start, in, kept, name, most);
      return kept;
    } catch (IOException | RuntimeException e) {
      kept.close();
      throw e;
    }
  }

  /** A pipe is not read anywhere, and says so when it is asked where it is. */
  private static boolean isPlain(FileChannel file) {
    try {
      ByteBuffer first = ByteBuffer.allocate(2);
      return file.position() == 0
          && file.read(first, 0) == first.capacity()
          && !UnpackedInput.isGzip(first.array());
    } catch (IOException e) {
      return false;
    }
  }

  private static FileChannel temporary(String name) {
    try {
      Path file = Files.createTempFile("omnigraph", ".parquet");
      return FileChannel.open(
          file,
          StandardOpenOption.READ,
          StandardOpenOption.WRITE,
          StandardOpenOption.DELETE_ON_CLOSE);
    } catch (IOException e) {
      throw notKept(name, "no temporary file can be made", e);
    }
  }

  private static void copy(byte[] start, InputStream in, FileChannel kept, String name, long most)
      throws IOException {
    byte[] block = start;
    int count = start.length;
    byte[] buffer = new byte[BUFFER];
    for (long length = count; count > 0; length += count) {
      if (length > most) {
        throw notKept(name, "it has more than %,d bytes".formatted(most), null);
      }
      write(kept, ByteBuffer.wrap(block, 0, count), name);
      block = buffer;
      count = in.read(buffer);
    }
  }

  private static void write(FileChannel kept, ByteBuffer block, String name) {
    try {
      while (block.hasRemaining()) {
        kept.write(block);
      }
    } catch (IOException e) {
      throw notKept(name, String.valueOf(e.getMessage()), e);
    }
  }

  private static GraphException notKept(String name, String reason, @Nullable IOException cause) {
    return GraphException.of(
            GraphError.INPUT_NOT_KEPT,
            "%s: is read from its end, so what is not a file is kept in one, and %s"
                .formatted(name, reason))
        .with("file", name)
        .cause(cause)
        .build();
  }

  /** What is kept in memory. */
  private record InMemory(byte[] bytes) implements ByteSource {
    @Override
    public long length() {
      return bytes.length;
    }

    @Override
    public byte[] read(long from, int count) throws IOException {
      if (from < 0 || from > bytes.length - count) {
        throw new EOFException("the input has only %,d bytes".formatted(bytes.length));
      }
      return Arrays.copyOfRange(bytes, (int) from, (int) from + count);
    }

    @Override
    public void close() {
      // Nothing but memory.
    }
  }

  /**
   * A file.
   *
   * @param isOwn whether it is closed with this
   */
  private record OfFile(FileChannel file, boolean isOwn) implements ByteSource {
    @Override
    public long length() throws IOException {
      return file.size();
    }

    @Override
    public byte[] read(long from, int count) throws IOException {
      ByteBuffer block = ByteBuffer.allocate(count);
      while (block.hasRemaining()) {
        if (file.read(block, from + block.position()) < 0) {
          throw new EOFException("the file has become shorter");
        }
      }
      return block.array();
    }

    @Override
    public void close() throws IOException {
      if (isOwn) {
        file.close();
      }
    }
  }
}
