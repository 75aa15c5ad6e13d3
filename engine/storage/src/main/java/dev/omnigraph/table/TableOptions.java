package dev.omnigraph.table;

/**
 * How much memory tables may use, and how they read. Lance's own cache defaults are gigabytes, so
 * all are set. Start from {@link #DEFAULT}.
 *
 * @param indexCacheBytes for index pages, over all tables
 * @param metadataCacheBytes for manifests and file footers, over all tables
 * @param openTables versions kept open that nobody uses, so that opening them again is free
 * @param smallRows rows up to which a table is small and its files are read whole, if they have no
 *     more than {@code wholeBytes}: in parts they would take three or four requests in a row, each
 *     of which takes longer than what it saves
 * @param wholeBytes of a file that is read whole
 * @param blockBytes that the first request to a file of a larger table reads of its end, and up to
 *     which requests for what lies near are put together
 * @param scanBytes read at most from a remote table instead of looking into an index
 * @param fragmentRows rows after which a staging writes a fragment out
 * @param fragmentBytes bytes of column data after which it does; its buffers take up to five times
 *     as much while they grow
 * @param scanBatchRows rows at most in a batch of a scan
 * @param scanBatchBytes bytes of numbers and vectors in a batch, about; wide rows make smaller
 *     batches
 * @param blobBatchBytes bytes of blobs after which a batch of a scan ends, so that a batch holds
 *     more only when a single value does
 */
public record TableOptions(
    long indexCacheBytes,
    long metadataCacheBytes,
    int openTables,
    long smallRows,
    int wholeBytes,
    int blockBytes,
    long scanBytes,
    int fragmentRows,
    long fragmentBytes,
    int scanBatchRows,
    long scanBatchBytes,
    long blobBatchBytes) {

  /** For a process of half a gigabyte or more. */
  public static final TableOptions DEFAULT =
      new TableOptions(
          64L << 20, 32L << 20, 64, 1L << 16, 2 << 20, 128 << 10, 4L << 20, 1 << 20, 24L << 20,
          8192, 4L << 20, 16L << 20);

  public TableOptions withCaches(long indexBytes, long metadataBytes) {
    return new TableOptions(
        indexBytes,
        metadataBytes,
        openTables,
        smallRows,
        wholeBytes,
        blockBytes,
        scanBytes,
        fragmentRows,
        fragmentBytes,
        scanBatchRows,
        scanBatchBytes,
        blobBatchBytes);
  }

  public TableOptions withScanBytes(long bytes) {
    return new TableOptions(
        indexCacheBytes,
        metadataCacheBytes,
        openTables,
        smallRows,
        wholeBytes,
        blockBytes,
        bytes,
        fragmentRows,
        fragmentBytes,
        scanBatchRows,
        scanBatchBytes,
        blobBatchBytes);
  }

  public TableOptions withOpenTables(int tables) {
    return new TableOptions(
        indexCacheBytes,
        metadataCacheBytes,
        tables,
        smallRows,
        wholeBytes,
        blockBytes,
        scanBytes,
        fragmentRows,
        fragmentBytes,
        scanBatchRows,
        scanBatchBytes,
        blobBatchBytes);
  }

  public TableOptions withFragments(int rows, long bytes) {
    return new TableOptions(
        indexCacheBytes,
        metadataCacheBytes,
        openTables,
        smallRows,
        wholeBytes,
        blockBytes,
        scanBytes,
        rows,
        bytes,
        scanBatchRows,
        scanBatchBytes,
        blobBatchBytes);
  }

  public TableOptions withBlobBatchBytes(long bytes) {
    return new TableOptions(
        indexCacheBytes,
        metadataCacheBytes,
        openTables,
        smallRows,
        wholeBytes,
        blockBytes,
        scanBytes,
        fragmentRows,
        fragmentBytes,
        scanBatchRows,
        scanBatchBytes,
        bytes);
  }
}
