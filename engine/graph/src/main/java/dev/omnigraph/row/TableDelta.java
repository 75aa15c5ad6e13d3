package dev.omnigraph.row;

import dev.omnigraph.manifest.ChangeSet;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.table.Utf8;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/**
 * What a write changes in one table: rows written, each either new or in place of a committed row,
 * and committed rows deleted. At most one written row per id is live. Not thread-safe; holds memory
 * outside the heap until closed.
 */
public final class TableDelta implements AutoCloseable {
  private static final long NEW = -1;
  private static final long DROPPED = -2;
  private static final long UNTOLD = -3;

  private final RowLayout layout;
  private final PendingRows rows;
  private final RowIndex index;
  private final Map<String, Former> deleted = new LinkedHashMap<>();
  private final BitSet changedColumns = new BitSet();

  /** By number of a row whose edge led elsewhere before. */
  private final Map<Integer, String> formerSources = new HashMap<>();

  private final BitSet minted = new BitSet();
  private int live;
  private long[] origins = new long[16];
  private int[] lines = new int[16];

  /** A committed row: where it is, and on an edge the id of its source. */
  private record Former(long address, @Nullable String source) {}

  public TableDelta(EntityType type, BufferAllocator allocator) {
    this.layout = new RowLayout(type);
    this.rows = new PendingRows(layout, allocator);
    this.index = new RowIndex(row -> rows.text(row, RowLayout.ID));
  }

  public EntityType type() {
    return layout.type();
  }

  public RowLayout layout() {
    return layout;
  }

  /**
   * Adds a new entity, in place of a live row of the same id if there is one.
   *
   * @param values in the order of the layout
   * @param line of the input, for messages; 0 when there is none
   * @param isMinted whether its id was made for this write, so that nobody else can have named it
   * @return the number of the row
   */
  public int add(@Nullable Object[] values, int line, boolean isMinted) {
    int row = rows.add(values);
    minted.set(row, isMinted);
    if (row == origins.length) {
      origins = Arrays.copyOf(origins, row * 2);
      lines = Arrays.copyOf(lines, row * 2);
    }
    origins[row] = NEW;
    lines[row] = line;
    live++;
    // Nothing can name an edge by an id that is made here, so it is never looked up.
    int before =
        isMinted && isEdge()
            ? -1
            : index.put(Utf8.of(Objects.requireNonNull(values[RowLayout.ID])), row);
    if (before >= 0 && origins[before] != DROPPED) {
      origins[before] = DROPPED;
      live--;
    }
    return row;
  }

  /**
   * Says that the committed row at the address is the same entity as a row added before. When their
   * values are equal too, the row is taken back, because it changes nothing.
   *
   * @param former all values of the committed row
   * @return whether anything changes
   */
  public boolean replaces(int row, long address, @Nullable Object[] former) {
    boolean changes = false;
    for (int column = 0; column < former.length; column++) {
      if (!Objects.deepEquals(former[column], rows.get(row, column))) {
        changes = true;
        changedColumns.set(column);
        if (isEdge() && (column == RowLayout.SRC || column == RowLayout.DST)) {
          formerSources.put(row, String.valueOf(former[RowLayout.SRC]));
        }
      }
    }
    if (changes) {
      origins[row] = address;
    } else {
      origins[row] = DROPPED;
      live--;
      formerSources.remove(row);
    }
    return changes;
  }

  /**
   * Says that a committed row is the same entity as a row added before. Its values and where it is
   * are not told, so every column counts as changed, but for an edge's ends; and whoever writes the
   * rows sees to it that it goes.
   */
  public void replacesUntold(int row) {
    origins[row] = UNTOLD;
    changedColumns.set(isEdge() ? RowLayout.DST + 1 : RowLayout.ID + 1, layout.width());
  }

  /** Says where the edge of a row led from before, which leads elsewhere now. */
  public void leadsFrom(int row, String source) {
    formerSources.put(row, source);
    changedColumns.set(RowLayout.SRC, RowLayout.DST + 1);
  }

  /**
   * Deletes a committed row of which only the caller knows where it is.
   *
   * @param source on an edge, the id of its source, if it is known
   */
  public void deleteUntold(String id, @Nullable String source) {
    deleted.put(id, new Former(UNTOLD, source));
  }

  /**
   * Deletes a committed row.
   *
   * @param source on an edge, the id of its source
   */
  public void delete(String id, long address, @Nullable String source) {
    deleted.put(id, new Former(address, source));
  }

  public boolean isEmpty() {
    return live == 0 && deleted.isEmpty();
  }

