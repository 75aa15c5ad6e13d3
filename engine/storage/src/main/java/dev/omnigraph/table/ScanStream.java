package dev.omnigraph.table;

import dev.omnigraph.store.IoStats;
import java.io.IOException;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.jspecify.annotations.Nullable;
import org.lance.Dataset;
import org.lance.ipc.LanceScanner;
import org.lance.ipc.ScanOptions;

/** The batches of one scanner, as Lance gives them. */
final class ScanStream implements BatchStream {
  private final LanceTables tables;
  private final String path;
  private final LanceScanner scanner;
  private final ArrowReader reader;
  private final @Nullable IoStats known;
  private final ReadPath.Share share;
  private boolean closed;

  private ScanStream(
      LanceTables tables,
      String path,
      LanceScanner scanner,
      ArrowReader reader,
      @Nullable IoStats known,
      ReadPath.Share share) {
    this.tables = tables;
    this.path = path;
    this.scanner = scanner;
    this.reader = reader;
    this.known = known;
    this.share = share;
  }

  /**
   * @param known what it will read, where the scanner does not tell: of files that are read whole
   *     it counts the parts
   * @param share given back with the end of the stream; the caller's if this fails
   */
  static ScanStream open(
      LanceTables tables,
      Dataset dataset,
      String path,
      ScanOptions options,
      @Nullable IoStats known,
      ReadPath.Share share) {
    LanceScanner scanner = dataset.newScan(options);
    try {
      return new ScanStream(tables, path, scanner, scanner.scanBatches(), known, share);
    } catch (RuntimeException e) {
      close(scanner, path);
      throw e;
    }
  }

  @Override
  public boolean next() {
    return LanceFailures.guard("read the table " + path, reader::loadNextBatch);
  }

  @Override
  public VectorSchemaRoot batch() {
    return LanceFailures.guard("read the table " + path, reader::getVectorSchemaRoot);
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      finish();
    } finally {
      share.giveBack();
    }
  }

  private void finish() {
    try {
      LanceFailures.guardAction("finish reading the table " + path, reader::close);
    } finally {
      // Complete only after the stream has ended, which closing the reader makes sure of.
      scanner
          .getStats()
          .map(s -> known != null ? known : new IoStats(s.getRequests(), s.getBytesRead(), 0))
          .ifPresent(io -> tables.counter().read(io.requests(), io.bytesRead()));
      close(scanner, path);
    }
  }

  private static void close(LanceScanner scanner, String path) {
    LanceFailures.guardAction(
        "finish reading the table " + path,
        () -> {
          try {
            scanner.close();
          } catch (RuntimeException | IOException e) {
            throw e;
          } catch (Exception e) {
            throw new IOException(e);
          }
        });
  }
}
