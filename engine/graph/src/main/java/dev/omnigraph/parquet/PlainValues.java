package dev.omnigraph.parquet;

/** Values one after the other. */
final class PlainValues implements Values {
  private final Leaf leaf;
  private final Bytes in;
  private int bits;
  private int bitsLeft;

  PlainValues(Leaf leaf, Bytes in) {
    this.leaf = leaf;
    this.in = in;
  }

  @Override
  public Object next() throws ParquetFault {
    return switch (leaf.physical()) {
      case BOOLEAN -> bool();
      case INT32 -> in.i32();
      case INT64 -> in.i64();
      case FLOAT -> Float.intBitsToFloat(in.i32());
      case DOUBLE -> Double.longBitsToDouble(in.i64());
      case BYTE_ARRAY -> in.take(in.i32());
      case INT96, FIXED_LEN_BYTE_ARRAY -> in.take(leaf.length());
    };
  }

  private boolean bool() throws ParquetFault {
    if (bitsLeft == 0) {
      bits = in.u8();
      bitsLeft = Byte.SIZE;
    }
    boolean next = (bits & 1) == 1;
    bits >>= 1;
    bitsLeft--;
    return next;
  }
}
