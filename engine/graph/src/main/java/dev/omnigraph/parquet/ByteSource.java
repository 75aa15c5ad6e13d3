package dev.omnigraph.parquet;

import java.io.Closeable;
import java.io.IOException;

/** Bytes that are read anywhere. */
public interface ByteSource extends Closeable {
  long length() throws IOException;

  /**
   * @return a copy of as many bytes from there on
   * @throws IOException also when there are fewer
   */
  byte[] read(long from, int count) throws IOException;
}
