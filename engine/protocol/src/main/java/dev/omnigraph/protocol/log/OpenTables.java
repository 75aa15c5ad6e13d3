package dev.omnigraph.protocol.log;

import dev.omnigraph.commit.BranchView;
import dev.omnigraph.commit.Failures;
import dev.omnigraph.commit.Seam;
import dev.omnigraph.commit.Seams;
import dev.omnigraph.id.BranchId;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.manifest.ManifestState;
import dev.omnigraph.manifest.Texts;
import dev.omnigraph.protocol.object.Parallel;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.table.Pin;
import dev.omnigraph.table.Tables;
import dev.omnigraph.table.WritableTable;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The table versions that one operation has open, each opened once, and the views of its branch
 * that share them.
 */
public final class OpenTables implements AutoCloseable {
  private final Tables tables;
  private final Parallel parallel;
  private final Seams seams;
  private final TextReading texts;
  private final Map<Pin, CompletableFuture<WritableTable>> open = new HashMap<>();
  private boolean closed;

  public OpenTables(Tables tables, Parallel parallel, Seams seams, TextReading texts) {
    this.texts = texts;
    this.tables = tables;
    this.parallel = parallel;
    this.seams = seams;
  }

  /** Starts opening the version, unless somebody did. */
  public synchronized CompletableFuture<WritableTable> start(Pin pin) {
    if (closed) {
      throw new IllegalStateException("the operation has ended");
    }
    return open.computeIfAbsent(pin, p -> parallel.start(() -> open(p)));
  }

  private WritableTable open(Pin pin) {
    seams.at(Seam.OPEN_TABLE, pin.path());
    return tables.open(pin);
  }

  /** Closes every version, also those that are still being opened. */
  @Override
  public void close() {
    Map<Pin, CompletableFuture<WritableTable>> all;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      all = Map.copyOf(open);
    }
    for (CompletableFuture<WritableTable> table : all.values()) {
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
    texts.close();
  }

  /** A branch at its head's state; closing it closes all tables. */
  public BranchView view(Head head, Catalog catalog, Instant now) {
    return new StateView(head, catalog, now);
  }

  private final class StateView implements BranchView {
    private final Head head;
    private final Catalog catalog;
    private final Instant now;

    StateView(Head head, Catalog catalog, Instant now) {
      this.head = head;
      this.catalog = catalog;
      this.now = now;
    }

    @Override
    public ManifestState state() {
      return head.state();
    }

    @Override
    public Texts queries() {
      return texts.queries(head);
    }

    @Override
    public Texts policy() {
      return texts.policy(head);
    }

    @Override
    public BranchId branchId() {
      return head.branchId();
    }

    @Override
    public BranchName branch() {
      return head.name();
    }

    @Override
    public Instant now() {
      return now;
    }

    @Override
    public Catalog catalog() {
      return catalog;
    }

    @Override
    public WritableTable table(EntityType type) {
      return Parallel.join(start(pin(type)));
    }

    @Override
    public void prefetch(Collection<? extends EntityType> types) {
      types.forEach(type -> start(pin(type)));
    }

    @Override
    public void close() {
      OpenTables.this.close();
    }

    private Pin pin(EntityType type) {
      Pin pin = pins().get(type.tableId());
      if (pin == null) {
        throw Failures.defect(
            "Commit " + commitId() + " has no table for type " + type.name() + ".");
      }
      if (state().isPurged(type.tableId())) {
        throw Failures.dataPurged(branch(), type.name());
      }
      return pin;
    }
  }
}
