package dev.omnigraph.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.id.OperationId;
import dev.omnigraph.id.TableId;
import dev.omnigraph.store.FileObjectStore;
import dev.omnigraph.value.PropertyType;
import dev.omnigraph.value.PropertyType.Scalar;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The order that scans give rows in, against the same order in Java. */
@NullUnmarked
class ScanOrderTest {
  private static final Map<String, PropertyType> COLUMNS = new LinkedHashMap<>();

  static {
    COLUMNS.put("text", Scalar.STRING);
    COLUMNS.put("order", Scalar.BOOL);
    COLUMNS.put("birthYear", Scalar.I32);
    COLUMNS.put("i64", Scalar.I64);
    COLUMNS.put("u32", Scalar.U32);
    COLUMNS.put("u64", Scalar.U64);
    COLUMNS.put("f32", Scalar.F32);
    COLUMNS.put("f64", Scalar.F64);
    COLUMNS.put("day", Scalar.DATE);
    COLUMNS.put("at", Scalar.DATETIME);
    COLUMNS.put("kind", new PropertyType.Enumeration(List.of("red", "green")));
  }

  private final Random random = new Random(7);
  private final List<Map<String, Object>> expected = new ArrayList<>();

  @TempDir Path folder;
  private LanceTables tables;
  private Pin pin;

