package dev.omnigraph.lookup;

import dev.omnigraph.id.Sha256;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * A set of ids in the order of their bytes in UTF-8, each with its place in it as its rank, from 0.
 * Sets with equal digests give equal ids equal ranks, whichever tables and versions they are of.
 *
 * @param digest SHA-256 of the ids in order, each after its length
 */
public record KeySet(int size, String digest) {

  /** Makes a set of ids that come in order. */
  public static final class Builder {
    private final MessageDigest digest = Sha256.digest();
    private int size;

    public void add(byte[] id) {
      add(id, 0, id.length);
    }

    /** Adds the id that a part of {@code bytes} is. */
    public void add(byte[] bytes, int from, int length) {
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, length));
      digest.update(bytes, from, length);
      size++;
    }

    /** The set; the builder is used up. */
    public KeySet build() {
      return new KeySet(size, HexFormat.of().formatHex(digest.digest()));
    }
  }
}
