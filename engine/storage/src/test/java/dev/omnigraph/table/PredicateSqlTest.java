package dev.omnigraph.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.id.OperationId;
import dev.omnigraph.id.TableId;
import dev.omnigraph.table.Predicate.Compare;
import dev.omnigraph.table.Predicate.Compare.Operator;
import dev.omnigraph.value.PropertyType;
import dev.omnigraph.value.PropertyType.Scalar;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lance.ipc.LanceScanner;
import org.lance.ipc.ScanOptions;

/** Predicates pushed into Lance answer as the same predicates in plain Java do. */
class PredicateSqlTest extends FolderTables {
  private static final int ROWS = 400;
  private static final List<Operator> OPERATORS = List.of(Operator.values());

  /** Per column: its type, and values that rows and constants are drawn from. */
  private record Column(PropertyType type, List<?> values) {}

  private static final Map<String, Column> COLUMNS = new LinkedHashMap<>();

  static {
    COLUMNS.put(
        "Text",
        new Column(
            Scalar.STRING,
            List.of(
                "",
                "a",
                "A",
                "ab",
                "a%",
                "a_",
                "aXb",
                "%",
                "_",
                "it's",
                "''",
                "\\",
                "a\\'b",
                "line\nbreak",
                "nul\0byte",
                "naïve",
                "日本",
                "\uD83D\uDE00",
                "\uFFFF",
                "a\"b",
                "`",
                "--",
                "/*",
                "$1",
                "?",
                "null",
                "{}")));
    COLUMNS.put("bool", new Column(Scalar.BOOL, List.of(true, false)));
    COLUMNS.put(
        "order",
        new Column(Scalar.I32, List.of(0, 1, -1, 7, Integer.MIN_VALUE, Integer.MAX_VALUE)));
    COLUMNS.put(
        "select",
        new Column(
            Scalar.I64,
            List.of(0L, 1L, -1L, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 53, (1L << 53) + 1)));
    COLUMNS.put("u32", new Column(Scalar.U32, List.of(0L, 1L, 4_294_967_295L)));
    COLUMNS.put(
        "u64",
        new Column(
            Scalar.U64,
            List.of(
                BigInteger.ZERO,
                BigInteger.TEN,
                BigInteger.valueOf(Long.MAX_VALUE),
                BigInteger.TWO.pow(63),
                BigInteger.TWO.pow(64).subtract(BigInteger.ONE))));
    COLUMNS.put(
        "f32",
        new Column(
            Scalar.F32,
            List.of(
                0f,
                -0f,
                1f,
                0.1f,
                -2.5f,
                Float.MAX_VALUE,
                Float.MIN_VALUE,
                Float.POSITIVE_INFINITY,
                Float.NEGATIVE_INFINITY,
                Float.NaN)));
    COLUMNS.put(
        "f64",
        new Column(
            Scalar.F64,
            List.of(
                0.0,
                -0.0,
                1.0,
                0.1,
                -2.5,
                1e300,
                Double.MIN_VALUE,
                9007199254740992.0,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY,
                Double.NaN)));
    COLUMNS.put(
        "day",
        new Column(
            Scalar.DATE,
            List.of(
                LocalDate.EPOCH,
                LocalDate.of(1969, 12, 31),
                LocalDate.of(2024, 2, 29),
                LocalDate.of(12345, 1, 1),
                LocalDate.of(-4, 1, 1))));
    COLUMNS.put(
        "at",
        new Column(
            Scalar.DATETIME,
            List.of(
                Instant.EPOCH,
                Instant.ofEpochMilli(-1),
                Instant.ofEpochMilli(1_700_000_000_123L),
                Instant.parse("9999-12-31T23:59:59.999Z"))));
    COLUMNS.put(
        "kind", new Column(new PropertyType.Enumeration(List.of("x", "y")), List.of("x", "y")));
    COLUMNS.put(
        "tags",
        new Column(
            new PropertyType.ListOf(Scalar.STRING),
            List.of(List.of(), List.of("a"), List.of("a", "it's"), List.of("%", "b", "b"))));
    COLUMNS.put(
        "sizes",
        new Column(
            new PropertyType.ListOf(Scalar.F64),
            List.of(List.of(), List.of(-0.0), List.of(1.5, 2.0), List.of(Double.NaN))));
    COLUMNS.put(
        "counts",
        new Column(
            new PropertyType.ListOf(Scalar.I32), List.of(List.of(), List.of(1), List.of(2, 3))));
    COLUMNS.put("where", new Column(Scalar.I32, List.of(3)));
  }

