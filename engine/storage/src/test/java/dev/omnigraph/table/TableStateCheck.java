package dev.omnigraph.table;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.lance.index.Index;

/** Reads a version in every way and says what is not as it must be. */
final class TableStateCheck {
  /** What can be wrong with a version. */
  enum Wrong {
    ROWS,
    COUNT,
    TWIN,
    MESSAGE,
    LOOKUP,
    RANGE,
    INDEXES
  }

  private final LanceTables tables;
  private final Random random;
  private final Set<Wrong> wrong = EnumSet.noneOf(Wrong.class);
  private int lookups;

  TableStateCheck(LanceTables tables, Random random) {
    this.tables = tables;
    this.random = random;
  }

  int lookups() {
    return lookups;
  }

  Set<Wrong> of(TableState state) {
    wrong.clear();
    try (LanceTable table = tables.openTable(state.pin());
        LanceTable twin = tables.openTable(state.twin())) {
      List<Map<String, Object>> rows = read(table, state);
      expect(Wrong.ROWS, byId(rows).equals(state.rows()) && rows.size() == state.rows().size());
      expect(Wrong.COUNT, table.count(null) == state.rows().size());
      expect(
          Wrong.TWIN,
          Rows.addresses(table, null).equals(Rows.addresses(twin, null))
              && Set.copyOf(rows).equals(Set.copyOf(read(twin, state))));
      expect(Wrong.MESSAGE, message(manifest(state.pin())).equals(message(state.twinFile())));
      expect(Wrong.INDEXES, indexes(table).equals(indexes(state.pin())));
      for (String id : sought(state)) {
        lookUp(table, id, state);
      }
      for (Field column : state.columns()) {
        if (column.getName().startsWith("i") && !column.getName().equals("id")) {
          range(table, column.getName(), state);
        }
      }
    }
    return Set.copyOf(wrong);
  }

  private void expect(Wrong otherwise, boolean condition) {
    if (!condition) {
      wrong.add(otherwise);
    }
  }

  /** Some that are there, by their place in the model, and some that went or never were. */
  private List<String> sought(TableState state) {
    List<String> ids = new ArrayList<>(state.rows().keySet());
    List<String> sought = new ArrayList<>(List.of("k" + random.nextInt(200), "none"));
    for (int i = 0; i < 4 && !ids.isEmpty(); i++) {
      sought.add(ids.get(random.nextInt(ids.size())));
    }
    return sought;
  }

  private void lookUp(LanceTable table, String id, TableState state) {
    lookups++;
    Predicate same = new Predicate.Compare("id", Predicate.Compare.Operator.EQ, id);
    ScanRequest request = ScanRequest.of(state.names()).where(same);
    expect(Wrong.LOOKUP, state.rows().isEmpty() || !table.indexes(request).isEmpty());
    Map<String, Object> row = state.rows().get(id);
    expect(
        Wrong.LOOKUP,
        Rows.read(table, request).stream()
            .map(TableStateCheck::plain)
            .toList()
            .equals(row == null ? List.of() : List.of(row)));
    expect(Wrong.LOOKUP, table.count(same) == (row == null ? 0 : 1));
    // Without an index, by the address that the index gave.
    List<Long> addresses = List.copyOf(Rows.addresses(table, same).values());
    expect(
        Wrong.LOOKUP,
        addresses.isEmpty()
            ? row == null
            : Rows.read(table, ScanRequest.of(state.names()).at(addresses)).size() == 1);
  }

  private void range(LanceTable table, String column, TableState state) {
    lookups++;
    long from = random.nextInt(100);
    long to = from + random.nextInt(50);
    Predicate between =
        new Predicate.And(
            List.of(
                new Predicate.Compare(column, Predicate.Compare.Operator.GE, from),
                new Predicate.Compare(column, Predicate.Compare.Operator.LT, to)));
    List<String> within =
        state.rows().entrySet().stream()
            .filter(row -> row.getValue().get(column) instanceof Long n && n >= from && n < to)
            .map(Map.Entry::getKey)
            .toList();
    expect(Wrong.RANGE, Rows.ids(table, between).equals(within));
    expect(Wrong.RANGE, table.count(between) == within.size());
  }

  private VersionManifest manifest(Pin pin) {
    VersionManifest manifest = pin.manifest();
    return manifest == null ? TableState.file(tables, pin) : manifest;
  }

  private Set<String> indexes(Pin pin) {
    try (LanceTable base = tables.openTable(TableState.byNumber(pin))) {
      return indexes(base);
    }
  }

  private static Set<String> indexes(LanceTable table) {
    return table.dataset().getIndexes().stream()
        .map(Index::uuid)
        .map(Object::toString)
        .collect(Collectors.toSet());
  }

  /** What the library and this engine must write alike: flags, fragments, greatest id. */
  private static List<UnknownFieldSet.Field> message(VersionManifest manifest) {
    UnknownFieldSet message = Protobuf.parsed(ByteString.copyFrom(manifest.message()));
    return List.of(
        message.getField(2), message.getField(9), message.getField(10), message.getField(11));
  }

  private static List<Map<String, Object>> read(LanceTable table, TableState state) {
    return Rows.read(table, ScanRequest.of(state.names())).stream()
        .map(TableStateCheck::plain)
        .toList();
  }

  private static Map<String, Map<String, Object>> byId(List<Map<String, Object>> rows) {
    Map<String, Map<String, Object>> byId = new TreeMap<>();
    rows.forEach(row -> byId.put(String.valueOf(row.get("id")), row));
    return byId;
  }

  private static Map<String, Object> plain(Map<String, @Nullable Object> row) {
    Map<String, Object> plain = new HashMap<>();
    row.forEach((column, value) -> plain.put(column, value == null ? "null" : value));
    return plain;
  }
}
