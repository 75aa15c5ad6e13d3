package dev.omnigraph.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;

/**
 * UTF-8 that is printed; closing it only flushes. Whoever reads may stop, which ends the writing.
 */
final class TextOutput extends OutputStream {
  private static final int BUFFER = 1 << 13;

  private final PrintWriter out;
  private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
  private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER);
  private final CharBuffer chars = CharBuffer.allocate(BUFFER);

  TextOutput(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] block, int offset, int length) throws IOException {
    int from = offset;
    while (from < offset + length) {
      int count = Math.min(bytes.remaining(), offset + length - from);
      bytes.put(block, from, count);
      from += count;
      print();
    }
  }

  @Override
  public void flush() throws IOException {
    if (out.checkError()) {
      throw new IOException("the output cannot be written, or nobody reads it any more");
    }
  }

  @Override
  public void close() throws IOException {
    flush();
  }

  /** Leaves the beginning of a character that is not whole yet. */
  private void print() throws IOException {
    decoder.decode(bytes.flip(), chars, false);
    bytes.compact();
    out.append(chars.flip());
    chars.clear();
    flush();
  }
}
