package dev.omnigraph.table;

import dev.omnigraph.derived.DerivedUnusable;
import dev.omnigraph.derived.LiveFile;
import dev.omnigraph.derived.PageCache;
import dev.omnigraph.derived.Ranges;
import dev.omnigraph.lookup.LookupColumn;
import dev.omnigraph.lookup.LookupReader;
import dev.omnigraph.lookup.LookupRef;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** The look-up objects of one version of a table. Thread-safe. */
final class LanceLookups implements AutoCloseable {
  private final LanceTable table;
  private final Map<LookupColumn, LookupReader> readers = new EnumMap<>(LookupColumn.class);

  /** Of the fragments asked for so far; also held by whoever reads them. */
  private final Map<Integer, BitSet> deleted = new HashMap<>();

  private boolean closed;

  LanceLookups(LanceTable table) {
    this.table = table;
  }

  /** Null when the version has none by the column. */
  @Nullable LookupReader by(LookupColumn by) {
    synchronized (readers) {
      LookupReader reader = readers.get(by);
      if (reader == null) {
        reader = open(by, table.tables().pages());
        if (reader != null) {
          readers.put(by, reader);
        }
      }
      return reader;
    }
  }

  /** The same, reading what is in the store now. */
  @Nullable LookupReader afresh(LookupColumn by) {
    return open(by, new PageCache(0));
  }

  /** The fragments of a version, as look-up objects know them, in its order. */
  static List<LiveFile> files(LanceTable table) {
    return fragments(table).map(fragment -> fragment.live(table.pin().path())).toList();
  }

  /** The fragments of a version, in its order. */
  static Stream<FragmentMessage> fragments(LanceTable table) {
    VersionManifest manifest = table.pin().manifest();
    return manifest != null
        ? manifest.fragments().stream()
        : table.fragments().stream().map(f -> FragmentMessage.of(f.metadata()));
  }

  /** The bytes of an object of a table. */
  static Ranges ranges(LanceTables tables, String path, LookupRef ref) {
    return DerivedObjects.ranges(tables, TableObject.lookup(path, ref.object().name()));
  }

  /** See {@link Table#deletedRows}. */
  Map<Integer, BitSet> deletedRows(Collection<LiveFile> fragments) {
    Map<Integer, BitSet> rows = new HashMap<>();
    List<LiveFile> listed = new ArrayList<>();
    for (LiveFile fragment : fragments) {
      if (fragment.file().deletions().isEmpty()) {
        rows.put(fragment.fragment(), new BitSet());
      } else {
        listed.add(fragment);
      }
    }
    Map<Integer, BitSet> read = listed.isEmpty() ? Map.of() : deleted(listed);
    for (LiveFile fragment : listed) {
      rows.put(
          fragment.fragment(),
          (BitSet) Objects.requireNonNull(read.get(fragment.fragment())).clone());
    }
    return rows;
  }

  /** Waits for what is being read, and reads no more. */
  @Override
  public void close() {
    synchronized (deleted) {
      closed = true;
    }
  }

  private @Nullable LookupReader open(LookupColumn by, PageCache cache) {
    for (LookupRef ref : table.pin().lookups()) {
      if (ref.by() == by) {
        LanceTables tables = table.tables();
        return new LookupReader(
            ref,
            ranges(tables, table.pin().path(), ref),
            cache,
            files(table),
            this::deleted,
            tables.executor());
      }
    }
    return null;
  }

  /**
   * The lists of deleted rows: what a scan of addresses alone does not give. It asks for these
   * lists and for nothing else, side by side.
   */
  private Map<Integer, BitSet> deleted(Collection<LiveFile> fragments) {
    synchronized (deleted) {
      if (closed) {
        throw new DerivedUnusable("The table " + table.pin().path() + " is closed.");
      }
      Map<Integer, BitSet> missing = new HashMap<>();
      for (LiveFile live : fragments) {
        if (!deleted.containsKey(live.fragment())) {
          BitSet rows = new BitSet();
          rows.set(0, (int) live.file().rows());
          missing.put(live.fragment(), rows);
        }
      }
      if (!missing.isEmpty()) {
        clearLive(missing);
        deleted.putAll(missing);
      }
      return Map.copyOf(deleted);
    }
  }

  private void clearLive(Map<Integer, BitSet> rows) {
    ScanRequest request = ScanRequest.of(List.of()).in(List.copyOf(rows.keySet())).addressed();
    try (BatchStream stream = table.scan(request)) {
      while (stream.next()) {
        VectorSchemaRoot batch = stream.batch();
        UInt8Vector addresses = (UInt8Vector) batch.getVector(ScanRequest.ROW_ADDRESS);
        for (int i = 0; i < batch.getRowCount(); i++) {
          long address = addresses.get(i);
          BitSet fragment = rows.get((int) (address >>> 32));
          if (fragment != null) {
            fragment.clear((int) address);
          }
        }
      }
    }
  }
}
