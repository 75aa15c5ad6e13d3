package dev.omnigraph.table;

import dev.omnigraph.derived.DerivedUnusable;
import dev.omnigraph.derived.LiveFile;
import dev.omnigraph.lookup.IdRanks;
import dev.omnigraph.lookup.LookupCheck;
import dev.omnigraph.lookup.LookupColumn;
import dev.omnigraph.lookup.LookupRef;
import dev.omnigraph.lookup.LookupWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds the look-up objects of one version of a table, in bounded memory: the ids of nodes with
 * their ranks, and four numbers for each row, stay; the covered columns are read in passes, each of
 * which holds those of the keys whose objects are written next.
 */
final class LookupBuilder {
  private static final Logger LOG = LoggerFactory.getLogger(LookupBuilder.class);

  /** The arrays by row number: both ends, the order, and where a row's columns are. */
  static final int BYTES_OF_A_ROW = 4 * Integer.BYTES;

  /** A pass holds so many times what it should at most: how wide columns are is an estimate. */
  private static final int MOST_FOLD = 2;

  private final LanceTable table;
  private final TableOptions.Lookups limits;
  private final List<LiveFile> files;

  /** By fragment, the number of its first row. */
  private final Map<Integer, Integer> firsts = new HashMap<>();

  private final int rows;
  private final Map<Pin, IdRanks> ids = new HashMap<>();
  private long left;
  private byte[] id = new byte[64];

  private LookupBuilder(LanceTable table) {
    this.table = table;
    this.limits = table.tables().options().lookups();
    this.files = LanceLookups.files(table);
    long sum = 0;
    for (LiveFile file : files) {
      firsts.put(file.fragment(), (int) sum);
      sum += file.file().rows();
    }
    left = limits.mostBytes() - sum * BYTES_OF_A_ROW;
    if (left < 0) {
      throw new DerivedUnusable("it has too many rows for the memory: " + sum);
    }
    this.rows = (int) sum;
  }

  /**
   * The objects, in the store and read back. One table's are built at a time.
   *
   * @param specs of one type
   * @return none when they cannot be made
   */
  static List<LookupRef> build(LanceTable table, List<LookupSpec> specs) {
    if (specs.isEmpty()) {
      return List.of();
    }
    table.tables().lookupBuilds().lock();
    try {
      return new LookupBuilder(table).build(specs);
    } catch (DerivedUnusable | UncheckedIOException e) {
      LOG.warn("No look-up object of {} is built: {}.", table.pin().path(), e.getMessage());
      return List.of();
    } finally {
      table.tables().lookupBuilds().unlock();
    }
  }

  private List<LookupRef> build(List<LookupSpec> specs) {
    List<IdRanks> keys = new ArrayList<>();
    for (LookupSpec spec : specs) {
      keys.add(ids(spec.keys() == null ? table.pin() : spec.keys()));
    }
    int[][] ranks = ranks(specs.stream().map(spec -> spec.by().column()).toList(), keys);
    ids.values().forEach(IdRanks::onlyIds);
    LookupColumns columns = LookupColumns.of(table, limits.objectBytes());
    try {
      return build(specs, keys, ranks, columns);
    } catch (DerivedUnusable.TooLarge | UncheckedIOException e) {
      if (columns.equals(columns.withoutTexts())) {
        throw e;
      }
      LOG.info("Look-up objects of {} cover no texts: {}", table.pin().path(), e.getMessage());
      return build(specs, keys, ranks, columns.withoutTexts());
    }
  }

  private List<LookupRef> build(
      List<LookupSpec> specs, List<IdRanks> keys, int[][] ranks, LookupColumns columns) {
    List<LookupRef> built = new ArrayList<>();
    for (int i = 0; i < specs.size(); i++) {
      LookupSpec spec = specs.get(i);
      // An edge's other end is the key of the other object.
      int other = specs.size() - 1 - i;
      built.add(
          spec.by() == LookupColumn.ID
              ? build(spec.by(), keys.get(i), ranks[i], null, null, columns)
              : build(spec.by(), keys.get(i), ranks[i], keys.get(other), ranks[other], columns));
    }
    return built;
  }

  private LookupRef build(
      LookupColumn by,
      IdRanks keys,
      int[] ranks,
      @Nullable IdRanks targets,
      int @Nullable [] targetRanks,
      LookupColumns columns) {
    RowOrder order = RowOrder.of(ranks, targetRanks, keys.size());
    Schema schema = new Schema(columns.fields());
    LookupRef sent;
    try (LookupWriter writer =
        new LookupWriter(
            by,
            keys.keys(),
            targets == null ? null : targets.keys(),
            schema,
            files.stream().map(LiveFile::file).toList(),
            order.rows().length,
            limits.objectBytes(),
            table.tables().allocator())) {
      try (VectorSchemaRoot held = VectorSchemaRoot.create(schema, table.tables().allocator())) {
        write(keys, order, targetRanks, new Pass(held, columns, ranks), writer);
      }
      sent = send(writer.finish());
    }
    return checked(sent, order.rows().length);
  }

  private static void write(
      IdRanks keys, RowOrder order, int @Nullable [] targetRanks, Pass pass, LookupWriter writer) {
    for (int rank = 0; rank < keys.size(); rank++) {
      if (pass.isOver(rank)) {
        pass.next(rank, order.starts());
      }
      writer.key(keys.id(rank));
      for (int i = order.starts()[rank]; i < order.starts()[rank + 1]; i++) {
        int number = order.rows()[i];
        int target = targetRanks == null ? 0 : targetRanks[number];
        writer.row(target, number, pass.columns(), pass.indexOf(number));
      }
    }
  }

