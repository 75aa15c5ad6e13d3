package dev.omnigraph.parquet;

/** What stored values mean, as far as it matters here. */
enum Logical {
  /** Nothing: there are only nulls. */
  NOTHING,
  /** What the stored type says: numbers, truth values, bytes. */
  NONE,
  TEXT,
  UNSIGNED,
  DECIMAL,
  FLOAT16,
  /** Days since 1970-01-01. */
  DATE,
  /** Times since 1970-01-01T00:00:00Z, in this unit. */
  MILLIS,
  MICROS,
  NANOS,
  /** Anything else. */
  OTHER
}
