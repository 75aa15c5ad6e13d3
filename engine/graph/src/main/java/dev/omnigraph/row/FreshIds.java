package dev.omnigraph.row;

import dev.omnigraph.schema.IdSource;
import dev.omnigraph.table.Utf8;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The ids that one chunk of a load, or one mutation, makes; they are in the order in which they
 * were made. The first comes from the source, and each other is one more than the one before, as
 * ULIDs of one millisecond may be: where two begin in the same millisecond, the first ids differ by
 * 80 random bits, and either makes fewer than 2^18. So ids cost little, and many of them compress
 * to nearly nothing.
 */
public final class FreshIds {
  private static final byte[] DIGITS =
      "0123456789ABCDEFGHJKMNPQRSTVWXYZ".getBytes(StandardCharsets.US_ASCII);

  private final IdSource source;
  private byte @Nullable [] last;

  /** By digit, the one that follows; zero after the last. */
  private final byte[] following = new byte[Byte.MAX_VALUE + 1];

  /**
   * @param source of the first
   */
  public FreshIds(IdSource source) {
    this.source = source;
    for (int i = 1; i < DIGITS.length; i++) {
      following[DIGITS[i - 1]] = DIGITS[i];
    }
  }

  public Utf8 next() {
    byte[] before = last;
    byte[] id = before == null ? source.next().getBytes(StandardCharsets.US_ASCII) : before.clone();
    if (before != null) {
      increment(id);
    }
    last = id;
    return new Utf8(id, 0, id.length);
  }

  private void increment(byte[] id) {
    for (int i = id.length - 1; i >= 0; i--) {
      byte digit = following[id[i]];
      if (digit != 0) {
        id[i] = digit;
        return;
      }
      id[i] = DIGITS[0];
    }
  }
}
