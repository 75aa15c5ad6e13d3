package dev.omnigraph.wire;

import dev.omnigraph.exec.RowSink;
import java.io.OutputStream;

/**
 * Writes rows as they come. Nothing is written before the first of them, so that a query which
 * fails before it leaves nothing behind; what is written is whole only after {@link #end}.
 *
 * <p>A stream that cannot be written to is an {@link java.io.UncheckedIOException}.
 */
public interface RowWriter extends RowSink, AutoCloseable {

  /**
   * A writer of rows alone, so not of {@link RowFormat#JSON}.
   *
   * @param out stays open
   */
  static RowWriter of(RowFormat format, OutputStream out) {
    return switch (format) {
      case NDJSON -> new NdjsonRows(out);
      case CSV -> new CsvRows(out);
      case ARROW -> new ArrowRows(out);
      case JSON -> throw new IllegalArgumentException("not rows alone");
    };
  }

  /** Called once, after all rows. */
  void end();

  /** Gives free what it holds, also after a failure. */
  @Override
  default void close() {}
}
