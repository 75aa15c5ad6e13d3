package dev.omnigraph.rule;

import dev.omnigraph.error.ErrorCode;
import dev.omnigraph.error.ErrorKind;

/**
 * What can go wrong with a call on a graph as a whole. Here, because all operations that write know
 * this package.
 */
public enum GraphError implements ErrorCode {
  QUERY_READS(
      ErrorKind.INVALID, "A query that only reads was sent as a mutation.", "Send it as a query."),
  MUTATION_TOO_LARGE(
      ErrorKind.TOO_LARGE,
      "The mutation touches more entities than one commit takes.",
      "Narrow the condition and run it in parts."),
  OVERWRITE_TOO_LARGE(
      ErrorKind.TOO_LARGE,
      "The input of a load in mode overwrite is larger than one commit takes.",
      "Overwrite with the first part of the input, then load the rest in mode append."),
  LINE_TOO_LONG(
      ErrorKind.TOO_LARGE,
      "A line of the input is longer than the limit.",
      "Write one entity per line, and check that the input has line breaks."),
  LOAD_TYPE(
      ErrorKind.INVALID,
      "The input of a load is a table and no type is named for its rows, or one is named for JSON Lines, which name it themselves.",
      "Name the type of a CSV or Parquet file, and no type for JSON Lines."),
  NOT_CSV(
      ErrorKind.INVALID,
      "The input is not CSV in UTF-8, or its records have another number of fields than its header.",
      "Separate fields by commas, put texts with commas, quotes or line breaks in quotes, and write a quote in them twice."),
  NOT_PARQUET(
      ErrorKind.INVALID,
      "The input is not Parquet, is cut off, or has bytes that are not those that were written.",
      "Look at the file with another reader, write it again and load that."),
  PARQUET_UNSUPPORTED(
      ErrorKind.INVALID,
      "The Parquet file is encrypted, or has a packing or an encoding that is not read here.",
      "Write it again without encryption, with the encodings of its writer's defaults, and packed with SNAPPY, ZSTD, GZIP, LZ4_RAW or not at all."),
  PARQUET_TOO_LARGE(
      ErrorKind.TOO_LARGE,
      "The Parquet file has pages, lists or a description that need more memory than there is for them.",
      "Write it again with smaller pages, of 1 MiB as is usual, or load it where there is more memory."),
  INPUT_NOT_KEPT(
      ErrorKind.TOO_LARGE,
      "A Parquet input that is not a file is too large for the temporary file in which it is kept.",
      "Load it from a file with the command line, or in several files."),
  COMPRESSED_TOO_FAR(
      ErrorKind.TOO_LARGE,
      "Gzip data unpacks to far more than its size, as the data of an attack does.",
      "Load the data unpacked."),
  GZIP_DAMAGED(
      ErrorKind.INVALID,
      "The input starts as gzip data and cannot be unpacked.",
      "Check the input with `gzip -t`, make it again and load that."),
  INPUT_UNREADABLE(
      ErrorKind.UNAVAILABLE,
      "The input of a load broke off.",
      "Send the load again; with an idempotency key, what is committed is not loaded twice.");

  private final Entry entry;

  GraphError(ErrorKind kind, String meaning, String nextStep) {
    entry = new Entry(kind, meaning, nextStep);
  }

  @Override
  public Entry entry() {
    return entry;
  }
}
