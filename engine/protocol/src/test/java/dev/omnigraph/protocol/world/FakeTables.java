package dev.omnigraph.protocol.world;

import dev.omnigraph.derived.DerivedRef;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.TableId;
import dev.omnigraph.lookup.LookupColumn;
import dev.omnigraph.lookup.LookupRef;
import dev.omnigraph.store.IoStats;
import dev.omnigraph.store.ObjectStore;
import dev.omnigraph.store.StorageError;
import dev.omnigraph.table.FakeVersions;
import dev.omnigraph.table.FakeVersions.Part;
import dev.omnigraph.table.FakeVersions.Removed;
import dev.omnigraph.table.Pin;
import dev.omnigraph.table.SegmentRef;
import dev.omnigraph.table.StagedChange;
import dev.omnigraph.table.TableObject;
import dev.omnigraph.table.TableVersion;
import dev.omnigraph.table.Tables;
import dev.omnigraph.table.VersionContents;
import dev.omnigraph.table.WritableTable;
import java.util.List;
import java.util.Locale;
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
  private final Map<TableVersion, Base> bases = new ConcurrentHashMap<>();
  private final Map<String, Map<String, String>> data = new ConcurrentHashMap<>();
  private final AtomicLong next = new AtomicLong(-1);
  public final AtomicInteger opened = new AtomicInteger();
  public final AtomicInteger closed = new AtomicInteger();

  public FakeTables(ObjectStore objects) {
    this.objects = objects;
  }

  /** Rows by id; a deletion writes those that are left into another fragment. */
  public record Fragment(String key, Map<String, String> rows) {
    public Fragment {
      rows = Map.copyOf(rows);
    }

    Part part() {
      return new Part(key.substring(key.lastIndexOf('/') + 1), rows.size());
    }
  }

  /** A fragment of a version, as it was read there. */
  public record Present(Removed removal, Fragment fragment) {}

  /** A version with an object of its own. */
  private record Base(String key, Pin pin) {}

  /**
   * Fragments that go, exactly as they were seen, and fragments that come.
   *
   * @param makesBase whether it makes a version with an object of its own, as a compaction does
   * @param lookups objects that the version names in place of those that it named, if any were made
   * @param segments likewise
   */
  public record Change(
      boolean makesBase,
      List<Present> removed,
      List<Fragment> added,
      List<LookupRef> lookups,
      List<SegmentRef> segments)
      implements StagedChange {
    static final Change NOTHING = ofRows(List.of(), List.of());

    /** Rows that change. */
    public static Change ofRows(List<Present> removed, List<Fragment> added) {
      return new Change(false, removed, added, List.of(), List.of());
    }

    /** A new version of an object of its own, without derived objects. */
    static Change ofBase(List<Present> removed, List<Fragment> added) {
      return new Change(true, removed, added, List.of(), List.of());
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
      return removed.stream().mapToLong(f -> f.fragment().rows().size()).sum();
    }
  }

  @Override
  public Pin create(TableId id, Schema schema) {
    return addBase(FakeVersions.base(id.toString(), 1, 0, List.of()), "18446744073709551614");
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
    Base base = bases.get(wanted);
    if (base == null || objects.get(base.key()).isEmpty()) {
      return Optional.empty();
    }
    Set<String> units = new TreeSet<>();
    units.add(TableObject.of(base.key()).orElseThrow().unit());
    fragmentsOf(base.pin()).forEach(present -> units.add(present.fragment().key()));
    return Optional.of(new VersionContents(units, units));
  }

  /** What tests say is wrong, by key. */
  public final Map<String, String> wrongDerived = new ConcurrentHashMap<>();

  @Override
  public Map<String, String> checkDerived(Pin pin) {
    Map<String, String> wrong = new TreeMap<>(wrongDerived);
    wrong.keySet().retainAll(pin.derivedKeys());
    return wrong;
  }

  /** The same tables, whose objects somebody else copied. */
  void copyFrom(FakeTables other) {
    bases.putAll(other.bases);
    data.putAll(other.data);
    next.set(other.next.get());
  }

  public Map<String, String> rows(Pin pin) {
    Map<String, String> rows = new TreeMap<>();
    for (Present present : fragments(pin)) {
      present
          .fragment()
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

  /**
   * The keys of a version's base, of all that this names, of what was added to it, and of what is
   * derived from its rows.
   */
  public Set<String> objectsOf(Pin pin) {
    Base base = base(pin);
    Set<String> keys = new TreeSet<>();
    keys.add(base.key());
    fragmentsOf(base.pin()).forEach(present -> keys.add(present.fragment().key()));
    fragmentsOf(pin).forEach(present -> keys.add(present.fragment().key()));
    keys.addAll(pin.derivedKeys());
    return keys;
  }

  /** The fragments of a version, all of whose objects must be there. */
  public List<Present> fragments(Pin pin) {
    missing(pin)
        .ifPresent(
            what -> {
              throw new AssertionError(what);
            });
    return fragmentsOf(pin);
  }

  List<Present> fragmentsOf(Pin pin) {
    return FakeVersions.parts(pin).stream()
        .map(
            present -> {
              String key = pin.path() + "/data/" + present.part().file();
              return new Present(
                  present.removal(), new Fragment(key, Objects.requireNonNull(data.get(key))));
            })
        .toList();
  }

  private Base base(Pin pin) {
    return Objects.requireNonNull(bases.get(new TableVersion(pin.path(), pin.version())));
  }

  private Optional<String> missing(Pin pin) {
    Base base = bases.get(new TableVersion(pin.path(), pin.version()));
    if (base == null) {
      return Optional.of("no such version: " + pin);
    }
    return Stream.concat(
            Stream.of(base.key()), fragmentsOf(pin).stream().map(p -> p.fragment().key()))
        .filter(key -> objects.get(key).isEmpty())
        .map(key -> key + " is gone, of " + pin)
        .findFirst();
  }

  Fragment write(Pin pin, Map<String, String> rows) {
    String key = pin.path() + "/data/" + -next.getAndDecrement() + ".lance";
    put(key);
    data.put(key, Map.copyOf(rows));
    return new Fragment(key, rows);
  }

  LookupRef writeLookup(Pin pin) {
    String name = String.format(Locale.ROOT, "%036x.lookup", -next.getAndDecrement());
    put(pin.path() + "/_lookups/" + name);
    return new LookupRef(LookupColumn.ID, new DerivedRef(name, BODY.length, 1, 0));
  }

  SegmentRef writeSegment(Pin pin) {
    String name = String.format(Locale.ROOT, "%036x.text", -next.getAndDecrement());
    put(pin.path() + "/_search/" + name);
    return new SegmentRef(
        SegmentRef.Kind.TEXT, 0, "words", new DerivedRef(name, BODY.length, 1, 0));
  }

  /** The version after a change; empty when it does not fit. */
  Optional<Pin> commit(Pin on, Change change) {
    if (!change.lookups().isEmpty()) {
      return Optional.of(FakeVersions.withDerived(on, change.lookups(), change.segments()));
    }
    if (change.equals(Change.NOTHING)) {
      return Optional.of(on);
    }
    List<Removed> removed = change.removed().stream().map(Present::removal).toList();
    List<Part> added = change.added().stream().map(Fragment::part).toList();
    Optional<Pin> changed = FakeVersions.changed(on, removed, added);
    if (changed.isEmpty() || !change.makesBase()) {
      return changed;
    }
    long version = next.getAndDecrement();
    List<Part> parts = fragmentsOf(changed.get()).stream().map(p -> p.fragment().part()).toList();
    Pin made = FakeVersions.base(on.path(), version, on.generation() + 1, parts);
    return Optional.of(addBase(made, "d" + Long.toUnsignedString(version)));
  }

  private Pin addBase(Pin pin, String name) {
    String key = pin.path() + "/_versions/" + name + ".manifest";
    put(key);
    bases.put(new TableVersion(pin.path(), pin.version()), new Base(key, pin));
    return pin;
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
