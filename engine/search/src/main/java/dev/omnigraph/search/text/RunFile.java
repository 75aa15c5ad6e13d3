package dev.omnigraph.search.text;

import dev.omnigraph.derived.PageOutput;
import dev.omnigraph.derived.RegionFile;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Terms in order with their rows, in a temporary file until those of all texts are merged. */
final class RunFile implements AutoCloseable {
  private static final int BUFFER = 1 << 18;

  private final boolean positions;
  private final RegionFile file = new RegionFile();
  private PageOutput page = new PageOutput();

  RunFile(boolean positions) {
    this.positions = positions;
  }

  void add(byte[] term, int rows, byte[] bytes) {
    page.block(term);
    page.number(rows);
    page.block(bytes);
    if (page.size() >= BUFFER) {
      flush();
    }
  }

  /** When all were added. */
  TermCursor cursor() {
    flush();
    return new Cursor(new BufferedInputStream(file.read(), BUFFER));
  }

  @Override
  public void close() {
    file.close();
  }

  private void flush() {
    file.add(page.toBytes());
    page = new PageOutput();
  }

  private final class Cursor implements TermCursor {
    private final InputStream in;
    private long left = file.size();
    private byte[] term = {};
    private int rows;
    private byte[] bytes = {};

    Cursor(InputStream in) {
      this.in = in;
    }

    @Override
    public boolean next() {
      if (left == 0) {
        return false;
      }
      try {
        term = block();
        rows = number();
        bytes = block();
        return true;
      } catch (IOException e) {
        throw new UncheckedIOException("An object could not be put together.", e);
      }
    }

    @Override
    public byte[] term() {
      return term;
    }

    @Override
    public RowCursor rows() {
      return new RawRows(bytes, rows, positions);
    }

    private byte[] block() throws IOException {
      int length = number();
      byte[] block = in.readNBytes(length);
      left -= length;
      if (block.length < length) {
        throw new EOFException();
      }
      return block;
    }

    private int number() throws IOException {
      int value = 0;
      for (int shift = 0; ; shift += 7) {
        int next = in.read();
        left--;
        if (next < 0) {
          throw new EOFException();
        }
        value |= (next & 0x7F) << shift;
        if (next < 0x80) {
          return value;
        }
      }
    }
  }
}
