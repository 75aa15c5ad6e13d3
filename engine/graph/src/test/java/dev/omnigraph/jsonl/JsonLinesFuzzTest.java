package dev.omnigraph.jsonl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.call.LoadMode;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.lang.Fuzz;
import dev.omnigraph.row.FreshIds;
import dev.omnigraph.rule.Violation;
import dev.omnigraph.rule.Violations;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.IdSource;
import dev.omnigraph.schema.lang.SchemaCompiler;
import dev.omnigraph.table.Utf8;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whatever the bytes, each line is read or it is said what is wrong with it, and where. */
class JsonLinesFuzzTest {
  private static final String SCHEMA =
      """
      node Person { name: String @key  age: I32?  big: U64?  ratio: F32?  kind: enum(a, b)?  on: Bool?
        born: Date?  seen: DateTime?  tags: [String]?  face: Vector(2)?  photo: Blob?  @range(age, 0..9) }
      node Note { text: String }
      node Point { x: F64  y: I64  @key(x, y) }
      node Mail { box: I32  address: String  @key(box, lower(trim(address))) }
      edge Sent: Mail -> Mail
      edge Knows: Person -> Person { since: Date?  @key(src, dst) }
      """;
  private static final List<String> LINES =
      List.of(
          "{\"type\":\"Person\",\"data\":{\"name\":\"A%1$d\",\"age\":%1$d,\"kind\":\"a\",\"on\":true}}",
          "{\"type\":\"Person\",\"data\":{\"id\":\"B\",\"name\":\"B\",\"born\":\"2024-02-29\",\"seen\":17}}",
          "{\"type\":\"Person\",\"data\":{\"name\":\"é😀\",\"tags\":[\"x\",\"\"],\"face\":[1,-2.5e1]}}",
          "{\"type\":\"Person\",\"data\":{\"name\":\"C\",\"big\":18446744073709551615,\"ratio\":0.1}}",
          "{\"type\":\"Person\",\"data\":{\"name\":\"D\",\"photo\":\"base64:AQI=\",\"tags\":null}}",
          "{ \"data\" : {\"text\":\"before\"} ,\"type\":\"Note\"}\r",
          "{\"data\":{\"id\":\"01HZZZZZZZZZZZZZZZZZZZZZZZ\",\"text\":\"\"},\"type\":\"Note\"}",
          "{\"type\":\"Person\",\"data\":{\"kind\":\"b\",\"age\":null,\"name\":\"E\",\"ratio\":-12.5E+2}}",
          "{\"edge\":\"Knows\",\"data\":{},\"to\":\"A%1$d\",\"from\":\"B\"}",
          "{\"edge\":\"Knows\",\"from\":\"A%1$d\",\"to\":\"B\"}",
          "{\"type\":\"Mail\",\"data\":{\"box\":%1$d,\"address\":\" Bob@X\"}}",
          "{\"edge\":\"Sent\",\"from\":\"[\\\"%1$d\\\",\\\"BOB@x \\\"]\",\"to\":\"[\\\"1\\\",\\\"x\\\"]\"}",
          "{\"type\":\"Note\",\"data\":{\"text\":\"\\u00e9\\n\"}}",
          "{\"type\":\"Point\",\"data\":{\"x\":-0.0,\"y\":%1$d}}",
          "",
          "{\"edge\":\"knows\",\"from\":\"A1\",\"to\":\"B\",\"data\":{\"since\":19000}}");
  private static final List<String> WORDS =
      List.of(
          "{",
          "}",
          "[",
          "]",
          ",",
          ":",
          "\"",
          "null",
          "true",
          "NaN",
          "-",
          "1e999999999",
          "0x1",
          "\\u12",
          "\"type\":",
          "\"data\":",
          "\"name\":",
          "\"edge\":",
          "\"from\":",
          "\"id\":",
          "\n",
          "\r",
          "\0",
          "\uFEFF",
          "99999999999999999999999999",
          "1.0",
          "\"2024-02-30\"",
          "base64:",
          "\uD800",
          "//");

  private static final Catalog CATALOG = catalog();

  @Test
  void anyLineIsReadOrItsMistakeIsNamed() {
    Fuzz fuzz = new Fuzz("jsonl", JsonLinesFuzzTest::lines, WORDS);

    fuzz.run(text -> read(text.getBytes(StandardCharsets.UTF_8)));

    assertThat(fuzz.accepted()).isBetween(1L, fuzz.inputs() - 1);
  }