  /** Several fragments, some rows gone, some under an index and some not. */
  @BeforeEach
  void fill() {
    tables =
        LanceTables.open(
            new FileObjectStore(folder, InstantSource.system()), Map.of(), TableOptions.DEFAULT);
    List<org.apache.arrow.vector.types.pojo.Field> fields = new ArrayList<>();
    fields.add(ArrowSchemas.field("id", Scalar.STRING, false));
    COLUMNS.forEach((name, type) -> fields.add(ArrowSchemas.field(name, type, true)));
    pin = tables.create(new TableId("nodes/t-1"), new Schema(fields));
    for (int fragment = 0; fragment < 4; fragment++) {
      List<List<Object>> rows = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        rows.add(row("k%d-%02d".formatted(fragment, i)));
      }
      pin = Rows.committed(tables, pin, rows);
      pin = fragment == 1 ? indexed() : pin;
    }
    deleteSome();
  }

  @AfterEach
  void nothingStaysAllocated() {
    assertThat(tables.allocator().getAllocatedMemory()).isZero();
    tables.close();
  }

  @Test
  void theFirstRowsOfEveryColumnInBothDirections() {
    for (String column : COLUMNS.keySet()) {
      for (boolean descending : List.of(false, true)) {
        for (int limit : List.of(1, 7, 60, 1000)) {
          List<ScanRequest.Order> order =
              List.of(
                  new ScanRequest.Order(column, descending), new ScanRequest.Order("id", false));
          assertThat(ids(ScanRequest.of(List.of(column, "id")).first(limit, order)))
              .as("%s, descending %s, limit %d", column, descending, limit)
              .isEqualTo(expectedIds(order, limit, row -> true));
        }
      }
    }
  }

  @Test
  void severalKeysAndAFilterWithAndWithoutAnIndex() {
    List<ScanRequest.Order> order =
        List.of(
            new ScanRequest.Order("kind", true),
            new ScanRequest.Order("f64", false),
            new ScanRequest.Order("id", false));
    Predicate filter = new Predicate.Compare("birthYear", Predicate.Compare.Operator.GE, 0);

    assertThat(ids(ScanRequest.of(List.of("id", "kind", "f64")).where(filter).first(25, order)))
        .isEqualTo(
            expectedIds(
                order, 25, row -> row.get("birthYear") != null && (int) row.get("birthYear") >= 0));
  }

  @Test
  void rowsAreFoundAgainAtTheirAddresses() {
    try (Table table = tables.open(pin)) {
      Map<String, Long> addresses = Rows.addresses(table, null);
      List<String> some = List.of("k0-03", "k1-17", "k3-31", "k3-32");
      List<Long> at = some.stream().filter(addresses::containsKey).map(addresses::get).toList();

      List<Map<String, Object>> rows =
          Rows.read(table, ScanRequest.of(List.of("id", "text", "f64")).at(at));

      assertThat(at).hasSizeGreaterThan(1);
      assertThat(rows).hasSameSizeAs(at);
      for (Map<String, Object> row : rows) {
        assertThat(byId(row.get("id"))).containsAllEntriesOf(row);
      }
    }
  }

  private Map<String, Object> byId(Object id) {
    return expected.stream().filter(row -> row.get("id").equals(id)).findFirst().orElseThrow();
  }

  private List<Object> ids(ScanRequest request) {
    try (Table table = tables.open(pin)) {
      return Rows.read(table, request).stream().map(row -> row.get("id")).toList();
    }
  }

  private List<Object> expectedIds(
      List<ScanRequest.Order> keys,
      int limit,
      java.util.function.Predicate<Map<String, Object>> filter) {
    Comparator<Map<String, Object>> order = (left, right) -> 0;
    for (ScanRequest.Order key : keys) {
      Comparator<Map<String, Object>> next =
          Comparator.comparing(
              row -> row.get(key.column()), Comparator.nullsFirst(ScanOrderTest::compare));
      order = order.thenComparing(key.descending() ? next.reversed() : next);
    }
    return expected.stream()
        .filter(filter)
        .sorted(order)
        .limit(limit)
        .map(row -> row.get("id"))
        .toList();
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static int compare(Object left, Object right) {
    return left instanceof String text
        ? Arrays.compareUnsigned(
            text.getBytes(StandardCharsets.UTF_8),
            ((String) right).getBytes(StandardCharsets.UTF_8))
        : ((Comparable) left).compareTo(right);
  }

  private List<Object> row(String id) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("id", id);
    COLUMNS.forEach((name, type) -> row.put(name, random.nextInt(5) == 0 ? null : value(type)));
    expected.add(row);
    return new ArrayList<>(row.values());
  }

  private Object value(PropertyType type) {
    return switch (type) {
      case Scalar scalar ->
          switch (scalar) {
            case STRING -> any("", "a", "B", "b", "\u00C4", "\uFFFD", "\uD83D\uDE00");
            case BOOL -> random.nextBoolean();
            case I32 -> random.nextInt(7) - 3;
            case I64 -> any(Long.MIN_VALUE, -1L, 0L, Long.MAX_VALUE);
            case U32 -> any(0L, 1L, 0x8000_0000L, 0xFFFF_FFFFL);
            case U64 -> any(BigInteger.ZERO, BigInteger.ONE, BigInteger.ONE.shiftLeft(63));
            case F32 -> any(-1f, -0f, 0f, 1e-30f, 2f, Float.POSITIVE_INFINITY, Float.NaN);
            case F64 -> any(-1.0, -0.0, 0.0, 1e-300, Double.NEGATIVE_INFINITY, Double.NaN);
            case DATE -> LocalDate.of(1970, 1, 1).plusDays(random.nextInt(5) - 2);
            case DATETIME -> Instant.ofEpochMilli(random.nextInt(5) - 2);
          };
      case PropertyType.Enumeration enumeration ->
          enumeration.values().get(random.nextInt(enumeration.values().size()));
      default -> throw new IllegalArgumentException();
    };
  }

  private Object any(Object... values) {
    return values[random.nextInt(values.length)];
  }

  private Pin indexed() {
    try (WritableTable table = tables.open(pin)) {
      List<IndexSpec> indexes =
          List.of(
              new IndexSpec("birthYear", IndexSpec.Kind.BTREE),
              new IndexSpec("id", IndexSpec.Kind.BTREE));
      UpkeepPlan plan = table.planUpkeep(UpkeepPolicy.DEFAULT, indexes, List.of());
      return table
          .commit(table.stageUpkeep(plan, UpkeepPolicy.DEFAULT, new OperationId("upkeep")))
          .orElseThrow();
    }
  }

  private void deleteSome() {
    try (WritableTable table = tables.open(pin);
        Staging staging = table.stage(new OperationId("delete"))) {
      Rows.addresses(table, null)
          .forEach(
              (id, address) -> {
                if (id.endsWith("5")) {
                  staging.delete(address);
                }
              });
      expected.removeIf(row -> row.get("id").toString().endsWith("5"));
      pin = table.commit(staging.finish()).orElseThrow();
    }
  }
}
