package dev.omnigraph.table;

import java.io.IOException;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.lance.Dataset;
import org.lance.ipc.LanceScanner;
import org.lance.ipc.ScanOptions;

/** The batches of one scanner, as Lance gives them. */
final class ScanStream implements BatchStream {
  private final LanceTables tables;
  private final String path;
  private final LanceScanner scanner;
  private final ArrowReader reader;
  private boolean closed;

  private ScanStream(LanceTables tables, String path, LanceScanner scanner, ArrowReader reader) {
    this.tables = tables;
    this.path = path;
    this.scanner = scanner;
    this.reader = reader;
  }

  static ScanStream open(LanceTables tables, Dataset dataset, String path, ScanOptions options) {
    LanceScanner scanner = dataset.newScan(options);
    try {
      return new ScanStream(tables, path, scanner, scanner.scanBatches());
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
      LanceFailures.guardAction("finish reading the table " + path, reader::close);
    } finally {
      // Complete only after the stream has ended, which closing the reader makes sure of.
      scanner.getStats().ifPresent(s -> tables.counter().read(s.getRequests(), s.getBytesRead()));
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