  @Test
  void anyBytesAreReadOrTheirMistakeIsNamed() {
    Fuzz fuzz = new Fuzz("bytes", JsonLinesFuzzTest::lines, WORDS);

    fuzz.run(text -> read(text.getBytes(StandardCharsets.ISO_8859_1)));

    assertThat(fuzz.accepted()).isBetween(1L, fuzz.inputs() - 1);
  }

  @Test
  void aLineThatTheShortWayReadsHasTheRowOfTheLongWay() {
    AtomicLong read = new AtomicLong();
    Fuzz fuzz = new Fuzz("short", JsonLinesFuzzTest::lines, WORDS);

    fuzz.run(
        text -> {
          for (String line : text.split("\n", -1)) {
            read.addAndGet(readBothWays(line.getBytes(StandardCharsets.ISO_8859_1)));
            read.addAndGet(readBothWays(line.getBytes(StandardCharsets.UTF_8)));
          }
          return 0;
        });

    assertThat(read.get()).isGreaterThan(fuzz.inputs() / 10);
  }

  private static int readBothWays(byte[] line) {
    IdSource ids = () -> "minted";
    Violations violations = new Violations("f.jsonl");
    EntryReader.Entry quick =
        new PlainReader(line, CATALOG, new FreshIds(ids)).read(0, line.length);
    if (quick == null) {
      return 0;
    }
    EntryReader.Entry slow =
        new EntryReader(CATALOG, new FreshIds(ids), violations, 1 << 20)
            .read(line, 0, line.length, 1);
    assertThat(violations.first()).isEmpty();
    assertThat(Objects.requireNonNull(slow).minted()).isEqualTo(quick.minted());
    assertThat(slow.layout().columns()).isEqualTo(quick.layout().columns());
    assertThat(Arrays.deepEquals(slow.values(), decoded(quick.values())))
        .as("%s", Arrays.deepToString(quick.values()))
        .isTrue();
    return 1;
  }

  private static @Nullable Object[] decoded(@Nullable Object[] values) {
    return Arrays.stream(values)
        .map(value -> value instanceof Utf8 text ? text.toString() : value)
        .toArray();
  }

  @Test
  void deepNestingIsAMistakeAndDoesNotExhaustTheStack() {
    for (String open : List.of("[", "{\"a\":", "{\"type\":\"Person\",\"data\":{\"tags\":[")) {
      assertThat(read(open.repeat(20_000).getBytes(StandardCharsets.UTF_8))).isPositive();
    }
  }

  /** The number of findings. */
  private static int read(byte[] bytes) {
    Violations violations = new Violations("f.jsonl");
    LoadLimits limits = new LoadLimits(1 << 20, 1_000_000, 1 << 20);
    try (RootAllocator allocator = new RootAllocator();
        ChunkRows rows = new ChunkRows(LoadMode.MERGE, allocator, violations)) {
      ChunkReader chunks =
          new ChunkReader(new ByteArrayInputStream(bytes), "f.jsonl", "line", limits);
      Chunk chunk = Objects.requireNonNull(chunks.next());
      AtomicInteger ids = new AtomicInteger();
      rows.read(
          chunk,
          CATALOG,
          () -> "%026d".formatted(ids.incrementAndGet()),
          limits.lineBytes(),
          n -> {});
      for (Violation violation : violations.first()) {
        assertThat(violation.line()).isBetween(1, chunk.lastLine());
        assertThat(violation.reason())
            .isNotBlank()
            .doesNotContain("Feature", "Source", "Constraints", "token", "VALUE_", "null: ");
        assertThat(violation.render()).startsWith("line " + violation.line() + ": ");
      }
      return (int) violations.total();
    } catch (GraphException e) {
      assertThat(e.code()).isEqualTo("line_too_long");
      assertThat(e.details()).containsKey("line");
      return 1;
    }
  }

  private static String lines(long seed) {
    Random random = new Random(seed);
    StringBuilder out = new StringBuilder();
    for (int i = random.nextInt(4); i >= 0; i--) {
      out.append(LINES.get(random.nextInt(LINES.size())).formatted(random.nextInt(12)))
          .append('\n');
    }
    return out.toString();
  }

  private static Catalog catalog() {
    AtomicInteger next = new AtomicInteger();
    return SchemaCompiler.compile(
        SCHEMA, "f.pg", Optional.empty(), () -> "T" + next.incrementAndGet());
  }
}
