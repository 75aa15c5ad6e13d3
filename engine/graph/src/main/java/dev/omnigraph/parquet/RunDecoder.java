package dev.omnigraph.parquet;

/**
 * Small numbers in runs: of equal ones, or of ones packed into as many bits as the largest needs.
 */
final class RunDecoder {
  private final Bytes in;
  private final int width;
  private int left;
  private int value;
  private boolean packed;

  /** Bits of the packed run that are not used yet, the next ones lowest. */
  private long bits;

  private int bitCount;
  private Bytes run = new Bytes(new byte[0]);

  /**
   * @param width bits of each number, at most 32
   */
  RunDecoder(Bytes in, int width) throws ParquetFault {
    if (width > Integer.SIZE) {
      throw ParquetFault.damaged("has numbers of " + width + " bits");
    }
    this.in = in;
    this.width = width;
  }

  /** Bits that numbers up to this one need. */
  static int width(int most) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(most);
  }

  int next() throws ParquetFault {
    while (left == 0) {
      begin();
    }
    left--;
    return packed ? unpack() : value;
  }

  private void begin() throws ParquetFault {
    int header = in.count();
    packed = (header & 1) == 1;
    if (packed) {
      long count = (header >>> 1) * 8L;
      left = (int) Math.min(count, Integer.MAX_VALUE);
      // The last run may lack the bytes of values that nobody asks for.
      run = in.part((int) Math.min(count / 8 * width, in.left()));
      bits = 0;
      bitCount = 0;
    } else {
      left = header >>> 1;
      value = (int) in.number((width + 7) / 8);
    }
  }

  private int unpack() throws ParquetFault {
    while (bitCount < width) {
      bits |= (long) run.u8() << bitCount;
      bitCount += Byte.SIZE;
    }
    int next = (int) (bits & (1L << width) - 1);
    bits >>>= width;
    bitCount -= width;
    return next;
  }
}
