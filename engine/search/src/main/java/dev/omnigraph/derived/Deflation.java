package dev.omnigraph.derived;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Bytes deflated where that makes them much shorter, with their length before them. */
public final class Deflation {
  /** Deflated bytes are never fewer than this part of what they stand for. */
  private static final int MOST_FOLD = 1032;

  /** A smaller part saved is not worth the time that reading then takes. */
  private static final int LEAST_GAIN = 8;

  private Deflation() {}

  public static byte[] pack(byte[] raw) {
    PageOutput packed = new PageOutput();
    packed.number(raw.length);
    byte[] deflated = deflate(raw);
    byte[] kept = deflated.length < raw.length - raw.length / LEAST_GAIN ? deflated : raw;
    packed.bytes(kept, 0, kept.length);
    return packed.toBytes();
  }

  /**
   * @throws DerivedUnusable if nothing was packed to these bytes
   */
  public static byte[] unpack(byte[] bytes, int from, int length) {
    PageInput in = new PageInput(bytes, from, from + length);
    int size = in.upTo((int) Math.min(Integer.MAX_VALUE - 8, (long) MOST_FOLD * length));
    int start = in.position();
    int left = from + length - start;
    if (left == size) {
      return Arrays.copyOfRange(bytes, start, start + size);
    }
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(bytes, start, left);
      byte[] raw = new byte[size];
      int read = 0;
      while (read < size) {
        int more = inflater.inflate(raw, read, size - read);
        if (more == 0) {
          throw PageInput.damaged();
        }
        read += more;
      }
      return raw;
    } catch (DataFormatException e) {
      throw PageInput.damaged();
    } finally {
      inflater.end();
    }
  }

  private static byte[] deflate(byte[] raw) {
    Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    try {
      deflater.setInput(raw);
      deflater.finish();
      byte[] deflated = new byte[raw.length];
      int size = 0;
      while (!deflater.finished() && size < deflated.length) {
        size += deflater.deflate(deflated, size, deflated.length - size);
      }
      return deflater.finished() ? Arrays.copyOf(deflated, size) : raw;
    } finally {
      deflater.end();
    }
  }
}
