package dev.omnigraph.table;

/**
 * How much memory tables may use, and how they read. Lance's own cache defaults are gigabytes, so
 * all are set. Start from {@link #DEFAULT}.
 */
public record TableOptions(
    Caches caches, Reads reads, Fragments fragments, Batches batches, Lookups lookups) {

  /** For a process of half a gigabyte or more. */
  public static final TableOptions DEFAULT =
      new TableOptions(
          new Caches(64L << 20, 32L << 20, 64),
          new Reads(1L << 16, 2 << 20, 32 << 20, 128 << 10, 4L << 20),
          new Fragments(1 << 20, 24L << 20),
          new Batches(8192, 4L << 20, 16L << 20),
          new Lookups(64L << 20, 256L << 20, 384L << 20));

  /**
   * What is kept, over all tables.
   *
   * @param indexBytes for index pages; as much again for pages of look-up objects
   * @param metadataBytes for manifests and file footers
   * @param openTables versions kept open that nobody uses, so that opening them again is free
   */
  public record Caches(long indexBytes, long metadataBytes, int openTables) {}

  /**
   * How files are read.
   *
   * @param smallRows rows up to which a table is small and its files are read whole, if they have
   *     no more than {@code wholeBytes}: in parts they would take three or four requests in a row,
   *     each of which takes longer than what it saves
   * @param wholeBytes of a file that is read whole
   * @param wideBytes of a file of a larger table that is read whole when parts would have less than
   *     {@code blockBytes} for each column; all scans together hold four times as much, and who
   *     would hold more reads in parts
   * @param blockBytes that the first request to a file of a larger table reads of its end, and up
   *     to which requests for what lies near are put together
   * @param scanBytes read at most from a remote table instead of looking into an index
   */
  public record Reads(
      long smallRows, int wholeBytes, int wideBytes, int blockBytes, long scanBytes) {

    Reads withScanBytes(long bytes) {
      return new Reads(smallRows, wholeBytes, wideBytes, blockBytes, bytes);
    }

    Reads withWideBytes(int bytes) {
      return new Reads(smallRows, wholeBytes, bytes, blockBytes, scanBytes);
    }

    Reads withSmallRows(long rows) {
      return new Reads(rows, wholeBytes, wideBytes, blockBytes, scanBytes);
    }
  }

  /**
   * When a staging writes a fragment out.
   *
   * @param rows after which it does
   * @param bytes of column data after which it does; its buffers take up to five times as much
   *     while they grow
   */
  public record Fragments(int rows, long bytes) {}

  /**
   * How large a batch of a scan is.
   *
   * @param rows at most
   * @param bytes of numbers and vectors, about; wide rows make smaller batches
   * @param blobBytes of blobs after which a batch ends, so that it holds more only when a single
   *     value does
   */
  public record Batches(int rows, long bytes, long blobBytes) {}

  /**
   * What building look-up objects and search segments may take.
   *
   * @param passBytes for the covered columns, or the terms, that are held at a time
   * @param mostBytes for the ids of nodes and the rows' numbers; none are built of a table that
   *     needs more
   * @param objectBytes that an object may have, which lies in temporary files until it is sent; of
   *     a table with many rows, fewer columns are covered
   */
  public record Lookups(long passBytes, long mostBytes, long objectBytes) {}

  public TableOptions withCaches(long indexBytes, long metadataBytes) {
    return new TableOptions(
        new Caches(indexBytes, metadataBytes, caches.openTables),
        reads,
        fragments,
        batches,
        lookups);
  }

  public TableOptions withOpenTables(int tables) {
    return new TableOptions(
        new Caches(caches.indexBytes, caches.metadataBytes, tables),
        reads,
        fragments,
        batches,
        lookups);
  }

  public TableOptions withScanBytes(long bytes) {
    return new TableOptions(caches, reads.withScanBytes(bytes), fragments, batches, lookups);
  }

  public TableOptions withWideBytes(int bytes) {
    return new TableOptions(caches, reads.withWideBytes(bytes), fragments, batches, lookups);
  }

  public TableOptions withFragments(int rows, long bytes) {
    return new TableOptions(caches, reads, new Fragments(rows, bytes), batches, lookups);
  }

  public TableOptions withBlobBatchBytes(long bytes) {
    return new TableOptions(
        caches, reads, fragments, new Batches(batches.rows, batches.bytes, bytes), lookups);
  }

  /** Tables of so many rows are small, if their files are. */
  public TableOptions withSmallRows(long rows) {
    return new TableOptions(caches, reads.withSmallRows(rows), fragments, batches, lookups);
  }

  public TableOptions withLookups(Lookups lookups) {
    return new TableOptions(caches, reads, fragments, batches, lookups);
  }
}
