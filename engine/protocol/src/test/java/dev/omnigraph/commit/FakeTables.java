package dev.omnigraph.commit;

import dev.omnigraph.error.ErrorKind;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.store.IoStats;
import dev.omnigraph.store.ObjectStore;
import dev.omnigraph.table.BatchStream;
import dev.omnigraph.table.ColumnChange;
import dev.omnigraph.table.IndexSpec;
import dev.omnigraph.table.LookupCost;
import dev.omnigraph.table.Pin;
import dev.omnigraph.table.Predicate;
import dev.omnigraph.table.ScanRequest;
import dev.omnigraph.table.StagedChange;
import dev.omnigraph.table.Staging;
import dev.omnigraph.table.Table;
import dev.omnigraph.table.TableObject;
import dev.omnigraph.table.TableVersion;
import dev.omnigraph.table.Tables;
import dev.omnigraph.table.UpkeepPlan;
import dev.omnigraph.table.UpkeepPolicy;
import dev.omnigraph.table.VersionContents;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Tables as lists of immutable fragments, which is all that the protocol can see of Lance, with the
 * objects that Lance would make in a store.
 */
final class FakeTables implements Tables {
  private static final byte[] BODY = {1, 2, 3, 4};

  private final ObjectStore objects;
  private final Map<TableVersion, Version> versions = new ConcurrentHashMap<>();
  private final AtomicLong next = new AtomicLong(-1);
  final AtomicInteger opened = new AtomicInteger();
  final AtomicInteger closed = new AtomicInteger();

  FakeTables(ObjectStore objects) {
    this.objects = objects;
  }

  /** Rows by id; a deletion replaces the fragment, as a deletion file does. */
  record Fragment(String key, Map<String, String> rows) {
    Fragment {
      rows = Map.copyOf(rows);
    }
  }

  /** What was committed, and by which operation. */
  private record Version(String key, String operationId, List<Fragment> fragments) {}

  /** Fragments that go, exactly as they were seen, and fragments that come. */
  record Change(String operationId, List<Fragment> removed, List<Fragment> added)
      implements StagedChange {
    Change by(String operation) {
      return new Change(operation, removed, added);
    }

    @Override
    public List<String> files() {
      return added.stream().map(Fragment::key).toList();
    }

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
    addVersion(pin, "18446744073709551614", "", List.of());
    return pin;
  }

  @Override
  public Table open(Pin pin) {
    opened.incrementAndGet();
    if (missing(pin).isPresent()) {
      throw new GraphException(ErrorKind.GONE, "table_data_missing", missing(pin).get());
    }
    return new FakeTable(pin);
  }

  @Override
  public Optional<VersionContents> contents(TableVersion wanted) {
    Version version = versions.get(wanted);
    if (version == null || objects.get(version.key()).isEmpty()) {
      return Optional.empty();
    }
    Set<String> units = new TreeSet<>();
    units.add(TableObject.of(version.key()).orElseThrow().unit());
    version.fragments().forEach(fragment -> units.add(fragment.key()));
    return Optional.of(new VersionContents(version.operationId(), units, units));
  }

  /** The same tables, whose objects somebody else copied. */
  void copyFrom(FakeTables other) {
    versions.putAll(other.versions);
    next.set(other.next.get());
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

  /** The keys of a version and of all that it names. */
  List<String> objectsOf(Pin pin) {
    return Stream.concat(
            Stream.of(version(pin).key()), version(pin).fragments().stream().map(Fragment::key))
        .toList();
  }

  private List<Fragment> fragments(Pin pin) {
    missing(pin)
        .ifPresent(
            what -> {
              throw new AssertionError(what);
            });
    return version(pin).fragments();
  }

  private Version version(Pin pin) {
    return Objects.requireNonNull(versions.get(new TableVersion(pin.path(), pin.version())));
  }

  private Optional<String> missing(Pin pin) {
    Version version = versions.get(new TableVersion(pin.path(), pin.version()));
    if (version == null) {
      return Optional.of("no such version: " + pin);
    }
    return Stream.concat(Stream.of(version.key()), version.fragments().stream().map(Fragment::key))
        .filter(key -> objects.get(key).isEmpty())
        .map(key -> key + " is gone, of " + pin)
        .findFirst();
  }

  private void addVersion(Pin pin, String name, String operationId, List<Fragment> fragments) {
    String key = pin.path() + "/_versions/" + name + ".manifest";
    put(key);
    versions.put(
        new TableVersion(pin.path(), pin.version()), new Version(key, operationId, fragments));
  }

  private void put(String key) {
    FaultyStore.apply(() -> objects.create(key, BODY));
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
          if (!kept.isEmpty()) {
            added.add(write(kept));
          }
        }
      }
      added.add(write(rows));
      return new Change("", removed, added);
    }

    private Fragment write(Map<String, String> rows) {
      String key = pin.path() + "/data/" + -next.getAndDecrement() + ".lance";
      put(key);
      return new Fragment(key, rows);
    }

    Change delete(String id) {
      Change change = upsert(Map.of(id, "deleted"));
      return new Change("", change.removed(), change.added().subList(0, change.added().size() - 1));
    }

    Change compact() {
      return new Change("", fragments(pin), List.of(write(rows())));
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
      String name = "d" + Long.toUnsignedString(version);
      addVersion(made, name, change.operationId(), List.copyOf(after));
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
      return (change.rewrite() ? compact() : new Change("", List.of(), List.of())).by(operationId);
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
    public boolean usesIndex(ScanRequest request) {
      return request.filter() != null;
    }

    @Override
    public int roundTrips(ScanRequest request) {
      return 1;
    }

    @Override
    public LookupCost lookupCost() {
      return LookupCost.NEAR;
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