  /** Whether every row written is a new entity and none is deleted. */
  public boolean onlyInserts() {
    return deleted.isEmpty() && !anyRow(origin -> origin >= 0 || origin == UNTOLD);
  }

  /** Numbers of the live rows, ascending. */
  public int[] liveRows() {
    int[] numbers = new int[live];
    int count = 0;
    for (int row = 0; row < rows.size(); row++) {
      if (origins[row] != DROPPED) {
        numbers[count++] = row;
      }
    }
    return numbers;
  }

  /** Number of the live row of an id, or -1; of an edge whose id was made here it need not tell. */
  public int liveRow(String id) {
    return liveRow(Utf8.of(id));
  }

  /** The same of a text that was not decoded. */
  public int liveRow(Utf8 id) {
    int row = index.find(id);
    return row >= 0 && origins[row] != DROPPED ? row : -1;
  }

  /** Ids of all rows added, whatever became of them, that were not made for this write. */
  public List<String> claimedIds() {
    return IntStream.range(0, rows.size())
        .filter(row -> !minted.get(row))
        .mapToObj(this::id)
        .toList();
  }

  /** How many rows were added, whatever became of them. */
  public int added() {
    return rows.size();
  }

  /** How many of these have ids that were made for this write. */
  public int minted() {
    return minted.cardinality();
  }

  public Collection<String> deletedIds() {
    return Collections.unmodifiableSet(deleted.keySet());
  }

  public boolean isDeleted(String id) {
    return deleted.containsKey(id);
  }

  /** Whether a committed row of this id counts no more: it is deleted or replaced. */
  public boolean supersedes(String id) {
    return deleted.containsKey(id) || liveRow(id) >= 0;
  }

  public boolean isNew(int row) {
    return origins[row] == NEW;
  }

  public int line(int row) {
    return lines[row];
  }

  public String id(int row) {
    return text(row, RowLayout.ID);
  }

  /** Whether any row has no value in the column. */
  public boolean hasNulls(int column) {
    return rows.hasNulls(column);
  }

  public boolean isNull(int row, int column) {
    return rows.isNull(row, column);
  }

  public @Nullable Object get(int row, int column) {
    return rows.get(row, column);
  }

  /** All values of a row, in the order of the layout. */
  public @Nullable Object[] get(int row) {
    return rows.get(row);
  }

  /** A column that is never null: the id or an endpoint. */
  public String text(int row, int column) {
    return utf8(row, column).toString();
  }

  /** The same, not decoded. */
  public Utf8 utf8(int row, int column) {
    return rows.text(row, column);
  }

  /** Source ids of committed edges that are deleted or lead from elsewhere now. */
  public List<String> formerSources() {
    List<String> sources = new ArrayList<>(formerSources.values());
    for (Former former : deleted.values()) {
      if (former.source() != null) {
        sources.add(former.source());
      }
    }
    return sources;
  }

  /** Whether the row's edge did not lead from and to these nodes before. */
  public boolean connectsAnew(int row) {
    return isNew(row) || formerSources.containsKey(row);
  }

  /** Whether any live row has a value in the column that it did not have before. */
  public boolean touches(int column) {
    return changedColumns.get(column) || anyRow(origin -> origin == NEW);
  }

  private boolean anyRow(LongPredicate origin) {
    return Arrays.stream(origins, 0, rows.size()).anyMatch(origin);
  }

  /** Addresses of the committed rows that go: the deleted and the replaced, as far as told. */
  public void forEachAddress(LongConsumer consumer) {
    for (Former former : deleted.values()) {
      if (former.address() >= 0) {
        consumer.accept(former.address());
      }
    }
    for (int row = 0; row < rows.size(); row++) {
      if (origins[row] >= 0) {
        consumer.accept(origins[row]);
      }
    }
  }

  /** The live rows as batches of the table's columns; each lives until the call returns. */
  public void forEachBatch(Consumer<VectorSchemaRoot> consumer) {
    rows.forEachBatch(row -> origins[row] != DROPPED, consumer);
  }

  public ChangeSet.Inline changes() {
    List<String> inserted = new ArrayList<>();
    List<String> updated = new ArrayList<>();
    long made = 0;
    for (int row : liveRows()) {
      if (minted.get(row)) {
        made++;
      } else {
        (isNew(row) ? inserted : updated).add(id(row));
      }
    }
    return new ChangeSet.Inline(inserted, updated, List.copyOf(deleted.keySet()), made);
  }

  public long affected() {
    return (long) live + deleted.size();
  }

  public boolean isEdge() {
    return type() instanceof EdgeType;
  }

  @Override
  public void close() {
    rows.close();
  }
}
