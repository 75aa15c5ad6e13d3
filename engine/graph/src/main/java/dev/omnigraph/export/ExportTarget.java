package dev.omnigraph.export;

import java.io.IOException;
import java.io.OutputStream;

/** Where the files of an export go. */
@FunctionalInterface
public interface ExportTarget {
  /** The name of the one file of a format that has all types in one. */
  String ALL = "graph";

  /**
   * Begins the next file; the one before is complete and closed.
   *
   * @param name of the type in it, or {@link #ALL}
   * @return closed by the export when it ends, also when it fails
   */
  OutputStream open(String name) throws IOException;
}
