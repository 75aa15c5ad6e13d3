package dev.omnigraph.exec;

import dev.omnigraph.derived.DerivedUnusable;
import dev.omnigraph.lookup.KeySet;
import dev.omnigraph.lookup.Lookup;
import dev.omnigraph.lookup.LookupBlock;
import dev.omnigraph.lookup.LookupColumn;
import dev.omnigraph.lookup.Need;
import dev.omnigraph.table.ArrowSchemas;
import dev.omnigraph.table.ArrowValues;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.NullUnmarked;

/** A look-up object of Java maps that keeps the contract of {@link Lookup}. */
@NullUnmarked
final class MemoryLookup implements Lookup {
  private static final int BLOCK = 2;

  /** Of an object that tells that it cannot be used only when it is read. */
  private boolean damaged;

  private final LookupColumn by;
  private final Schema schema;
  private final List<String> columns;
  private final List<byte[]> ids;
  private final List<String> ends;
  private final Set<Integer> uncovered;
  private final List<Row> rows;
  private int reads;

  /**
   * A row that the object knows.
   *
   * @param address in the table; negative for a row that is no more
   */
  record Row(long address, Map<String, Object> values) {}

  /**
   * @param ids of the keys
   * @param ends of the nodes at the other end; null for nodes
   * @param uncovered fragments
   */
  MemoryLookup(
      LookupColumn by,
      Schema schema,
      List<String> columns,
      Collection<String> ids,
      Collection<String> ends,
      Set<Integer> uncovered,
      List<Row> rows) {
    this.by = by;
    this.schema = schema;
    this.columns = columns;
    this.ids = sorted(ids);
    this.ends = ends == null ? null : sorted(ends).stream().map(MemoryLookup::text).toList();
    this.uncovered = uncovered;
    this.rows = rows;
  }

  MemoryLookup damaged() {
    damaged = true;
    return this;
  }

  /** How often blocks were asked for. */
  int reads() {
    return reads;
  }

  @Override
  public void start() {}

  @Override
  public KeySet keys() {
    return new KeySet(ids.size(), ids.stream().map(MemoryLookup::text).toList().toString());
  }

  @Override
  public KeySet targets() {
    return ends == null ? null : new KeySet(ends.size(), ends.toString());
  }

  @Override
  public boolean covers(Collection<String> wanted) {
    return columns.containsAll(wanted);
  }

  @Override
  public List<Integer> uncovered() {
    return List.copyOf(uncovered);
  }

  @Override
  public long uncoveredRows() {
    return uncovered.size();
  }

  @Override
  public void warm(int[] ranks, Collection<byte[]> wanted, Need need) {}

  @Override
  public void read(
      int[] ranks,
      Collection<byte[]> wanted,
      Need need,
      BufferAllocator allocator,
      Consumer<LookupBlock> sink) {
    reads++;
    if (damaged) {
      throw new DerivedUnusable("damaged");
    }
    BitSet blocks = new BitSet();
    for (int rank : ranks) {
      blocks.set(rank / BLOCK);
    }
    for (byte[] id : wanted) {
      int place = Collections.binarySearch(ids, id, Arrays::compareUnsigned);
      if (!ids.isEmpty()) {
        blocks.set(Math.clamp(place < 0 ? -place - 2 : place, 0, ids.size() - 1) / BLOCK);
      }
    }
    blocks.stream().forEach(block -> hand(block, need, allocator, sink));
  }

  @Override
  public void readAll(Need need, BufferAllocator allocator, Consumer<LookupBlock> sink) {
    for (int block = 0; block < blocks(); block++) {
      hand(block, need, allocator, sink);
    }
  }

  @Override
  public int blocks() {
    return (ids.size() + BLOCK - 1) / BLOCK;
  }

  private void hand(int block, Need need, BufferAllocator allocator, Consumer<LookupBlock> sink) {
    try (Block made = new Block(block * BLOCK, need, allocator)) {
      sink.accept(made);
    }
  }

  private static List<byte[]> sorted(Collection<String> texts) {
    return texts.stream()
        .distinct()
        .map(text -> text.getBytes(StandardCharsets.UTF_8))
        .sorted(Arrays::compareUnsigned)
        .toList();
  }

  private static String text(byte[] id) {
    return new String(id, StandardCharsets.UTF_8);
  }

  private final class Block implements LookupBlock, AutoCloseable {
    private final int first;
    private final Need need;
    private final List<Row> held = new ArrayList<>();
    private final int[] starts;
    private final VectorSchemaRoot values;

    Block(int first, Need need, BufferAllocator allocator) {
      this.first = first;
      this.need = need;
      this.starts = new int[Math.min(BLOCK, ids.size() - first) + 1];
      for (int key = 0; key + 1 < starts.length; key++) {
        String id = text(ids.get(first + key));
        rows.stream()
            .filter(row -> id.equals(row.values().get(by.column())))
            .sorted(Comparator.comparingInt(this::target))
            .forEach(held::add);
        starts[key + 1] = held.size();
      }
      this.values =
          VectorSchemaRoot.create(
              new Schema(columns.stream().map(schema::findField).toList()), allocator);
      for (FieldVector vector : values.getFieldVectors()) {
        vector.allocateNew();
        for (int row = 0; row < held.size(); row++) {
          ArrowValues.set(vector, row, held.get(row).values().get(vector.getName()));
        }
        vector.setValueCount(held.size());
      }
      values.setRowCount(held.size());
    }

    @Override
    public int first() {
      return first;
    }

    @Override
    public int size() {
      return starts.length - 1;
    }

    @Override
    public byte[] id(int key) {
      return ids.get(first + key);
    }

    @Override
    public int find(byte[] id) {
      for (int key = 0; key < size(); key++) {
        if (Arrays.equals(id, id(key))) {
          return key;
        }
      }
      return -1;
    }

    @Override
    public int start(int key) {
      return starts[key];
    }

    @Override
    public int end(int key) {
      return starts[key + 1];
    }

    @Override
    public boolean isLive(int row) {
      return held.get(row).address() >= 0;
    }

    @Override
    public int target(int row) {
      return target(held.get(row));
    }

    private int target(Row row) {
      if (ends == null) {
        return 0;
      }
      String column = by == LookupColumn.SRC ? ArrowSchemas.DST : ArrowSchemas.SRC;
      return ends.indexOf((String) row.values().get(column));
    }

    @Override
    public long address(int row) {
      if (!need.addresses() || !isLive(row)) {
        throw new IllegalStateException("nobody asked for the addresses");
      }
      return held.get(row).address();
    }

    @Override
    public VectorSchemaRoot columns() {
      if (!need.columns()) {
        throw new IllegalStateException("nobody asked for the columns");
      }
      return values;
    }

    @Override
    public void close() {
      values.close();
    }
  }
}
