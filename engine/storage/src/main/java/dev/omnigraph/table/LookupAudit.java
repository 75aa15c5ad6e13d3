package dev.omnigraph.table;

import dev.omnigraph.derived.CoveredFile;
import dev.omnigraph.derived.DerivedUnusable;
import dev.omnigraph.derived.LiveFile;
import dev.omnigraph.lookup.LookupBlock;
import dev.omnigraph.lookup.LookupCheck;
import dev.omnigraph.lookup.LookupColumn;
import dev.omnigraph.lookup.LookupReader;
import dev.omnigraph.lookup.LookupRef;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * Compares the look-up objects of a version with its rows, each object and the rows read once: that
 * every live row of the files that an object knows is under its id, with its columns, and that
 * edges lead where the object of the other end says. Sums of hashes are compared, so memory holds
 * one bit for each row.
 */
final class LookupAudit {
  private final LanceTable table;

  private LookupAudit(LanceTable table) {
    this.table = table;
  }

  /** What is wrong, by the key of the object. */
  static Map<String, String> run(LanceTable table) {
    LookupAudit audit = new LookupAudit(table);
    Map<String, String> wrong = new TreeMap<>();
    Map<LookupColumn, Found> found = new EnumMap<>(LookupColumn.class);
    for (LookupRef ref : table.pin().lookups()) {
      try {
        found.put(ref.by(), audit.compare(ref));
      } catch (DerivedUnusable e) {
        wrong.put(audit.key(ref), String.valueOf(e.getMessage()));
      }
    }
    Found out = found.get(LookupColumn.SRC);
    Found in = found.get(LookupColumn.DST);
    if (out != null && in != null && !out.leadsTo(in)) {
      for (LookupRef ref : table.pin().lookups()) {
        wrong.put(audit.key(ref), "Its edges lead elsewhere than those of the other direction.");
      }
    }
    return wrong;
  }

  private String key(LookupRef ref) {
    return TableObject.lookup(table.pin().path(), ref.object().name());
  }

  /**
   * What is left of an object to compare with the one of the other direction.
   *
   * @param keySum of the rows and the ranks of their ids
   * @param targetSum of the rows and the ranks of the ids at the other end
   */
  private record Found(LookupCheck.Checked object, long keySum, long targetSum) {
    boolean leadsTo(Found other) {
      return !object.files().equals(other.object.files())
          || !object.keys().equals(other.object.targets())
          || !other.object.keys().equals(object.targets())
          || (keySum == other.targetSum && targetSum == other.keySum);
    }
  }

  private Found compare(LookupRef ref) {
    LookupReader reader = Objects.requireNonNull(table.lookup(ref.by()));
    List<CoveredFile> files = reader.files();
    List<String> columns =
        table.schema().getFields().stream()
            .map(Field::getName)
            .filter(column -> reader.covers(List.of(column)))
            .toList();
    List<BitSet> live = new ArrayList<>();
    files.forEach(file -> live.add(new BitSet()));
    long rows = sumOfTable(ref.by(), columns, files, live);
    Sums sums = new Sums(live, columns, ref.by() != LookupColumn.ID);
    LookupCheck.Checked checked =
        LookupCheck.check(
            ref,
            LanceLookups.ranges(table.tables(), table.pin().path(), ref),
            table.tables().allocator(),
            sums::add);
    if (sums.rows != rows) {
      throw new DerivedUnusable("It has other rows than the table.");
    }
    return new Found(checked, sums.keys, sums.targets);
  }

  /** Of all rows in the files; says which there are. */
  private long sumOfTable(
      LookupColumn by, List<String> columns, List<CoveredFile> files, List<BitSet> live) {
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < files.size(); i++) {
      places.put(files.get(i).path(), i);
    }
    Map<Integer, Integer> covered = new HashMap<>();
    for (LiveFile file : LanceLookups.files(table)) {
      Integer place = places.get(file.file().path());
      if (place != null) {
        covered.put(file.fragment(), place);
      }
    }
    if (covered.isEmpty()) {
      return 0;
    }
    List<String> read = new ArrayList<>(List.of(by.column()));
    read.addAll(columns);
    long sum = 0;
    ScanRequest request = ScanRequest.of(read).in(List.copyOf(covered.keySet())).addressed();
    try (BatchStream stream = table.scan(request)) {
      while (stream.next()) {
        VarCharVector ids = (VarCharVector) stream.batch().getVector(by.column());
        UInt8Vector addresses = (UInt8Vector) stream.batch().getVector(ScanRequest.ROW_ADDRESS);
        List<FieldVector> values =
            columns.stream().map(column -> stream.batch().getVector(column)).toList();
        for (int row = 0; row < stream.batch().getRowCount(); row++) {
          long address = addresses.get(row);
          int place = covered.getOrDefault((int) (address >>> Integer.SIZE), -1);
          if (place >= 0) {
            live.get(place).set((int) address);
            sum += hash(hash(ids.get(row)), number(place, (int) address), values, row);
          }
        }
      }
    }
    return sum;
  }

  /** Of the rows of an object that the version has. */
  private static final class Sums {
    private final List<BitSet> live;
    private final List<String> columns;
    private final boolean edges;
    private long rows;
    private long keys;
    private long targets;

    Sums(List<BitSet> live, List<String> columns, boolean edges) {
      this.live = live;
      this.columns = columns;
      this.edges = edges;
    }

    void add(LookupBlock block) {
      List<FieldVector> values =
          columns.stream().map(column -> block.columns().getVector(column)).toList();
      for (int key = 0; key < block.size(); key++) {
        long id = hash(block.id(key));
        for (int row = block.start(key); row < block.end(key); row++) {
          long number = block.address(row);
          if (edges) {
            keys += mix(number ^ mix(block.first() + key));
            targets += mix(number ^ mix(block.target(row)));
          }
          if (live.get((int) (number >>> Integer.SIZE)).get((int) number)) {
            rows += hash(id, number, values, row);
          }
        }
      }
    }
  }

  private static long number(int file, int offset) {
    return (long) file << Integer.SIZE | offset;
  }

  private static long hash(long id, long number, List<FieldVector> values, int row) {
    long hash = mix(id ^ mix(number));
    for (FieldVector value : values) {
      hash = mix(hash ^ (value.isNull(row) ? 1 : 2L * value.hashCode(row)));
    }
    return hash;
  }

  static long hash(byte[] id) {
    long hash = 0xCBF2_9CE4_8422_2325L;
    for (byte next : id) {
      hash = (hash ^ (next & 0xFF)) * 0x0000_0100_0000_01B3L;
    }
    return hash;
  }

  /** Spreads a number over all bits, as SplittableRandom does. */
  static long mix(long value) {
    long mixed = (value ^ (value >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D0_49BB_1331_11EBL;
    return mixed ^ (mixed >>> 31);
  }
}
