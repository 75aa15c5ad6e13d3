package dev.omnigraph.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The bytes of an object that is to be created, which need not be in memory. */
public interface ObjectBody {
  /** How many they are. */
  long size();

  /** All of them, from the first; more than once, because a request may have to be signed first. */
  InputStream open() throws IOException;

  static ObjectBody of(byte[] bytes) {
    return new ObjectBody() {
      @Override
      public long size() {
        return bytes.length;
      }

      @Override
      public InputStream open() {
        return new ByteArrayInputStream(bytes);
      }
    };
  }
}
