package dev.omnigraph.commit;

import dev.omnigraph.manifest.Pin;
import dev.omnigraph.store.IoStats;
import dev.omnigraph.table.BatchStream;
import dev.omnigraph.table.ColumnChange;
import dev.omnigraph.table.IndexSpec;
import dev.omnigraph.table.Predicate;
import dev.omnigraph.table.ScanRequest;
import dev.omnigraph.table.StagedChange;
import dev.omnigraph.table.Staging;
import dev.omnigraph.table.Table;
import dev.omnigraph.table.Tables;
import dev.omnigraph.table.UpkeepPlan;
import dev.omnigraph.table.UpkeepPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** Tables as lists of immutable fragments, which is all that the protocol can see of Lance. */
final class FakeTables implements Tables {
  private final Map<Pin, List<Fragment>> versions = new ConcurrentHashMap<>();
  private final AtomicLong next = new AtomicLong(-1);
  final AtomicInteger opened = new AtomicInteger();
  final AtomicInteger closed = new AtomicInteger();

  /** Rows by id; a deletion replaces the fragment, as a deletion file does. */
  record Fragment(Map<String, String> rows) {
    Fragment {
      rows = Map.copyOf(rows);
    }
  }

  /** Fragments that go, exactly as they were seen, and fragments that come. */
  record Change(List<Fragment> removed, List<Fragment> added) implements StagedChange {
    @Override
    public long appendedRows() {
      return added.stream().mapToLong(f -> f.rows().size()).sum();
    }

    @Override
    public long deletedRows() {
      return removed.stream().mapToLong(f -> f.rows().size()).sum();
    }
  }

  @Override
  public Pin create(String path, Schema schema) {
    Pin pin = new Pin(path, 1, "tx-" + next.getAndDecrement(), 0, 0);
    versions.put(pin, List.of());
    return pin;
  }

  @Override
  public Table open(Pin pin) {
    opened.incrementAndGet();
    return new FakeTable(pin);
  }

  FakeTables copy() {
    FakeTables copy = new FakeTables();
    copy.versions.putAll(versions);
    copy.next.set(next.get());
    return copy;
  }

  Map<String, String> rows(Pin pin) {
    Map<String, String> rows = new TreeMap<>();
    for (Fragment fragment : fragments(pin)) {
      fragment
          .rows()
          .forEach(
              (id, value) -> {
                if (rows.put(id, value) != null) {
                  throw new AssertionError("row " + id + " is doubled in " + pin);
                }
              });
    }
    return rows;
  }

  private List<Fragment> fragments(Pin pin) {
    List<Fragment> fragments = versions.get(pin);
    if (fragments == null) {
      throw new AssertionError("no such version: " + pin);
    }
    return fragments;
  }

  @Override
  public BufferAllocator allocator() {
    throw new UnsupportedOperationException();
  }

  @Override
  public IoStats io() {
    return IoStats.NONE;
  }

  @Override
  public void close() {}

  /** What operations of the tests read. */
  final class FakeTable implements Table {
    private final Pin pin;

    private FakeTable(Pin pin) {
      fragments(pin);
      this.pin = pin;
    }

    Map<String, String> rows() {
      return FakeTables.this.rows(pin);
    }

    /** Rows put under their ids, replacing those that are there. */
    Change upsert(Map<String, String> rows) {
      List<Fragment> removed = new ArrayList<>();
      List<Fragment> added = new ArrayList<>();
      for (Fragment fragment : fragments(pin)) {
        if (fragment.rows().keySet().stream().anyMatch(rows::containsKey)) {
          Map<String, String> kept = new TreeMap<>(fragment.rows());
          kept.keySet().removeAll(rows.keySet());
          removed.add(fragment);
          added.add(new Fragment(kept));
        }
      }
      added.add(new Fragment(rows));
      return new Change(removed, added);
    }

    Change delete(String id) {
      Change change = upsert(Map.of(id, "deleted"));
      return new Change(change.removed(), change.added().subList(0, change.added().size() - 1));
    }

    Change compact() {
      return new Change(fragments(pin), List.of(new Fragment(rows())));
    }

    int fragmentCount() {
      return fragments(pin).size();
    }

    @Override
    public Pin pin() {
      return pin;
    }

    @Override
    public Optional<Pin> commit(StagedChange staged) {
      Change change = (Change) staged;
      List<Fragment> after = new ArrayList<>(fragments(pin));
      for (Fragment fragment : change.removed()) {
        if (!after.remove(fragment)) {
          return Optional.empty();
        }
      }
      after.addAll(change.added());
      long rows = after.stream().mapToLong(f -> f.rows().size()).sum();
      long version = next.getAndDecrement();
      Pin made = new Pin(pin.path(), version, "tx" + version, rows, pin.generation() + 1);
      versions.put(made, List.copyOf(after));
      return Optional.of(made);
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }

    @Override
    public UpkeepPlan planUpkeep(UpkeepPolicy policy, List<IndexSpec> indexes) {
      throw new UnsupportedOperationException();
    }

    @Override
    public StagedChange stageUpkeep(UpkeepPlan plan, UpkeepPolicy policy, String operationId) {
      throw new UnsupportedOperationException();
    }

    /** Rows here have no columns. */
    @Override
    public StagedChange stageColumns(ColumnChange change, String operationId) {
      return change.rewrite() ? compact() : new Change(List.of(), List.of());
    }

    @Override
    public Schema schema() {
      throw new UnsupportedOperationException();
    }

    @Override
    public BatchStream scan(ScanRequest request) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long count(@Nullable Predicate filter) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Staging stage(String operationId) {
      throw new UnsupportedOperationException();
    }
  }
}
