package dev.omnigraph.parquet;

/** Values of one length: all their first bytes, then all second ones, and so on. */
final class SplitStreams implements Values {
  private final Leaf leaf;
  private final Bytes in;
  private final int count;
  private int next;

  SplitStreams(Leaf leaf, Bytes in) {
    this.leaf = leaf;
    this.in = in;
    this.count = in.left() / leaf.length();
  }

  @Override
  public Object next() throws ParquetFault {
    if (next == count) {
      throw ParquetFault.damaged("has fewer values in a page than it says");
    }
    byte[] value = new byte[leaf.length()];
    for (int i = 0; i < value.length; i++) {
      value[i] = in.array()[in.at() + i * count + next];
    }
    next++;
    return new PlainValues(leaf, new Bytes(value)).next();
  }
}
