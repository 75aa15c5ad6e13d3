package dev.omnigraph.function;

import java.util.Objects;
import org.apache.http.conn.util.PublicSuffixMatcher;
import org.apache.http.conn.util.PublicSuffixMatcherLoader;

/**
 * The list of public suffixes, by which the HTTP client judges certificates: a quarter of a
 * megabyte of text. In a native executable it is read when that is built, because classes are
 * initialized then, and the loader that the client asks keeps it.
 */
final class PublicSuffixes {
  private static final PublicSuffixMatcher LIST = PublicSuffixMatcherLoader.getDefault();

  private PublicSuffixes() {}

  /** Reads it, if it is not read yet. */
  static void read() {
    Objects.requireNonNull(LIST);
  }
}
