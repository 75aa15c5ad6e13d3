package dev.omnigraph.parquet;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Why a file cannot be read, however often it is tried. */
public final class ParquetFault extends IOException {
  private static final long serialVersionUID = 1L;

  private final Kind kind;
  private final @Nullable String column;

  /** What would help. */
  public enum Kind {
    /** Another file: it is not Parquet, or not whole, or its bytes are not those written. */
    DAMAGED,
    /** The same rows, written in another way. */
    UNSUPPORTED,
    /** The same rows, written in smaller pieces. */
    TOO_LARGE,
    /** A smaller row. */
    LONG_ROW
  }

  private ParquetFault(Kind kind, @Nullable String column, String reason, @Nullable Throwable by) {
    super(reason, by);
    this.kind = kind;
    this.column = column;
  }

  static ParquetFault damaged(String reason) {
    return new ParquetFault(Kind.DAMAGED, null, reason, null);
  }

  static ParquetFault unsupported(String reason) {
    return new ParquetFault(Kind.UNSUPPORTED, null, reason, null);
  }

  static ParquetFault tooLarge(String reason) {
    return new ParquetFault(Kind.TOO_LARGE, null, reason, null);
  }

  static ParquetFault longRow(String reason) {
    return new ParquetFault(Kind.LONG_ROW, null, reason, null);
  }

  /** The same, of this column. */
  ParquetFault in(String name) {
    return new ParquetFault(kind, name, reason(), this);
  }

  public Kind kind() {
    return kind;
  }

  /** The column that cannot be read, if it is one. */
  public @Nullable String column() {
    return column;
  }

  /** Follows the name of the input and the place in it. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
