package dev.omnigraph.api;

import dev.omnigraph.exec.RowSink;
import dev.omnigraph.wire.RowFormat;
import jakarta.ws.rs.core.Response;

/** How rows leave that are nothing but rows. Each application has one implementation. */
public interface RowSending {
  /** The header with the columns and their types: not every body has a place for them. */
  String COLUMNS = "Omnigraph-Columns";

  /** What is longer than this is left out, since few clients read such headers. */
  int LONGEST_COLUMNS = 4096;

  /** Puts rows into an answer, with the headers that tell of them. */
  Response.ResponseBuilder send(RowFormat format, Rows rows);

  /** Rows that are given once. */
  @FunctionalInterface
  interface Rows {
    /**
     * Gives all of them, and before them what they are.
     *
     * @throws dev.omnigraph.error.GraphException what the query throws
     */
    void giveTo(RowSink sink);
  }
}
