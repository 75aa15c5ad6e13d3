package dev.omnigraph.jsonl;

import dev.omnigraph.call.LoadMode;
import dev.omnigraph.id.TableId;
import dev.omnigraph.row.FreshIds;
import dev.omnigraph.row.RowLayout;
import dev.omnigraph.row.TableDelta;
import dev.omnigraph.rule.RuleError;
import dev.omnigraph.rule.Violation;
import dev.omnigraph.rule.Violations;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.schema.IdSource;
import dev.omnigraph.table.Utf8;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.function.ToLongFunction;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** The rows of one chunk, by table. */
final class ChunkRows implements AutoCloseable {
  private static final int PROGRESS_LINES = 1_000;

  private final LoadMode mode;
  private final BufferAllocator allocator;
  private final Violations violations;
  private final Map<TableId, TableDelta> deltas = new LinkedHashMap<>();

  /** The same by the layout, of which there is one for each reader and type: nothing is hashed. */
  private final Map<RowLayout, TableDelta> byLayout = new IdentityHashMap<>();

  ChunkRows(LoadMode mode, BufferAllocator allocator, Violations violations) {
    this.mode = mode;
    this.allocator = allocator;
    this.violations = violations;
  }

  /** Reads every row of a table, and collects what is wrong with any. */
  void read(
      Records records,
      Chunk chunk,
      Catalog catalog,
      IdSource source,
      int lineBytes,
      LongConsumer progress) {
    RecordReader rows =
        new RecordReader(catalog, records, new FreshIds(source), violations, lineBytes);
    if (violations.total() > 0) {
      return;
    }
    int line = chunk.firstLine();
    int start = 0;
    while (start < chunk.length()) {
      int end = ChunkReader.endOfLine(chunk.bytes(), start, chunk.length());
      EntryReader.Entry entry = rows.read(chunk.bytes(), start, end, line);
      start = end + 1;
      if (entry != null) {
        add(entry, line);
      }
      if (line % PROGRESS_LINES == 0) {
        progress.accept(line);
      }
      line++;
    }
    progress.accept(line - 1L);
  }

  /** Reads every line, and collects what is wrong with any. */
  void read(Chunk chunk, Catalog catalog, IdSource source, int lineBytes, LongConsumer progress) {
    FreshIds ids = new FreshIds(source);
    PlainReader plain = new PlainReader(chunk.bytes(), catalog, ids);
    EntryReader entries = new EntryReader(catalog, ids, violations, lineBytes);
    Optional<String> other = chunk.index() == 0 ? InputShape.of(chunk) : Optional.empty();
    if (other.isPresent()) {
      String example = new RightLine(catalog).example().map(", such as "::concat).orElse("");
      violations.add(notLines("is not JSON Lines but " + other.get() + example));
      return;
    }
    int line = chunk.firstLine();
    int start = line == 1 ? afterMark(chunk) : 0;
    while (start < chunk.length()) {
      EntryReader.Entry entry = plain.read(start, chunk.length());
      if (entry == null) {
        int end = ChunkReader.endOfLine(chunk.bytes(), start, chunk.length());
        entry = entries.read(chunk.bytes(), start, end, line);
        start = end + 1;
      } else {
        start = plain.next();
      }
      if (entry != null) {
        add(entry, line);
      }
      if (line % PROGRESS_LINES == 0) {
        progress.accept(line);
      }
      line++;
    }
    progress.accept(line - 1L);
  }

  /** Editors put a byte order mark before the first line; it is no part of it. */
  private static int afterMark(Chunk chunk) {
    byte[] bytes = chunk.bytes();
    boolean marked =
        chunk.length() >= 3
            && bytes[0] == (byte) 0xEF
            && bytes[1] == (byte) 0xBB
            && bytes[2] == (byte) 0xBF;
    return marked ? 3 : 0;
  }

  private void add(EntryReader.Entry entry, int line) {
    EntityType type = entry.layout().type();
    TableDelta delta = byLayout.get(entry.layout());
    if (delta == null) {
      delta = delta(type);
      byLayout.put(entry.layout(), delta);
    }
    if (mode != LoadMode.MERGE && !entry.minted()) {
      Utf8 id = Utf8.of(Objects.requireNonNull(entry.values()[RowLayout.ID]));
      int other = delta.liveRow(id);
      if (other >= 0) {
        String reason = "is on " + violations.unit() + " " + delta.line(other) + " already";
        violations.add(keyConflict(line, type, id.toString(), reason));
        return;
      }
    }
    delta.add(entry.values(), line, entry.minted());
  }

  private static Violation notLines(String reason) {
    return Violation.of(RuleError.NOT_JSON_LINES, reason).onLine(1);
  }

  static Violation keyConflict(int line, EntityType type, String id, String reason) {
    return Violation.of(RuleError.KEY_CONFLICT, reason).onLine(line).in(type.name(), id);
  }

  Collection<TableDelta> deltas() {
    return deltas.values();
  }

  /** The delta of a type, made when the input has no row of it. */
  TableDelta delta(EntityType type) {
    return deltas.computeIfAbsent(type.tableId(), id -> new TableDelta(type, allocator));
  }

  @Nullable TableDelta present(EntityType type) {
    return deltas.get(type.tableId());
  }

  /** Ids of a type that the input names and that may exist already. */
  List<String> claimedIds(EntityType type) {
    TableDelta delta = present(type);
    return delta == null ? List.of() : delta.claimedIds();
  }

  /** Rows read by type name. */
  SortedMap<String, Long> counts() {
    return positive(TableDelta::added);
  }

  /** Those of them, by type name, that name no id and have no key, so that each is a new entity. */
  SortedMap<String, Long> keyless() {
    return positive(TableDelta::minted);
  }

  private SortedMap<String, Long> positive(ToLongFunction<TableDelta> count) {
    SortedMap<String, Long> counts = new TreeMap<>();
    for (TableDelta delta : deltas.values()) {
      if (count.applyAsLong(delta) > 0) {
        counts.put(delta.type().name(), count.applyAsLong(delta));
      }
    }
    return counts;
  }

  @Override
  public void close() {
    deltas.values().forEach(TableDelta::close);
  }
}
