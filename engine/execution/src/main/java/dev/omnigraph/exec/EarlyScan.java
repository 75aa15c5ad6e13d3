package dev.omnigraph.exec;

import dev.omnigraph.table.BatchStream;
import dev.omnigraph.table.ScanRequest;
import dev.omnigraph.table.Table;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * A scan whose first batch is on its way before anybody asks for it. Holds that one batch at most.
 */
final class EarlyScan implements BatchStream {
  private final CompletableFuture<Started> started;
  private boolean read;

  private record Started(BatchStream stream, boolean hasBatch) {}

  private EarlyScan(CompletableFuture<Started> started) {
    this.started = started;
  }

  static EarlyScan start(Executor executor, Table table, ScanRequest request) {
    return new EarlyScan(
        CompletableFuture.supplyAsync(
            () -> {
              BatchStream stream = table.scan(request);
              try {
                return new Started(stream, stream.next());
              } catch (RuntimeException e) {
                stream.close();
                throw e;
              }
            },
            executor));
  }

  @Override
  public boolean next() {
    Started scan = join();
    if (!read) {
      read = true;
      return scan.hasBatch();
    }
    return scan.stream().next();
  }

  @Override
  public VectorSchemaRoot batch() {
    return join().stream().batch();
  }

  /** Waits for what is on its way, so that nothing runs on after the query. */
  @Override
  public void close() {
    started
        .handle(
            (scan, failure) -> {
              if (failure == null) {
                scan.stream().close();
              }
              return "";
            })
        .join();
  }

  private Started join() {
    try {
      return started.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }
}
