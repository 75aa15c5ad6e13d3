package dev.omnigraph.parquet;

/**
 * The type of values that are stored.
 *
 * @param length in bytes, of those that have one; else 0
 * @param scale of decimals: digits after the point
 */
record Leaf(Physical physical, int length, Logical logical, int scale) {

  /** As Parquet calls it. */
  String spelling() {
    return logical == Logical.NONE ? physical.name() : "%s (%s)".formatted(physical, label());
  }

  private String label() {
    return switch (logical) {
      case TEXT -> "STRING";
      case MILLIS, MICROS, NANOS -> "TIMESTAMP in " + logical;
      case OTHER -> "of another meaning";
      default -> logical.name();
    };
  }
}
