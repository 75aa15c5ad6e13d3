package dev.omnigraph.protocol.world;

import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.OperationId;
import dev.omnigraph.id.TableId;
import dev.omnigraph.store.IoStats;
import dev.omnigraph.store.ObjectStore;
import dev.omnigraph.store.StorageError;
import dev.omnigraph.table.Pin;
import dev.omnigraph.table.StagedChange;
import dev.omnigraph.table.TableObject;
import dev.omnigraph.table.TableVersion;
import dev.omnigraph.table.Tables;
import dev.omnigraph.table.VersionContents;
import dev.omnigraph.table.WritableTable;
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

/**
 * Tables as lists of immutable fragments, which is all that the protocol can see of Lance, with the
 * objects that Lance would make in a store.
 */
public class FakeTables implements Tables {
  private static final byte[] BODY = {1, 2, 3, 4};

  private final ObjectStore objects;
  private final Map<TableVersion, Version> versions = new ConcurrentHashMap<>();
  private final AtomicLong next = new AtomicLong(-1);
  public final AtomicInteger opened = new AtomicInteger();
  public final AtomicInteger closed = new AtomicInteger();

  public FakeTables(ObjectStore objects) {
    this.objects = objects;
  }

  /** Rows by id; a deletion replaces the fragment, as a deletion file does. */
  public record Fragment(String key, Map<String, String> rows) {
    public Fragment {
      rows = Map.copyOf(rows);
    }
  }

  /** What was committed, and by which operation. */
  private record Version(String key, OperationId operationId, List<Fragment> fragments) {}

  /** Fragments that go, exactly as they were seen, and fragments that come. */
  public record Change(OperationId operationId, List<Fragment> removed, List<Fragment> added)
      implements StagedChange {
    public Change by(OperationId operation) {
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
  public Pin create(TableId id, Schema schema) {
    Pin pin = new Pin(id.toString(), 1, "tx-" + next.getAndDecrement(), 0, 0);
    addVersion(pin, "18446744073709551614", OperationId.NONE, List.of());
    return pin;
  }

  @Override
  public WritableTable open(Pin pin) {
    opened.incrementAndGet();
    if (missing(pin).isPresent()) {
      throw GraphException.of(StorageError.TABLE_DATA_MISSING, missing(pin).get()).build();
    }
    return new FakeTable(this, pin);
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

  public Map<String, String> rows(Pin pin) {
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
  public List<String> objectsOf(Pin pin) {
    return Stream.concat(
            Stream.of(version(pin).key()), version(pin).fragments().stream().map(Fragment::key))
        .toList();
  }

  List<Fragment> fragments(Pin pin) {
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

  Fragment write(Pin pin, Map<String, String> rows) {
    String key = pin.path() + "/data/" + -next.getAndDecrement() + ".lance";
    put(key);
    return new Fragment(key, rows);
  }

  /** Makes the detached version that follows the base. */
  Pin commit(Pin base, OperationId operationId, List<Fragment> fragments) {
    long rows = fragments.stream().mapToLong(f -> f.rows().size()).sum();
    long version = next.getAndDecrement();
    Pin made = new Pin(base.path(), version, "tx" + version, rows, base.generation() + 1);
    addVersion(made, "d" + Long.toUnsignedString(version), operationId, List.copyOf(fragments));
    return made;
  }

  private void addVersion(Pin pin, String name, OperationId operationId, List<Fragment> fragments) {
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
}
