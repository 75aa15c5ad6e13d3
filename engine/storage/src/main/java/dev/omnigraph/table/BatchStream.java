package dev.omnigraph.table;

import org.apache.arrow.vector.VectorSchemaRoot;

/** The batches of a scan. Not thread-safe. */
public interface BatchStream extends AutoCloseable {
  /** One without batches. */
  BatchStream EMPTY =
      new BatchStream() {
        @Override
        public boolean next() {
          return false;
        }

        @Override
        public VectorSchemaRoot batch() {
          throw new IllegalStateException("There is no batch.");
        }

        @Override
        public void close() {}
      };

  /** Loads the next batch into {@link #batch()}; false at the end. */
  boolean next();

  /** The batch at hand; its vectors are reused by the next call of {@link #next()}. */
  VectorSchemaRoot batch();

  @Override
  void close();
}
