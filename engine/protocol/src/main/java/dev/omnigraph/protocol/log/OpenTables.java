package dev.omnigraph.protocol.log;

import dev.omnigraph.commit.Seam;
import dev.omnigraph.commit.Seams;
import dev.omnigraph.protocol.object.Parallel;
import dev.omnigraph.table.Pin;
import dev.omnigraph.table.Table;
import dev.omnigraph.table.Tables;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The table versions that one operation has open, each opened once whichever view asks. */
public final class OpenTables implements AutoCloseable {
  private final Tables tables;
  private final Parallel parallel;
  private final Seams seams;
  private final Map<Pin, CompletableFuture<Table>> open = new HashMap<>();
  private boolean closed;

  public OpenTables(Tables tables, Parallel parallel, Seams seams) {
    this.tables = tables;
    this.parallel = parallel;
    this.seams = seams;
  }

  /** Starts opening the version, unless somebody did. */
  public synchronized CompletableFuture<Table> start(Pin pin) {
    if (closed) {
      throw new IllegalStateException("the operation has ended");
    }
    return open.computeIfAbsent(pin, p -> parallel.start(() -> open(p)));
  }

  private Table open(Pin pin) {
    seams.at(Seam.OPEN_TABLE, pin.path());
    return tables.open(pin);
  }

  Table table(Pin pin) {
    return Parallel.join(start(pin));
  }

  /** Closes every version, also those that are still being opened. */
  @Override
  public void close() {
    Map<Pin, CompletableFuture<Table>> all;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      all = Map.copyOf(open);
    }
    for (CompletableFuture<Table> table : all.values()) {
      table
          .handle(
              (opened, failure) -> {
                if (failure == null) {
                  opened.close();
                }
                return "";
              })
          .join();
    }
  }
}