  /** The covered columns of the rows of some keys that follow each other. */
  private final class Pass {
    private final VectorSchemaRoot held;
    private final LookupColumns columns;
    private final int[] ranks;
    private final int[] indexes;
    private int end;

    Pass(VectorSchemaRoot held, LookupColumns columns, int[] ranks) {
      this.held = held;
      this.columns = columns;
      this.ranks = ranks;
      this.indexes = columns.fields().isEmpty() ? new int[0] : new int[rows];
    }

    boolean isOver(int rank) {
      return rank >= end;
    }

    List<FieldVector> columns() {
      return held.getFieldVectors();
    }

    int indexOf(int number) {
      return indexes.length == 0 ? 0 : indexes[number];
    }

    void next(int from, int[] starts) {
      if (indexes.length == 0) {
        end = Integer.MAX_VALUE;
        return;
      }
      long rows = Math.max(1, limits.passBytes() / columns.width());
      end = from + 1;
      while (end < starts.length - 1 && starts[end + 1] - starts[from] <= rows) {
        end++;
      }
      int count = starts[end] - starts[from];
      held.clear();
      int[] next = {0};
      long[] bytes = {0};
      long most = MOST_FOLD * Math.max(limits.passBytes(), columns.width() * count);
      scan(
          table,
          columns.names(),
          (vectors, row, address) -> {
            int number = number(address);
            if (ranks[number] >= from && ranks[number] < end) {
              for (int i = 0; i < held.getFieldVectors().size(); i++) {
                held.getVector(i).copyFromSafe(row, next[0], vectors.get(i));
                bytes[0] += LookupColumns.bytes(vectors.get(i), row);
              }
              if (bytes[0] > most) {
                throw new DerivedUnusable.TooLarge("its texts are longer than some of them say");
              }
              indexes[number] = next[0]++;
            }
          });
    }
  }

  private IdRanks ids(Pin pin) {
    IdRanks known = ids.get(pin);
    if (known != null) {
      return known;
    }
    IdRanks read = new IdRanks(left);
    if (pin.equals(table.pin())) {
      read(table, read);
    } else {
      try (LanceTable nodes = table.tables().openTable(pin)) {
        read(nodes, read);
      }
    }
    read.sort();
    left -= read.bytes();
    ids.put(pin, read);
    return read;
  }

  private void read(LanceTable nodes, IdRanks into) {
    scan(
        nodes,
        List.of(ArrowSchemas.ID),
        (vectors, row, address) -> into.add(id, id((VarCharVector) vectors.getFirst(), row)));
  }

  /** By column and row number, the rank of the id there. */
  private int[][] ranks(List<String> columns, List<IdRanks> keys) {
    int[][] ranks = new int[columns.size()][rows];
    for (int[] column : ranks) {
      Arrays.fill(column, -1);
    }
    scan(
        table,
        columns,
        (vectors, row, address) -> {
          int number = number(address);
          for (int i = 0; i < ranks.length; i++) {
            int rank = keys.get(i).rank(id, id((VarCharVector) vectors.get(i), row));
            if (rank < 0) {
              throw new DerivedUnusable("a row names a node that there is not");
            }
            ranks[i][number] = rank;
          }
        });
    return ranks;
  }

  /** Copies an id to where all are read, and says how long it is. */
  private int id(VarCharVector ids, int row) {
    int length = ids.getValueLength(row);
    if (id.length < length) {
      id = new byte[2 * length];
    }
    ids.getDataBuffer().getBytes(ids.getStartOffset(row), id, 0, length);
    return length;
  }

  private int number(long address) {
    return Objects.requireNonNull(firsts.get((int) (address >>> Integer.SIZE))) + (int) address;
  }

  /** Told of a row. */
  private interface RowReader {
    void row(List<FieldVector> columns, int row, long address);
  }

  private static void scan(LanceTable table, List<String> columns, RowReader reader) {
    try (BatchStream stream = table.scan(ScanRequest.of(columns).addressed())) {
      while (stream.next()) {
        List<FieldVector> vectors =
            columns.stream().map(column -> stream.batch().getVector(column)).toList();
        UInt8Vector addresses = (UInt8Vector) stream.batch().getVector(ScanRequest.ROW_ADDRESS);
        for (int row = 0; row < stream.batch().getRowCount(); row++) {
          reader.row(vectors, row, addresses.get(row));
        }
      }
    }
  }

  private LookupRef send(LookupWriter.Written written) {
    String key = TableObject.lookup(table.pin().path(), written.ref().object().name());
    DerivedObjects.send(table.tables(), key, written.body());
    return written.ref();
  }

  /** The object as it lies in the store: a wrong one would hide rows, and nobody would notice. */
  private LookupRef checked(LookupRef ref, int expected) {
    LookupCheck.Checked read =
        LookupCheck.check(
            ref,
            LanceLookups.ranges(table.tables(), table.pin().path(), ref),
            table.tables().allocator());
    if (read.rows() != expected || expected != table.pin().rows()) {
      throw new DerivedUnusable("it would not have the rows of the table");
    }
    return ref;
  }
}
