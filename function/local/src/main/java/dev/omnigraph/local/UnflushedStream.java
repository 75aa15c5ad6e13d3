package dev.omnigraph.local;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** The body of an answer, which ends with the answer and not with what is written into it. */
final class UnflushedStream extends FilterOutputStream {
  UnflushedStream(OutputStream out) {
    super(out);
  }

  @Override
  public void write(byte[] block, int offset, int length) throws IOException {
    out.write(block, offset, length);
  }

  @Override
  public void flush() {
    // A flush sends what there is as a piece of its own.
  }

  @Override
  public void close() {
    // The answer is closed by the server.
  }
}
