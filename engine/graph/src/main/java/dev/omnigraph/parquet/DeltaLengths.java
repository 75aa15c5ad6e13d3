package dev.omnigraph.parquet;

/** Values of any length: all lengths, then all bytes. */
final class DeltaLengths implements Values {
  private final DeltaNumbers lengths;
  private final Bytes content;

  DeltaLengths(Bytes in) throws ParquetFault {
    this.lengths = new DeltaNumbers(in.copy());
    new DeltaNumbers(in).skip();
    this.content = in;
  }

  @Override
  public byte[] next() throws ParquetFault {
    long length = lengths.next();
    content.copy().skip(length);
    return content.take((int) length);
  }
}
