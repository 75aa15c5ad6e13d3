package dev.omnigraph.jsonl;

import dev.omnigraph.rule.GraphError;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Unpacks gzip (RFC 1952): one member or several, and zero bytes after the last. Ends only where
 * the input has proven to end: whatever else follows a member is an error, which the reader of the
 * Java platform takes for the end. Closing it leaves the packed input open.
 *
 * <p>Throws {@link InputFault} where the input is damaged, and where it unpacks to far more than
 * data of entities does.
 */
final class GzipInput extends InputStream {
  static final int MAGIC_1 = 0x1f;
  static final int MAGIC_2 = 0x8b;

  /**
   * Entities that repeat themselves pack to a hundredth; a thousandth, the utmost, is an input that
   * is made to keep its reader busy.
   */
  static final int MAX_RATIO = 250;

  /** Below it any ratio is cheap. */
  static final long FREE_BYTES = 16L << 20;

  private static final int BUFFER = 1 << 16;
  private static final int DEFLATE = 8;
  private static final int HEADER_CRC = 0x02;
  private static final int EXTRA = 0x04;
  private static final int NAME = 0x08;
  private static final int COMMENT = 0x10;
  private static final int RESERVED = 0xe0;

  private final InputStream packed;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 content = new CRC32();
  private final CRC32 header = new CRC32();
  private final byte[] buffer = new byte[BUFFER];
  private int start;
  private int end;
  private long packedBytes;
  private long bytes;
  private State state = State.FIRST;

  private enum State {
    FIRST,
    IN_MEMBER,
    BETWEEN,
    ENDED
  }

  GzipInput(InputStream packed) {
    this.packed = packed;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, into.length);
    while (length > 0 && state != State.ENDED) {
      if (state != State.IN_MEMBER) {
        state = openMember() ? State.IN_MEMBER : State.ENDED;
      } else {
        int count = inflate(into, offset, length);
        if (count > 0) {
          return count;
        }
        closeMember();
        state = State.BETWEEN;
      }
    }
    return length == 0 ? 0 : -1;
  }

  @Override
  public void close() {
    inflater.end();
  }

  /** The next bytes of the member, none at its end. */
  private int inflate(byte[] into, int offset, int length) throws IOException {
    try {
      while (!inflater.finished()) {
        if (inflater.needsInput() && !feed()) {
          throw damaged("it breaks off");
        }
        int count = inflater.inflate(into, offset, length);
        if (count > 0) {
          content.update(into, offset, count);
          bytes += count;
          checkRatio();
          return count;
        }
        if (inflater.needsDictionary()) {
          throw damaged("it asks for a dictionary");
        }
      }
      return 0;
    } catch (DataFormatException e) {
      throw damaged("it cannot be unpacked");
    }
  }

  private boolean feed() throws IOException {
    if (!fill()) {
      return false;
    }
    inflater.setInput(buffer, start, end - start);
    start = end;
    return true;
  }

  /** Reads the header of a member; false when the input ends instead. */
  private boolean openMember() throws IOException {
    header.reset();
    int first = nextOrEnd();
    if (state == State.BETWEEN) {
      while (first == 0) {
        first = nextOrEnd();
        if (first > 0) {
          throw damaged("something follows the zeros at its end");
        }
      }
      if (first < 0) {
        return false;
      }
    }
    if (first != MAGIC_1 || next() != MAGIC_2) {
      throw damaged("what follows its first part is not gzip");
    }
    if (next() != DEFLATE) {
      throw damaged("its method of compression is unknown");
    }
    int flags = next();
    if ((flags & RESERVED) != 0) {
      throw damaged("its header has unknown flags");
    }
    skip(6);
    if ((flags & EXTRA) != 0) {
      skip(next() | next() << 8);
    }
    if ((flags & NAME) != 0) {
      skipText();
    }
    if ((flags & COMMENT) != 0) {
      skipText();
    }
    if ((flags & HEADER_CRC) != 0) {
      int expected = (int) header.getValue() & 0xffff;
      if ((next() | next() << 8) != expected) {
        throw damaged("the checksum of its header does not fit");
      }
    }
    inflater.reset();
    inflater.setInput(buffer, start, end - start);
    start = end;
    content.reset();
    return true;
  }

  private void closeMember() throws IOException {
    start = end - inflater.getRemaining();
    if (nextInt() != content.getValue()) {
      throw damaged("its checksum does not fit");
    }
    if (nextInt() != (inflater.getBytesWritten() & 0xffff_ffffL)) {
      throw damaged("its length does not fit");
    }
  }

  private void checkRatio() throws InputFault {
    long read = packedBytes - inflater.getRemaining();
    if (bytes > FREE_BYTES && bytes / MAX_RATIO > read) {
      throw new InputFault(
          GraphError.COMPRESSED_TOO_FAR,
          "the gzip data unpacks to more than %d times its size".formatted(MAX_RATIO));
    }
  }

  private static InputFault damaged(String reason) {
    return new InputFault(GraphError.GZIP_DAMAGED, "the gzip data is damaged: " + reason);
  }

  private void skip(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      next();
    }
  }

  private void skipText() throws IOException {
    while (next() != 0) {
      // A name or a comment ends with a zero.
    }
  }

  private long nextInt() throws IOException {
    return next() | next() << 8 | next() << 16 | (long) next() << 24;
  }

  private int next() throws IOException {
    int next = nextOrEnd();
    if (next < 0) {
      throw damaged("it breaks off");
    }
    return next;
  }

  private int nextOrEnd() throws IOException {
    if (start == end && !fill()) {
      return -1;
    }
    int next = buffer[start++] & 0xff;
    header.update(next);
    return next;
  }

  private boolean fill() throws IOException {
    start = 0;
    end = Math.max(0, packed.read(buffer));
    packedBytes += end;
    return end > 0;
  }
}
