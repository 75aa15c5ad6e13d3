package dev.omnigraph.parquet;

/**
 * Whole numbers as differences, in blocks of small blocks, each packed into as many bits as its
 * largest needs. Differences wrap around, so that numbers of 32 bits are the lower half of these.
 */
final class DeltaNumbers {
  private static final int LARGEST_BLOCK = 1 << 20;

  private final Bytes in;
  private final int smallBlocks;
  private final int perSmallBlock;
  private long left;
  private long value;
  private long least;
  private byte[] widths = {};
  private int nextWidth;
  private Bits small = new Bits(new Bytes(new byte[0]), 0);
  private int leftInSmall;
  private boolean first = true;

  DeltaNumbers(Bytes in) throws ParquetFault {
    this.in = in;
    int block = in.count();
    this.smallBlocks = in.count();
    this.left = in.count();
    this.value = in.zigzag();
    if (smallBlocks == 0
        || block > LARGEST_BLOCK
        || block % smallBlocks != 0
        || block / smallBlocks % Byte.SIZE != 0
        || block == 0) {
      throw ParquetFault.damaged("has differences in blocks of " + block);
    }
    this.perSmallBlock = block / smallBlocks;
  }

  long next() throws ParquetFault {
    if (left == 0) {
      throw ParquetFault.damaged("has fewer values in a page than it says");
    }
    left--;
    if (first) {
      first = false;
      return value;
    }
    if (leftInSmall == 0) {
      begin();
    }
    leftInSmall--;
    value += least + small.next();
    return value;
  }

  /** Reads over all numbers, to what comes after them. */
  void skip() throws ParquetFault {
    left = Math.max(0, left - 1);
    while (left > 0) {
      begin();
      left -= Math.min(left, perSmallBlock);
    }
  }

  private void begin() throws ParquetFault {
    if (nextWidth == widths.length) {
      least = in.zigzag();
      widths = in.take(smallBlocks);
      nextWidth = 0;
    }
    int width = widths[nextWidth++];
    if (width < 0 || width > Long.SIZE) {
      throw ParquetFault.damaged("has differences of " + (width & 0xff) + " bits");
    }
    small = new Bits(in.part(perSmallBlock / Byte.SIZE * width), width);
    leftInSmall = perSmallBlock;
  }

  /** Numbers of as many bits each, the lowest bit first. */
  private static final class Bits {
    private final Bytes in;
    private final int width;
    private int current;
    private int currentLeft;

    Bits(Bytes in, int width) {
      this.in = in;
      this.width = width;
    }

    long next() throws ParquetFault {
      long number = 0;
      int done = 0;
      while (done < width) {
        if (currentLeft == 0) {
          current = in.u8();
          currentLeft = Byte.SIZE;
        }
        int count = Math.min(width - done, currentLeft);
        number |= (long) (current & (1 << count) - 1) << done;
        current >>= count;
        currentLeft -= count;
        done += count;
      }
      return number;
    }
  }
}
