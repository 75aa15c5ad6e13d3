package dev.omnigraph.parquet;

import java.util.Arrays;

/** Values that begin as the one before: how much of it, then what follows. */
final class DeltaPrefixes implements Values {
  private final DeltaNumbers prefixes;
  private final DeltaLengths rest;
  private byte[] last = {};

  DeltaPrefixes(Bytes in) throws ParquetFault {
    this.prefixes = new DeltaNumbers(in.copy());
    new DeltaNumbers(in).skip();
    this.rest = new DeltaLengths(in);
  }

  @Override
  public byte[] next() throws ParquetFault {
    long prefix = prefixes.next();
    byte[] end = rest.next();
    if (prefix < 0 || prefix > last.length) {
      throw ParquetFault.damaged(
          "has a value that begins with %,d bytes of one of %,d".formatted(prefix, last.length));
    }
    byte[] value = Arrays.copyOf(last, (int) prefix + end.length);
    System.arraycopy(end, 0, value, (int) prefix, end.length);
    last = value;
    return value;
  }
}
