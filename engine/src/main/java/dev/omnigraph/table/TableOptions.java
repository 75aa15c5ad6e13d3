package dev.omnigraph.table;

/**
 * How much memory tables may use. Lance's own cache defaults are gigabytes, so all are set.
 *
 * @param indexCacheBytes for index pages, over all tables
 * @param metadataCacheBytes for manifests and file footers, over all tables
 * @param fragmentRows rows after which a staging writes a fragment out
 * @param fragmentBytes bytes of column data after which it does
 * @param scanBatchRows rows at most in a batch of a scan
 * @param blobBatchBytes bytes of blobs after which a batch of a scan ends, so that a batch holds
 *     more only when a single value does
 */
public record TableOptions(
    long indexCacheBytes,
    long metadataCacheBytes,
    int fragmentRows,
    long fragmentBytes,
    int scanBatchRows,
    long blobBatchBytes) {

  /** For a process of half a gigabyte or more. */
  public static final TableOptions DEFAULT =
      new TableOptions(64L << 20, 32L << 20, 1 << 20, 48L << 20, 8192, 16L << 20);

  public TableOptions withCaches(long indexBytes, long metadataBytes) {
    return new TableOptions(
        indexBytes, metadataBytes, fragmentRows, fragmentBytes, scanBatchRows, blobBatchBytes);
  }

  public TableOptions withFragmentRows(int rows) {
    return new TableOptions(
        indexCacheBytes, metadataCacheBytes, rows, fragmentBytes, scanBatchRows, blobBatchBytes);
  }

  public TableOptions withFragmentBytes(long bytes) {
    return new TableOptions(
        indexCacheBytes, metadataCacheBytes, fragmentRows, bytes, scanBatchRows, blobBatchBytes);
  }

  public TableOptions withBlobBatchBytes(long bytes) {
    return new TableOptions(
        indexCacheBytes, metadataCacheBytes, fragmentRows, fragmentBytes, scanBatchRows, bytes);
  }
}
