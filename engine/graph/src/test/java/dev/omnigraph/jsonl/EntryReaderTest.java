package dev.omnigraph.jsonl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.call.LoadMode;
import dev.omnigraph.row.RowLayout;
import dev.omnigraph.row.TableDelta;
import dev.omnigraph.row.TestSchema;
import dev.omnigraph.rule.RuleError;
import dev.omnigraph.rule.Violation;
import dev.omnigraph.rule.Violations;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntryReaderTest {
  private static final String EXAMPLE =
      "{\"type\":\"Person\",\"data\":{\"name\":\"…\",\"kind\":\"employee\"}}";
  private static final String ULID = "01HZZZZZZZZZZZZZZZZZZZZZZZ";

  private final BufferAllocator allocator = new RootAllocator();
  private final Violations violations = new Violations("in");
  private final ChunkRows rows = new ChunkRows(LoadMode.APPEND, allocator, violations);
  private final AtomicInteger ids = new AtomicInteger();

  @AfterEach
  void releaseMemory() {
    rows.close();
    allocator.close();
  }

  @Test
  void aNodeLineBecomesARowWithItsKeyAsId() {
    read(
        """
        {"type":"Person","data":{"name":"Ann","age":31,"kind":"guest","tags":["a","b"],\
        "face":[0.5,1],"born":"1990-02-28","photo":"base64:AQI="}}
        """);

    TableDelta people = delta();
    assertThat(violations.total()).isZero();
    assertThat(people.get(0))
        .containsExactly(
            "Ann",
            "Ann",
            31,
            null,
            "guest",
            List.of("a", "b"),
            new float[] {0.5f, 1f},
            LocalDate.of(1990, 2, 28),
            new byte[] {1, 2});
    assertThat(people.line(0)).isEqualTo(1);
  }

  @Test
  void anEdgeLineNeedsNoDataAndGetsAFreshIdOrItsKey() {
    read(
        """
        {"edge":"Knows","from":"Ann","to":"Bob"}
        {"edge":"worksat","from":"Ann","to":"01","data":{"role":"boss"}}
        """);

    assertThat(violations.total()).isZero();
    assertThat(rows.deltas())
        .extracting(d -> d.text(0, RowLayout.ID))
        .containsExactly("id-1", "[\"Ann\",\"01\"]");
    assertThat(rows.claimedIds(TestSchema.KNOWS)).isEmpty();
    assertThat(rows.claimedIds(TestSchema.WORKS_AT)).containsExactly("[\"Ann\",\"01\"]");
  }

  @Test
  void blankLinesCarriageReturnsAndAByteOrderMarkAreFine() {
    read(
        "\uFEFF{\"edge\":\"Knows\",\"from\":\"a\",\"to\":\"b\"}\r\n\r\n"
            + "   \n"
            + "\t\n"
            + "{\"edge\":\"Knows\",\"from\":\"a\",\"to\":\"c\"}");

    assertThat(violations.total()).isZero();
    assertThat(delta().liveRows()).hasSize(2);
    assertThat(delta().line(1)).isEqualTo(5);
  }

  @Test
  void anExportedIdIsTakenWhenItIsCanonical() {
    read(
        """
        {"type":"Person","data":{"id":"Ann","name":"Ann","kind":"guest"}}
        {"type":"Company","data":{"id":"%s","title":"X"}}
        """
            .formatted(ULID));

    assertThat(violations.total()).isZero();
    assertThat(rows.claimedIds(TestSchema.COMPANY)).containsExactly(ULID);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"type\":\"Person\",\"data\":{\"name\":\"A\",\"name\":\"B\"}}| duplicate_member | name |"
            + " is given twice in one object",
        "{\"type\":\"Person\",\"type\":\"Person\",\"data\":{}}| duplicate_member | type | is given"
            + " twice in one object",
        "{\"type\":\"Person\",\"data\":{\"name\":\"A\"}| not_json | | is not JSON at column",
        "{\"type\":\"Person\" \"data\":{}}| not_json | | is not JSON at column",
        "{\"type\":\"Person\",\"data\":{\"age\":NaN}}| not_json | | is not JSON at column",
        "{\"edge\":\"Knows\",\"from\":\"a\",\"to\":\"b\"} 7| not_json | | is not JSON at column",
        "7| wrong_type | | is not a JSON object",
        "{\"type\":\"Person\",\"data\":{\"name\":\"A\",\"age\":3.1e1}}| wrong_type | age | found"
            + " 31, written with a fraction or an exponent",
        "{\"type\":\"Person\",\"data\":{\"name\":\"A\",\"age\":-0.0}}| wrong_type | age | found 0,"
            + " written with a fraction or an exponent",
        "{}| missing_member | type | an entry names its `type` or its `edge`",
        "{\"type\":\"Person\",\"edge\":\"Knows\"}| unknown_member | type | stands beside `edge`",
        "{\"type\":\"Person\",\"dat\":{}}| unknown_member | dat | Did you mean `data`?",
        "{\"type\":\"Persn\",\"data\":{}}| unknown_type | type | Did you mean `Person`?",
        "{\"type\":\"Knows\",\"data\":{}}| unknown_type | type | is an edge type",
        "{\"edge\":\"Likes\",\"from\":\"a\",\"to\":\"b\"}| unknown_type | edge | there is no edge"
            + " type `Likes`",
        "{\"type\":7,\"data\":{}}| wrong_type | type | is not a string",
        "{\"type\":\"Person\"}| missing_member | data | is missing",
        "{\"type\":\"Person\",\"data\":[]}| wrong_type | data | is not a JSON object",
        "{\"type\":\"Person\",\"data\":{\"nam\":\"A\",\"name\":\"A\"}}| unknown_field | nam | Did"
            + " you mean `name`?",
        "{\"type\":\"Person\",\"data\":{\"name\":\"A\",\"age\":\"31\"}}| wrong_type | age |"
            + " expected I32",
        "{\"type\":\"Person\",\"data\":{\"name\":\"A\",\"age\":3.5}}| wrong_type | age | expected"
            + " I32",
        "{\"type\":\"Person\",\"data\":{\"name\":\"A\",\"age\":3000000000}}| out_of_range | age |"
            + " 3000000000",
        "{\"type\":\"Person\",\"data\":{\"name\":\"A\",\"age\":1e99999999999}}| out_of_range | | at"
            + " column 43 that is out of all ranges",
        "{\"type\":\"Person\",\"data\":{\"name\":\"A\",\"kind\":\"boss\"}}| enum_value | kind |"
            + " \"boss\"",
        "{\"type\":\"Person\",\"data\":{\"name\":\"A\",\"born\":\"2023-02-29\"}}| bad_date | born |"
            + " 2023-02-29",
        "{\"type\":\"Person\",\"data\":{\"name\":\"A\",\"face\":[1]}}| vector_dimension | face |"
            + " expected 2 numbers",
        "{\"type\":\"Person\",\"data\":{\"name\":\"A\",\"tags\":[null]}}| null_element | tags |"
            + " null",
        "{\"type\":\"Person\",\"data\":{\"name\":\"A\",\"photo\":\"AQI=\"}}| bad_base64 | photo |"
            + " base64:",
        "{\"type\":\"Person\",\"data\":{\"kind\":\"guest\"}}| required_missing | name | is required"
            + " and has no value",
        "{\"type\":\"Person\",\"data\":{\"id\":\"B\",\"name\":\"A\"}}| id_not_canonical | id | the"
            + " key makes it \"A\"",
        "{\"type\":\"Company\",\"data\":{\"id\":\"x1\",\"title\":\"A\"}}| id_not_canonical | id |"
            + " is not a ULID",
        "{\"type\":\"Company\",\"data\":{\"id\":1,\"title\":\"A\"}}| wrong_type | id | is not a"
            + " string",
        "{\"edge\":\"Knows\",\"to\":\"b\"}| missing_member | from | is missing",
        "{\"edge\":\"Knows\",\"from\":\"a\",\"to\":7}| wrong_type | to | ids are strings",
        "{\"edge\":\"Knows\",\"from\":\"a\",\"to\":\"b\",\"data\":{\"src\":\"a\"}}| unknown_field |"
            + " src | The properties of `Knows`",
      })
  void aBadLineIsNamedWithItsFieldAndTheReason(
      String line, String code, String field, String reason) {
    read("\n" + line + "\n");

    Violation first = violations.first().getFirst();
    assertThat(first.code().text()).isEqualTo(code);
    assertThat(first.line()).isEqualTo(2);
    assertThat(first.field()).isEqualTo(field);
    assertThat(first.reason()).contains(reason);
    assertThat(first.excerpt()).isNotBlank();
    assertThat(rows.counts()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"name\":\"Ann\",\"kind\":\"guest\"}|"
            + " {\"type\":\"Person\",\"data\":{\"name\":\"Ann\",\"kind\":\"guest\"}}",
        "{\"type\":\"Person\",\"name\":\"Ann\"}| {\"type\":\"Person\",\"data\":{\"name\":\"Ann\"}}",
        "{\"type\":\"Person\",\"data\":{\"id\":\"Ann\",\"age\":3}}|"
            + " {\"type\":\"Person\",\"data\":{\"name\":\"Ann\",\"age\":3}}",
        "{\"edge\":\"WorksAt\",\"src\":\"Ann\",\"dst\":7,\"role\":\"x\"}|"
            + " {\"edge\":\"WorksAt\",\"from\":\"Ann\",\"to\":\"7\",\"data\":{\"role\":\"x\"}}",
        "{\"type\":\"WorksAt\",\"source\":\"Ann\",\"target\":\"B\"}|"
            + " {\"edge\":\"WorksAt\",\"from\":\"Ann\",\"to\":\"B\"}",
        "{\"src\":\"Ann\",\"dst\":\"B\",\"role\":\"x\"}|"
            + " {\"edge\":\"WorksAt\",\"from\":\"Ann\",\"to\":\"B\",\"data\":{\"role\":\"x\"}}",
        "{\"name\":\"a text longer than anybody wants to see again\"}|"
            + " {\"type\":\"Person\",\"data\":{\"name\":\"a text longer than anybody wa…\"}}",
      })
  void aLineInTheShapeOfAnotherToolIsShownRight(String line, String right) {
    read(line);

    assertThat(violations.first())
        .extracting(Violation::reason)
        .anySatisfy(reason -> assertThat(reason).endsWith("rite " + right));
    assertThat(violations.first()).hasSize(1);
  }

  @Test
  void aLineThatIsRightButForAValueIsNotShownAgain() {
    read("{\"type\":\"Person\",\"data\":{\"age\":3}}\n{\"type\":\"Person\",\"dat\":{\"age\":3}}");

    assertThat(violations.first()).noneMatch(v -> v.reason().contains("rite {"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "name,age#Ann,31#Bob,40| rows of texts, as in CSV",
        "name;age#Ann;31| rows of texts, as in CSV",
        "{#  \"type\": \"Person\",#  \"data\": {}#}| JSON over several lines",
        "[#{\"type\":\"Person\",\"data\":{}}#]| a JSON array",
        "[{\"type\":\"Person\",\"data\":{}}]| a JSON array",
        "PAR1#| a Parquet file",
        "BZh91AY| packed with bzip2",
      })
  void anInputOfAnotherKindIsToldOnce(String input, String kind) {
    read(input.replace('#', '\n'));

    assertThat(violations.first())
        .singleElement()
        .satisfies(
            v -> {
              assertThat(v.code()).isEqualTo(RuleError.NOT_JSON_LINES);
              assertThat(v.reason())
                  .startsWith("is not JSON Lines but " + kind)
                  .endsWith(", such as " + EXAMPLE);
            });
  }

  @Test
  void onlyTheFourBlanksOfJsonMakeALineBlank() {
    for (String blank : List.of("\u000b", "\f", "\u001c", "\u001f", "\u00a0", "\u2028", "\u3000")) {
      long before = violations.total();
      read(" " + blank + "\t\r\n");
      assertThat(violations.total()).as("%04x", (int) blank.charAt(0)).isEqualTo(before + 1);
    }
    assertThat(violations.first()).allMatch(v -> v.code() == RuleError.NOT_JSON);
    assertThat(violations.first().getFirst().reason())
        .endsWith("U+000B is not a blank; JSON has space, tab and line breaks");
  }

  @Test
  void aCarriageReturnAloneIsABlankAndTheColumnCountsFromTheStartOfTheLine() {
    read(
        "{\"type\":\"Person\",\"data\":{\"name\":\"A\"}}\r"
            + "{\"type\":\"Person\",\"data\":{\"name\":\"B\"}}");

    assertThat(violations.first())
        .singleElement()
        .satisfies(
            v -> assertThat(v.reason()).contains("column 39: a second value follows the first"));
  }

  @Test
  void theExcerptIsTheLineAsItStands() {
    read("{\"type\" : \"Person\", \"data\":{\"name\":\"A\", \"age\" : 9.007199254740993e15}}");

    assertThat(violations.first().getFirst().excerpt()).contains("\"age\" : 9.007199254740993e15}");
  }

  @Test
  void rowsThatHaveNeitherKeyNorIdAreCounted() {
    read(
        """
        {"type":"Person","data":{"name":"Ann","kind":"guest"}}
        {"type":"Company","data":{"title":"X"}}
        {"type":"Company","data":{"id":"%s","title":"Y"}}
        {"edge":"Knows","from":"Ann","to":"Ann"}
        {"edge":"Knows","from":"Ann","to":"Ann"}
        """
            .formatted(ULID));

    assertThat(rows.keyless()).isEqualTo(java.util.Map.of("Company", 1L, "Knows", 2L));
  }

  @Test
  void everythingWrongOnALineIsSaidAtOnce() {
    read(
        "{\"type\":\"Person\",\"data\":{\"name\":\"A\",\"age\":\"x\",\"kind\":\"y\",\"z\":1},\"w\":2}");

    assertThat(violations.first())
        .extracting(Violation::field)
        .containsExactlyInAnyOrder("age", "kind", "z", "w");
  }

  @Test
  void bytesThatAreNotUtf8AreRefusedWithTheirPlace() {
    byte[] line =
        "{\"type\":\"Person\",\"data\":{\"name\":\"A_\"}}".getBytes(StandardCharsets.UTF_8);
    line[34] = (byte) 0xC3;

    read(line);

    assertThat(violations.first().getFirst().code()).isEqualTo(RuleError.NOT_UTF8);
    assertThat(violations.first().getFirst().reason())
        .isEqualTo("is not UTF-8 at byte 35 of the line");
  }

  @Test
  void aRepeatedIdNamesBothLinesUnlessTheLastOneCounts() {
    String twice =
        """
        {"type":"Person","data":{"name":"Ann","kind":"guest"}}
        {"type":"Person","data":{"name":"Ann","kind":"employee"}}
        """;
    read(twice);

    assertThat(violations.first())
        .singleElement()
        .satisfies(
            v -> {
              assertThat(v.code()).isEqualTo(RuleError.KEY_CONFLICT);
              assertThat(v.render()).isEqualTo("line 2: Person \"Ann\": is on line 1 already");
            });

    Violations none = new Violations("in");
    try (ChunkRows merged = new ChunkRows(LoadMode.MERGE, allocator, none)) {
      readInto(merged, twice.getBytes(StandardCharsets.UTF_8));
      TableDelta people = merged.deltas().iterator().next();
      assertThat(none.total()).isZero();
      assertThat(people.liveRows()).containsExactly(1);
      assertThat(people.get(1, people.layout().position("kind"))).isEqualTo("employee");
    }
  }

  private TableDelta delta() {
    return rows.deltas().iterator().next();
  }

  private void read(String input) {
    read(input.getBytes(StandardCharsets.UTF_8));
  }

  private void read(byte[] input) {
    readInto(rows, input);
  }

  private void readInto(ChunkRows into, byte[] input) {
    Chunk chunk = new Chunk(0, input, input.length, 1, 1, true);
    into.read(
        chunk,
        TestSchema.CATALOG,
        () -> "id-" + ids.incrementAndGet(),
        1 << 20,
        lines -> assertThat(lines).isPositive());
  }
}
