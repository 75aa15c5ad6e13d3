package dev.omnigraph.derived;

import java.io.InputStream;

/** The bytes of an object that is to be sent. */
public interface DerivedBody {
  long size();

  /** All bytes from the first; as often as it takes until the writer is closed. */
  InputStream open();
}
