package dev.omnigraph.parquet;

/** How values are stored; its number in a file is its ordinal. */
enum Physical {
  BOOLEAN(0),
  INT32(4),
  INT64(8),
  INT96(12),
  FLOAT(4),
  DOUBLE(8),
  BYTE_ARRAY(0),
  FIXED_LEN_BYTE_ARRAY(0);

  private final int bytes;

  Physical(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes of each value; 0 where that is not the same for all of the type. */
  int bytes() {
    return bytes;
  }
}
