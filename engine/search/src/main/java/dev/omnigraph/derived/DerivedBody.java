package dev.omnigraph.derived;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

/** The bytes of an object that is to be sent. */
public interface DerivedBody {
  long size();

  /** All bytes from the first; as often as it takes until the writer is closed. */
  InputStream open();

  /**
   * Of regions, and the index behind them.
   *
   * @param size of all together
   */
  static DerivedBody of(long size, Supplier<List<InputStream>> regions, byte[] index) {
    return new DerivedBody() {
      @Override
      public long size() {
        return size;
      }

      @Override
      public InputStream open() {
        List<InputStream> parts = new ArrayList<>(regions.get());
        parts.add(new ByteArrayInputStream(index));
        return new SequenceInputStream(Collections.enumeration(parts));
      }
    };
  }
}
