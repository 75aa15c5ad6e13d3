package dev.omnigraph.export;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Writes entities in one format, type by type. */
interface EntityWriter extends AutoCloseable {

  /** The rows of this type follow, and those of the one before have ended. */
  void begin(ExportedType type) throws IOException;

  /**
   * @param values in Java form, as the columns of the type
   */
  void row(ExportedType type, @Nullable Object[] values) throws IOException;

  /** No rows follow: the files are complete when this writer is closed after it. */
  default void end() throws IOException {}

  /** Closes the last file, also after a failure. */
  @Override
  void close() throws IOException;
}
