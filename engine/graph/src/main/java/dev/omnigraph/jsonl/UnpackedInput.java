package dev.omnigraph.jsonl;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import org.jspecify.annotations.Nullable;

/**
 * An input as it is, or unpacked when its first two bytes say that it is gzip: names and headers
 * are often wrong, and no JSON begins like that. Closing it leaves the input open.
 */
final class UnpackedInput extends InputStream {
  private static final int MAGIC = 2;

  private final PushbackInputStream in;
  private @Nullable InputStream content;

  UnpackedInput(InputStream in) {
    this.in = new PushbackInputStream(in, MAGIC);
  }

  @Override
  public int read() throws IOException {
    return content().read();
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    return content().read(into, offset, length);
  }

  @Override
  public void close() {
    if (content instanceof GzipInput gzip) {
      gzip.close();
    }
  }

  private InputStream content() throws IOException {
    InputStream known = content;
    if (known == null) {
      byte[] first = in.readNBytes(MAGIC);
      in.unread(first);
      known = isGzip(first) ? new GzipInput(in) : in;
      content = known;
    }
    return known;
  }

  static boolean isGzip(byte[] first) {
    return first.length == MAGIC
        && (first[0] & 0xff) == GzipInput.MAGIC_1
        && (first[1] & 0xff) == GzipInput.MAGIC_2;
  }
}