  private final List<Map<String, @Nullable Object>> rows = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(strings = {"without indexes", "with indexes", "half indexed"})
  void randomPredicatesMatchTheRowsThatTheyMatchInJava(String indexes) {
    Random random = new Random(indexes.length());
    Pin pin = table(random, indexes);
    try (Table table = tables.open(pin)) {
      for (int i = 0; i < 400; i++) {
        Predicate predicate = predicate(random, 3);
        assertThat(Rows.ids(table, predicate)).as("%s", predicate).isEqualTo(expected(predicate));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"without indexes", "with indexes"})
  void everyColumnAnswersEveryOperatorWithEveryConstantAndItsNegation(String indexes) {
    Pin pin = table(new Random(7), indexes);
    try (Table table = tables.open(pin)) {
      for (Map.Entry<String, Column> column : COLUMNS.entrySet()) {
        if (column.getValue().type() instanceof PropertyType.ListOf) {
          continue;
        }
        for (Object constant : constants(column.getValue())) {
          for (Operator operator : Operator.values()) {
            Predicate compare = new Compare(column.getKey(), operator, constant);
            assertThat(Rows.ids(table, compare)).as("%s", compare).isEqualTo(expected(compare));
            Predicate not = new Predicate.Not(compare);
            assertThat(Rows.ids(table, not)).as("%s", not).isEqualTo(expected(not));
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"without indexes", "with indexes"})
  void twentyThousandConstantsAndDeepChainsAreNoProblem(String indexes) {
    Pin pin = table(new Random(7), indexes);
    List<Integer> many = IntStream.range(-10_000, 10_000).boxed().toList();
    List<String> ids = IntStream.range(5, 20_000).mapToObj(i -> "k" + i).toList();
    List<Predicate> terms =
        IntStream.range(0, 2_000)
            .mapToObj(i -> (Predicate) new Compare("order", Operator.EQ, i))
            .toList();
    try (Table table = tables.open(pin)) {
      for (Predicate predicate :
          List.of(
              new Predicate.In("order", many),
              new Predicate.In("id", ids),
              new Predicate.Not(new Predicate.In("order", many)),
              new Predicate.Or(terms),
              new Predicate.And(List.of()),
              new Predicate.Or(List.of()),
              new Predicate.In("order", List.of()),
              new Predicate.Not(new Predicate.In("order", List.of())))) {
        assertThat(Rows.ids(table, predicate)).isEqualTo(expected(predicate));
      }
    }
  }

  @Test
  void vectorsAndBlobsTellWhetherTheyAreThere() {
    Schema schema =
        new Schema(
            List.of(
                ArrowSchemas.field("id", Scalar.STRING, false),
                ArrowSchemas.field("at", new PropertyType.Vector(2), true),
                ArrowSchemas.field("photo", new PropertyType.Blob(), true)));
    float[] at = {1, 2};
    Pin pin = tables.create(TableId.ofNodes("present", 1), schema);
    pin =
        Rows.committed(
            tables,
            pin,
            List.of(Arrays.asList("none", null, null), Arrays.asList("empty", at, new byte[0])));
    pin = Rows.committed(tables, pin, List.of(Arrays.asList("large", at, new byte[1 << 20])));
    pin = Rows.committed(tables, pin, List.of(Arrays.asList("nor", null, null)));
    try (Table table = tables.open(pin)) {
      for (String column : List.of("at", "photo")) {
        Predicate none = new Predicate.IsNull(column);
        assertThat(Rows.ids(table, none)).as(column).containsExactly("none", "nor");
        assertThat(Rows.ids(table, new Predicate.Not(none))).containsExactly("empty", "large");
      }
    }
  }

  @Test
  void theIndexAnswersEqualityRangesSetsAndPrefixes() throws Exception {
    Pin pin = table(new Random(7), "with indexes");
    try (LanceTable table = tables.openTable(pin)) {
      for (Predicate predicate :
          List.of(
              new Compare("Text", Operator.EQ, "it's"),
              new Compare("Text", Operator.EQ, "\uD83D\uDE00"),
              new Compare("bool", Operator.EQ, true),
              new Compare("order", Operator.EQ, 7),
              new Compare("order", Operator.GT, 2.5),
              new Compare("select", Operator.EQ, Long.MIN_VALUE),
              new Compare("select", Operator.LE, 5L),
              new Compare("u32", Operator.EQ, 1L),
              new Compare("u64", Operator.EQ, BigInteger.TWO.pow(63)),
              new Compare("u64", Operator.GT, BigInteger.TEN),
              new Compare("f32", Operator.EQ, 0.1f),
              new Compare("f64", Operator.EQ, 0.1),
              new Compare("f64", Operator.EQ, 0.0),
              new Compare("day", Operator.EQ, LocalDate.EPOCH),
              new Compare("at", Operator.EQ, Instant.EPOCH),
              new Compare("at", Operator.LT, Instant.ofEpochMilli(5)),
              new Predicate.In("Text", List.of("a", "nul\0byte")),
              new Predicate.In("u64", List.of(BigInteger.TWO.pow(63), BigInteger.TWO)),
              new Predicate.In("at", List.of(Instant.EPOCH, Instant.ofEpochMilli(6))),
              new Predicate.In("day", List.of(LocalDate.EPOCH, LocalDate.of(12345, 1, 1))),
              new Predicate.In("f64", List.of(0.1, 0.0)),
              new Predicate.StartsWith("Text", "a%"))) {
        assertThat(indexComparisons(table, predicate)).as("%s", predicate).isPositive();
      }
    }
  }

  @Test
  void thePrefixAfterTheLastCharacterCarriesOver() {
    assertThat(PredicateSql.successor("ab")).contains("ac");
    assertThat(PredicateSql.successor("a" + Character.toString(Character.MAX_CODE_POINT)))
        .contains("b");
    assertThat(PredicateSql.successor("\uD7FF")).contains("\uE000");
    assertThat(PredicateSql.successor("\uFFFF")).contains(Character.toString(0x10000));
    assertThat(PredicateSql.successor(Character.toString(Character.MAX_CODE_POINT))).isEmpty();
  }

  private long indexComparisons(LanceTable table, Predicate predicate) throws Exception {
    ScanOptions options =
        new ScanOptions.Builder()
            .columns(List.of("id"))
            .filter(PredicateSql.render(predicate, table.schema()))
            .collectStats(true)
            .build();
    LanceScanner scanner = table.dataset().newScan(options);
    try {
      long rows = 0;
      try (ArrowReader reader = scanner.scanBatches()) {
        while (reader.loadNextBatch()) {
          rows += reader.getVectorSchemaRoot().getRowCount();
        }
      }
      assertThat(rows).isEqualTo(expected(predicate).size());
      return scanner.getStats().orElseThrow().getIndexComparisons();
    } finally {
      scanner.close();
    }
  }

  private Pin table(Random random, String indexes) {
    rows.clear();
    List<Field> fields = new ArrayList<>();
    fields.add(ArrowSchemas.field("id", Scalar.STRING, false));
    COLUMNS.forEach((name, column) -> fields.add(ArrowSchemas.field(name, column.type(), true)));
    String path = "nodes/" + indexes.replace(' ', '-') + "-" + rows.hashCode() + random.nextInt();
    Pin pin = tables.create(new TableId(path), new Schema(fields));
    pin = Rows.committed(tables, pin, values(random, 0, ROWS / 2));
    if (indexes.startsWith("half")) {
      pin = index(pin);
    }
    pin = Rows.committed(tables, pin, values(random, ROWS / 2, ROWS));
    return indexes.startsWith("with ") ? index(pin) : pin;
  }

  private Pin index(Pin pin) {
    List<IndexSpec> specs = new ArrayList<>();
    specs.add(new IndexSpec("id", IndexSpec.Kind.BTREE));
    COLUMNS.forEach(
        (name, column) -> {
          if (!(column.type() instanceof PropertyType.ListOf)) {
            specs.add(new IndexSpec(name, IndexSpec.Kind.BTREE));
          }
        });
    try (WritableTable table = tables.open(pin)) {
      UpkeepPolicy policy = UpkeepPolicy.DEFAULT;
      return table
          .commit(
              table.stageUpkeep(
                  table.planUpkeep(policy, specs, List.of()), policy, new OperationId("index")))
          .orElseThrow();
    }
  }

  private List<List<Object>> values(Random random, int from, int to) {
    List<List<Object>> batch = new ArrayList<>();
    for (int i = from; i < to; i++) {
      Map<String, @Nullable Object> row = new LinkedHashMap<>();
      row.put("id", "k" + i);
      COLUMNS.forEach(
          (name, column) ->
              row.put(name, random.nextInt(4) == 0 ? null : pick(random, column.values())));
      rows.add(row);
      batch.add(new ArrayList<>(row.values()));
    }
    return batch;
  }

  private static <T> T pick(Random random, List<? extends T> values) {
    return values.get(random.nextInt(values.size()));
  }

  /** The column's own values, and numbers that it cannot hold. */
  private static List<Object> constants(Column column) {
    List<Object> constants = new ArrayList<>(column.values());
    if (column.type() instanceof Scalar scalar && scalar.isNumber()) {
      constants.addAll(
          Arrays.asList(
              2.5,
              -2.5,
              0.1,
              0.1f,
              1,
              1L << 53,
              (1L << 53) + 1,
              -1L,
              1e30,
              -1e30,
              5e9,
              Double.NaN,
              Double.POSITIVE_INFINITY,
              Double.NEGATIVE_INFINITY,
              1e-60,
              -0.0,
              0.0f,
              Long.MIN_VALUE,
              Long.MAX_VALUE,
              BigInteger.TWO.pow(64),
              BigInteger.TWO.pow(63)));
    }
    if (column.type() == Scalar.STRING) {
      constants.addAll(List.of("zz", "b", " "));
    }
    return constants;
  }

  private Predicate predicate(Random random, int depth) {
    int shape = random.nextInt(depth == 0 ? 6 : 9);
    String name = pick(random, List.copyOf(COLUMNS.keySet())).toString();
    Column column = Optional.ofNullable(COLUMNS.get(name)).orElseThrow();
    boolean list = column.type() instanceof PropertyType.ListOf;
    return switch (shape) {
      case 0, 1 ->
          list
              ? new Predicate.ContainsElement(name, element(random, column))
              : new Compare(name, pick(random, OPERATORS), pick(random, constants(column)));
      case 2 ->
          list
              ? new Predicate.IsNull(name)
              : new Predicate.In(
                  name,
                  Stream.generate(() -> pick(random, constants(column)))
                      .limit(random.nextInt(5))
                      .toList());
      case 3 -> new Predicate.IsNull(name);
      case 4 -> new Predicate.StartsWith("Text", part(random));
      case 5 -> new Predicate.ContainsText("Text", part(random));
      case 6 -> new Predicate.Not(predicate(random, depth - 1));
      case 7 ->
          new Predicate.And(List.of(predicate(random, depth - 1), predicate(random, depth - 1)));
      default ->
          new Predicate.Or(List.of(predicate(random, depth - 1), predicate(random, depth - 1)));
    };
  }

  private static Object element(Random random, Column column) {
    return switch (((PropertyType.ListOf) column.type()).element()) {
      case Scalar s when s == Scalar.STRING -> pick(random, List.of("a", "it's", "%", "c"));
      case Scalar s when s == Scalar.F64 -> pick(random, List.of(0.0, -0.0, 2, 1.5, Double.NaN));
      default -> pick(random, List.of(1, 2L, 2.5, 1e30));
    };
  }

  private static String part(Random random) {
    return pick(
            random,
            List.of("", "a", "%", "_", "'", "\\", "\n", "\0", "n", "日", "\uD83D\uDE00", "\uFFFF"))
        .toString();
  }

  private List<String> expected(Predicate predicate) {
    List<String> ids = new ArrayList<>();
    for (Map<String, @Nullable Object> row : rows) {
      if (PredicateInJava.matches(predicate, row).orElse(false)) {
        ids.add(String.valueOf(row.get("id")));
      }
    }
    return ids.stream().sorted().toList();
  }
}
