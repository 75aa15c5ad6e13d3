package dev.omnigraph.jsonl;

import dev.omnigraph.call.LoadMode;
import dev.omnigraph.id.TableId;
import dev.omnigraph.row.RowLayout;
import dev.omnigraph.row.TableDelta;
import dev.omnigraph.rule.RuleError;
import dev.omnigraph.rule.Violation;
import dev.omnigraph.rule.Violations;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.schema.IdSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** The rows of one chunk, by table. */
final class ChunkRows implements AutoCloseable {
  private static final int PROGRESS_LINES = 1_000;

  private final LoadMode mode;
  private final BufferAllocator allocator;
  private final Violations violations;
  private final Map<TableId, TableDelta> deltas = new LinkedHashMap<>();
  private final Map<TableId, List<String>> claimedIds = new LinkedHashMap<>();
  private final SortedMap<String, Long> counts = new TreeMap<>();
  private final SortedMap<String, Long> keyless = new TreeMap<>();

  ChunkRows(LoadMode mode, BufferAllocator allocator, Violations violations) {
    this.mode = mode;
    this.allocator = allocator;
    this.violations = violations;
  }

  /** Reads every line, and collects what is wrong with any. */
  void read(Chunk chunk, Catalog catalog, IdSource ids, int lineBytes, LongConsumer progress) {
    LineParser parser = new LineParser(lineBytes);
    EntryReader entries = new EntryReader(catalog, ids, violations);
    Optional<String> other = chunk.index() == 0 ? InputShape.of(chunk) : Optional.empty();
    if (other.isPresent()) {
      String example = new RightLine(catalog).example().map(", such as "::concat).orElse("");
      violations.add(notLines("is not JSON Lines but " + other.get() + example));
      return;
    }
    int line = chunk.firstLine();
    int start = 0;
    while (start < chunk.length()) {
      int end = start;
      while (end < chunk.length() && chunk.bytes()[end] != '\n') {
        end++;
      }
      readLine(
          parser, entries, chunk.bytes(), line == 1 ? afterMark(chunk, end) : start, end, line);
      start = end + 1;
      if (line % PROGRESS_LINES == 0) {
        progress.accept(line);
      }
      line++;
    }
    progress.accept(line - 1L);
  }

  /** Editors put a byte order mark before the first line; it is no part of it. */
  private static int afterMark(Chunk chunk, int end) {
    byte[] bytes = chunk.bytes();
    boolean marked =
        end >= 3 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF;
    return marked ? 3 : 0;
  }

  private void readLine(
      LineParser parser, EntryReader entries, byte[] bytes, int start, int end, int line) {
    try {
      LineParser.Line read = parser.parse(bytes, start, end, line);
      EntryReader.Entry entry = read == null ? null : entries.read(read, line);
      if (entry != null) {
        add(entry, line);
      }
    } catch (LineParser.Malformed e) {
      violations.add(e.violation());
    }
  }

  private void add(EntryReader.Entry entry, int line) {
    EntityType type = entry.layout().type();
    TableDelta delta =
        deltas.computeIfAbsent(type.tableId(), id -> new TableDelta(type, allocator));
    String id = String.valueOf(entry.values()[RowLayout.ID]);
    int other = delta.liveRow(id);
    if (other >= 0 && mode != LoadMode.MERGE) {
      violations.add(keyConflict(line, type, id, "is on line " + delta.line(other) + " already"));
      return;
    }
    delta.add(entry.values(), line, entry.minted());
    counts.merge(type.name(), 1L, Long::sum);
    if (entry.minted()) {
      keyless.merge(type.name(), 1L, Long::sum);
    } else {
      claimedIds.computeIfAbsent(type.tableId(), t -> new ArrayList<>()).add(id);
    }
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
    return claimedIds.getOrDefault(type.tableId(), List.of());
  }

  /** Rows read by type name. */
  SortedMap<String, Long> counts() {
    return counts;
  }

  /** Those of them, by type name, that name no id and have no key, so that each is a new entity. */
  SortedMap<String, Long> keyless() {
    return keyless;
  }

  @Override
  public void close() {
    deltas.values().forEach(TableDelta::close);
  }
}
