package dev.omnigraph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.omnigraph.call.Commit;
import dev.omnigraph.call.LoadMode;
import dev.omnigraph.call.LoadRequest;
import dev.omnigraph.call.MutationRequest;
import dev.omnigraph.call.PlanRequest;
import dev.omnigraph.call.QueryRequest;
import dev.omnigraph.call.SchemaAnswer;
import dev.omnigraph.call.SchemaRequest;
import dev.omnigraph.call.Snapshot;
import dev.omnigraph.commit.Environment;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.commit.Seam;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.error.ErrorKind;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.manifest.CommitKind;
import dev.omnigraph.protocol.check.RepairRequest;
import dev.omnigraph.schema.SchemaPlan;
import dev.omnigraph.schema.SchemaStep;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Graphs with data whose schema changes, over real tables. */
class SchemaEvolutionTest {
  private static final String SCHEMA =
      """
      node Person { name: String @key  age: I32? @index  kind: enum(guest, staff)  photo: Blob?  note: String? }
      edge Knows: Person -> Person { since: Date? }
      """;
  private static final String DATA =
      """
      {"type":"Person","data":{"name":"Ann","age":41,"kind":"staff","photo":"base64:AQID"}}
      {"type":"Person","data":{"name":"Bob","age":23,"kind":"guest","note":"X"}}
      {"edge":"Knows","from":"Ann","to":"Bob","data":{"since":"2020-01-02"}}
      """;

  @TempDir private Path folder;
  private Graph graph;

  @BeforeEach
  void makeTheGraph() {
    graph = Graph.create(GraphStorage.newFolder(folder.resolve("g")), SCHEMA, "g.pg", "ann");
    load(graph, DATA);
  }

  @AfterEach
  void close() {
    graph.close();
  }

  @Test
  void everySupportedStepWorksOnDataAndIsOneCommit() {
    CommitId before = graph.snapshot(ReadAt.main()).commitId();

    SchemaAnswer applied =
        apply(
            """
            node Human @rename_from("Person") @description("people") {
                name: String @key
                years: I32? @rename_from("age")
                kind: enum(guest, staff, "on leave") @index
                tags: [String]?
                city: String? @unique
            }
            node City { name: String @key }
            edge Knows: Human -> Human { since: Date?  weight: F64? }
            edge LivesIn: Human -> City @card(0..1)
            """);

    assertThat(applied.steps())
        .extracting(SchemaStep::summary)
        .containsExactly(
            "rename the node type Person to Human",
            "drop Human.photo with its values",
            "drop Human.note with its values",
            "rename Human.age to years",
            "drop the index of Human.years",
            "change Human.kind from enum(guest, staff) to enum(guest, staff, \"on leave\")",
            "add an index to Human.kind",
            "add Human.tags: [String]?",
            "add Human.city: String?",
            "add @unique(city) to Human",
            "change the annotations of Human",
            "add the node type City",
            "add Knows.weight: F64?",
            "add the edge type LivesIn");
    Commit commit = graph.commits(BranchName.MAIN, 1).getFirst();
    assertThat(commit.kind()).isEqualTo(CommitKind.SCHEMA);
    assertThat(commit.commitId()).isEqualTo(applied.commitId());
    assertThat(commit.parents()).containsExactly(before);

    load(
        graph,
        """
        {"type":"Human","data":{"name":"Cy","years":7,"kind":"on leave","tags":["a"],"city":"Ulm"}}
        {"type":"City","data":{"name":"Ulm"}}
        {"edge":"LivesIn","from":"Ann","to":"Ulm","data":{}}
        {"edge":"Knows","from":"Cy","to":"Ann","data":{"weight":0.5}}
        """);
    assertThat(
            rows(
                "query q() { match { $h: Human } return { $h.name, $h.years, $h.kind, $h.tags,"
                    + " $h.city } order { $h.name } }"))
        .containsExactly(
            Arrays.asList("Ann", 41, "staff", null, null),
            Arrays.asList("Bob", 23, "guest", null, null),
            List.of("Cy", 7, "on leave", List.of("a"), "Ulm"));
    assertThat(
            rows(
                "query q() { match { $a: Human  $a $k:knows $b } return { $a.name, $b.name,"
                    + " $k.weight } order { $a.name } }"))
        .containsExactly(Arrays.asList("Ann", "Bob", null), List.of("Cy", "Ann", 0.5));
    assertThat(names(new ReadAt.Commit(BranchName.MAIN, before), "Person"))
        .containsExactly("Ann", "Bob");
    graph.optimize(WriteOptions.on(BranchName.MAIN, "ann"));
    assertThat(rows("query q() { match { $h: Human  $h.kind = \"staff\" } return { $h.name } }"))
        .containsExactly(List.of("Ann"));
  }

  @Test
  void aPlanWritesNothing() {
    Snapshot before = graph.snapshot(ReadAt.main());

    PlanRequest request = new PlanRequest("node A {}", "next.pg", false, ReadAt.main());
    SchemaPlan plan = graph.planSchema(request).plan();

    assertThat(plan.steps()).hasSize(3);
    assertThat(graph.snapshot(ReadAt.main())).isEqualTo(before);
  }

  @Test
  void aRefusedChangeLeavesEverythingAsItWas() {
    Snapshot before = graph.snapshot(ReadAt.main());

    assertThatExceptionOfType(GraphException.class)
        .isThrownBy(
            () ->
                apply(
                    """
                    node Person { name: String @key  age: Date?  kind: enum(guest)  photo: Blob? }
                    edge Knows: Person -> Person { since: Date? }
                    node City {}
                    """))
        .satisfies(
            e -> {
              assertThat(e.kind()).isEqualTo(ErrorKind.INVALID);
              assertThat(e.details().toString()).contains("type_changed", "enum_narrowed");
            });

    assertThat(graph.snapshot(ReadAt.main())).isEqualTo(before);
    assertThat(folder.resolve("g/__recovery").toFile())
        .satisfiesAnyOf(
            f -> assertThat(f).doesNotExist(),
            f -> assertThat(f).isDirectoryNotContaining(child -> child.isFile()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0001',
      textBlock =
          """
          age: I32 | staff) | 3 | nullability_tightened | 1 | "Cy": age: is required and has no value
          age: I32? @range(30..) | staff) | 3 | constraint_added | 1 | "Bob": age: is 23, outside 30..
          age: I32? @range(20..) | staff) | 3 | | 0 |
          age: I32? @unique | staff) | 3 | | 0 |
          age: I32? | staff) @unique | 3 | constraint_added | 1 | "Cy": kind: has the same value as "Bob", and must be unique
          age: I32? @unique(kind, age) | staff) | 3 | | 0 |
          years: I32? @rename_from("age") @range(..40) | staff) | 3 | constraint_added | 1 | "Ann": years: is 41, outside ..40
          age: I32? | staff)  note: String? @check(note, "[a-z]+") | 3 | constraint_added | 1 | "Bob": note: "X" does not match the pattern [a-z]+
          age: I32? | staff)  photo: Blob | 3 | nullability_tightened | 2 | "Bob": photo: is required and has no value
          """)
  void whatTheRowsAllowIsDoneAndWhatTheyBreakNamesThem(
      String age,
      String kind,
      long rows,
      @Nullable String code,
      int offenders,
      @Nullable String said) {
    load(
        graph,
        "{\"type\":\"Person\",\"data\":{\"name\":\"Cy\",\"kind\":\"guest\",\"note\":\"a\"}}");
    String next = SCHEMA.replace("age: I32? @index", age).replace("staff)", kind);
    next = kind.contains("note") ? next.replaceFirst("note: String\\?", "") : next;
    next = kind.contains("photo") ? next.replaceFirst("photo: Blob\\?", "") : next;

    SchemaPlan plan = plan(next);

    SchemaPlan.Planned decided =
        plan.steps().stream().filter(p -> p.reading() != null).findFirst().orElseThrow();
    SchemaPlan.Reading reading = Objects.requireNonNull(decided.reading());
    assertThat(reading.rows()).isEqualTo(rows);
    assertThat(reading.offenders()).isEqualTo(offenders);
    if (code == null) {
      assertThat(decided.isSupported()).isTrue();
      apply(next);
      assertThat(plan(next).isEmpty()).isTrue();
    } else {
      String desired = next;
      assertThat(plan.text()).contains(code, said);
      assertThatExceptionOfType(GraphException.class)
          .isThrownBy(() -> apply(desired))
          .withMessageContaining(said)
          .satisfies(
              e -> {
                assertThat(e.code()).isEqualTo("schema_change_refused");
                assertThat(e.details().toString())
                    .contains(code, "offenders=" + offenders, "rows_read=" + rows);
              });
      assertThat(graph.schema(ReadAt.main()).source()).isEqualTo(SCHEMA);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0..1, true, ''",
    "1.., false, 'Person \"Bob\" would have 0 edges of this type; it must have at least 1'",
    "1..1, false, 'Person \"Bob\" would have 0 edges of this type; it must have at least 1'"
  })
  void numbersOfEdgesAreCounted(String cardinality, boolean fits, String said) {
    String next = SCHEMA.replace("-> Person {", "-> Person @card(" + cardinality + ") {");

    SchemaPlan plan = plan(next);

    assertThat(plan.isSupported()).isEqualTo(fits);
    assertThat(plan.text()).contains(said);
  }

  @Test
  void manyOffendersAreCountedAndTheFirstFiveNamed() {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 10_000; i++) {
      lines.append(
          "{\"type\":\"Person\",\"data\":{\"name\":\"p%d\",\"age\":%d,\"kind\":\"guest\"}}\n"
              .formatted(i, i % 9_990));
    }
    load(graph, lines.toString());

    SchemaPlan plan = plan(SCHEMA.replace("age: I32? @index", "age: I32 @index @unique"));

    SchemaPlan.Reading reading = Objects.requireNonNull(plan.steps().getLast().reading());
    assertThat(reading.rows()).isEqualTo(10_002);
    // Twelve: ten of those that begin again, and Ann and Bob.
    assertThat(reading.offenders()).isEqualTo(12);
    assertThat(reading.first()).hasSize(5);
  }

  @Test
  void offendersAreCountedHoweverManyValuesAreShared() {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 24_000; i++) {
      lines.append(
          "{\"type\":\"Person\",\"data\":{\"name\":\"p%d\",\"age\":%d,\"kind\":\"guest\"}}\n"
              .formatted(i, 100 + i % 12_000));
    }
    load(graph, lines.toString());

    SchemaPlan many = plan(SCHEMA.replace("age: I32? @index", "age: I32? @index @unique"));
    SchemaPlan few = plan(SCHEMA.replace("staff)", "staff) @unique"));

    SchemaPlan.Reading ages = Objects.requireNonNull(many.steps().getLast().reading());
    assertThat(ages.offenders()).isEqualTo(12_000);
    assertThat(ages.first()).hasSize(5);
    SchemaPlan.Reading kinds = Objects.requireNonNull(few.steps().getLast().reading());
    // Of two values, the first row of each keeps the rule.
    assertThat(kinds.offenders()).isEqualTo(24_000);
    assertThat(kinds.first()).hasSize(5);
  }

  @Test
  void aRowThatARivalWritesFirstBreaksTheChange() {
    AtomicBoolean met = new AtomicBoolean();
    String next = SCHEMA.replace("age: I32?", "age: I32");
    String rival = "{\"type\":\"Person\",\"data\":{\"name\":\"Cy\",\"kind\":\"guest\"}}";
    try (Graph schema = at(Seam.PUBLISH, met, () -> load(graph, rival))) {
      assertThatExceptionOfType(GraphException.class)
          .isThrownBy(() -> schema.applySchema(request(next)))
          .withMessageContaining("\"Cy\": age: is required and has no value");
    }
    assertThat(met).isTrue();
    assertThat(graph.schema(ReadAt.main()).source()).isEqualTo(SCHEMA);
  }

  @Test
  void aRowThatARivalWritesFirstAndThatFitsIsCheckedAndKept() {
    AtomicBoolean met = new AtomicBoolean();
    String rival = "{\"type\":\"Person\",\"data\":{\"name\":\"Cy\",\"age\":1,\"kind\":\"guest\"}}";
    try (Graph schema = at(Seam.PUBLISH, met, () -> load(graph, rival))) {
      schema.applySchema(request(SCHEMA.replace("age: I32?", "age: I32")));
    }
    assertThat(met).isTrue();
    assertThat(names(ReadAt.main(), "Person")).containsExactly("Ann", "Bob", "Cy");
  }

  @Test
  void anEdgeThatARivalWritesFirstBreaksTheCardinality() {
    AtomicBoolean met = new AtomicBoolean();
    String rival = "{\"edge\":\"Knows\",\"from\":\"Ann\",\"to\":\"Ann\",\"data\":{}}";
    try (Graph schema = at(Seam.PUBLISH, met, () -> load(graph, rival))) {
      assertThatExceptionOfType(GraphException.class)
          .isThrownBy(
              () ->
                  schema.applySchema(
                      request(SCHEMA.replace("-> Person {", "-> Person @card(0..1) {"))))
          .withMessageContaining("\"Ann\" would have 2 edges");
    }
    assertThat(met).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "age: I64?, false",
    "age: I64?, true",
    "age: I32 @default(3), false",
    "age: I32 @default(3), true"
  })
  void theFirstRowOfATableIsKeptWhoeverWins(String age, boolean schemaWins) {
    boolean wider = age.contains("I64");
    String before = SCHEMA + "node Pet { name: String @key " + (wider ? "age: I32?" : "") + " }";
    String next = SCHEMA + "node Pet { name: String @key " + age + " }";
    String first =
        "{\"type\":\"Pet\",\"data\":{\"name\":\"Rex\"%s}}".formatted(wider ? ",\"age\":7" : "");
    apply(before);
    Runnable schema = () -> apply(next);
    Runnable row = () -> load(graph, first);
    AtomicBoolean met = new AtomicBoolean();

    try (Graph loser = at(Seam.PUBLISH, met, schemaWins ? schema : row)) {
      if (schemaWins) {
        load(loser, first);
      } else {
        loser.applySchema(request(next));
      }
    }

    assertThat(met).isTrue();
    String all = "query q() { match { $p: Pet } return { $p.name, $p.age } order { $p.name } }";
    List<Object> rex = wider ? List.of("Rex", 7L) : List.of("Rex", 3);
    assertThat(rows(all)).containsExactly(rex);
    mutate("insert Pet { name: \"Sam\", age: 9 }");
    graph.optimize(WriteOptions.on(BranchName.MAIN, "ann"));
    List<Object> sam = wider ? List.of("Sam", 9L) : List.of("Sam", 9);
    assertThat(rows(all)).containsExactly(rex, sam);
  }

  @Test
  void aWriterThatLosesToANewRuleIsHeldToIt() {
    AtomicBoolean met = new AtomicBoolean();
    String next = SCHEMA.replace("age: I32?", "age: I32");
    try (Graph writer = at(Seam.PUBLISH, met, () -> apply(next))) {
      assertThatExceptionOfType(GraphException.class)
          .isThrownBy(
              () ->
                  load(
                      writer,
                      "{\"type\":\"Person\",\"data\":{\"name\":\"Cy\",\"kind\":\"guest\"}}"))
          .withMessageContaining("age");
    }
    assertThat(met).isTrue();
    assertThat(names(ReadAt.main(), "Person")).containsExactly("Ann", "Bob");
  }

  @Test
  void aRequiredPropertyWithADefaultIsThereForOldRowsInsertsAndLoads() {
    CommitId before = graph.snapshot(ReadAt.main()).commitId();
    String next =
        SCHEMA.replace(
            "note: String?",
            "note: String?  level: I32 @default(3) @range(0..9)  grade: String? @default(\"b\")"
                + "  since: Date @default(\"2024-02-29\")  on: Bool @default(true)");

    apply(next);

    mutate("insert Person { name: \"Cy\", kind: \"guest\" }");
    mutate("insert Person { name: \"Di\", kind: \"guest\", level: 4, grade: null, on: false }");
    load(
        graph,
        """
        {"type":"Person","data":{"name":"Eve","kind":"staff"}}
        {"type":"Person","data":{"name":"Flo","kind":"staff","grade":null,"level":5}}
        {"type": "Person", "data": {"kind":"sta\\u0066f","name":"Gus","grade":null}}
        """);
    graph.optimize(WriteOptions.on(BranchName.MAIN, "ann"));
    LocalDate day = LocalDate.of(2024, 2, 29);
    assertThat(
            rows(
                "query q() { match { $p: Person } return { $p.name, $p.level, $p.grade, $p.since,"
                    + " $p.on } order { $p.name } }"))
        .containsExactly(
            List.of("Ann", 3, "b", day, true),
            List.of("Bob", 3, "b", day, true),
            List.of("Cy", 3, "b", day, true),
            Arrays.asList("Di", 4, null, day, false),
            List.of("Eve", 3, "b", day, true),
            Arrays.asList("Flo", 5, null, day, true),
            Arrays.asList("Gus", 3, null, day, true));
    assertThat(names(new ReadAt.Commit(BranchName.MAIN, before), "Person"))
        .containsExactly("Ann", "Bob");
    assertThat(graph.repair(new RepairRequest(false, true)).findings()).isEmpty();
  }

  @Test
  void aDefaultThatBreaksARuleIsFoundInTheRowsThatWouldHaveIt() {
    SchemaPlan range = plan(SCHEMA.replace("note:", "level: I32 @default(3) @range(4..)  note:"));
    SchemaPlan unique = plan(SCHEMA.replace("note:", "level: I32 @default(3) @unique  note:"));

    assertThat(range.text()).contains("2 entities that are there break it.", "is 3, outside 4..");
    assertThat(unique.text()).contains("1 entity that is there breaks it.");
  }

  @Test
  void aRowThatARivalWritesWhileADefaultComesHasTheDefaultToo() {
    AtomicBoolean met = new AtomicBoolean();
    String rival = "{\"type\":\"Person\",\"data\":{\"name\":\"Cy\",\"kind\":\"guest\"}}";
    try (Graph schema = at(Seam.PUBLISH, met, () -> load(graph, rival))) {
      schema.applySchema(request(SCHEMA.replace("note:", "level: I32 @default(3)  note:")));
    }

    assertThat(met).isTrue();
    assertThat(
            rows(
                "query q() { match { $p: Person } return { $p.name, $p.level } order { $p.name } }"))
        .containsExactly(List.of("Ann", 3), List.of("Bob", 3), List.of("Cy", 3));
  }

  @Test
  void aWiderPropertyAnswersAlikeAndThePastAndBranchesKeepTheirs() {
    graph.optimize(WriteOptions.on(BranchName.MAIN, "ann"));
    CommitId before = graph.snapshot(ReadAt.main()).commitId();
    graph.load(
        new LoadRequest(
            "d.jsonl",
            LoadMode.APPEND,
            WriteOptions.on(new BranchName("side"), "ann"),
            BranchName.MAIN),
        new ByteArrayInputStream(
            "{\"type\":\"Person\",\"data\":{\"name\":\"Zoe\",\"kind\":\"guest\"}}"
                .getBytes(StandardCharsets.UTF_8)),
        read -> {});
    mutate("insert Person { name: \"Cy\", age: 7, kind: \"guest\" }");

    SchemaAnswer applied =
        apply(SCHEMA.replace("age: I32?", "age: I64?").replace("note: String?", "note: [String]?"));

    assertThat(applied.steps())
        .extracting(SchemaStep::summary)
        .containsExactly(
            "change Person.age from I32 to I64", "change Person.note from String to [String]");
    mutate(
        "insert Person { name: \"Di\", age: 4294967296, kind: \"guest\", note: [\"x\", \"y\"] }");
    String older =
        "query q() { match { $p: Person  $p.age > 20 } return { $p.name, $p.age, $p.note } order {"
            + " $p.name } }";
    for (int built = 0; built < 2; built++) {
      assertThat(rows(older))
          .containsExactly(
              Arrays.asList("Ann", 41L, null),
              List.of("Bob", 23L, List.of("X")),
              List.of("Di", 4294967296L, List.of("x", "y")));
      graph.optimize(WriteOptions.on(BranchName.MAIN, "ann"));
    }
    for (ReadAt at :
        List.of(
            new ReadAt.Commit(BranchName.MAIN, before), new ReadAt.Head(new BranchName("side")))) {
      assertThat(rows(older, at))
          .containsExactly(Arrays.asList("Ann", 41, null), List.of("Bob", 23, "X"));
    }
  }

  @Test
  void aRenamedValueIsThatOfTheRowsThatHadItAndThePastKeepsTheOldName() {
    CommitId before = graph.snapshot(ReadAt.main()).commitId();
    mutate("insert Person { name: \"Cy\", kind: \"guest\" }");
    mutate("delete Person where name = \"Bob\"");
    String next =
        SCHEMA.replace(
            "enum(guest, staff)",
            "enum(staff @rename_from(\"guest\"), crew @rename_from(\"staff\"), none)"
                + " @index @default(crew)");

    SchemaAnswer applied = apply(next);

    assertThat(applied.steps())
        .extracting(SchemaStep::summary)
        .startsWith(
            "rename the value \"guest\" of Person.kind to \"staff\"",
            "rename the value \"staff\" of Person.kind to \"crew\"",
            "change Person.kind from enum(staff, crew) to enum(staff, crew, none)");
    assertThat(graph.planSchema(new PlanRequest(next, "g.pg", false, ReadAt.main())).plan().steps())
        .isEmpty();
    mutate("insert Person { name: \"Di\" }");
    String kinds =
        "query q() { match { $p: Person } return { $p.name, $p.kind } order { $p.name } }";
    String staff = "query q() { match { $p: Person { kind: \"staff\" } } return { $p.name } }";
    for (int built = 0; built < 2; built++) {
      assertThat(rows(kinds))
          .containsExactly(List.of("Ann", "crew"), List.of("Cy", "staff"), List.of("Di", "crew"));
      assertThat(rows(staff)).containsExactly(List.of("Cy"));
      graph.optimize(WriteOptions.on(BranchName.MAIN, "ann"));
    }
    assertThat(rows(kinds, new ReadAt.Commit(BranchName.MAIN, before)))
        .containsExactly(List.of("Ann", "staff"), List.of("Bob", "guest"));
  }

  @Test
  void aRowThatARivalWritesWhileItsValueIsRenamedHasTheNewName() {
    AtomicBoolean met = new AtomicBoolean();
    String next =
        SCHEMA.replace("enum(guest, staff)", "enum(visitor @rename_from(\"guest\"), staff)");
    Runnable row = () -> mutate("insert Person { name: \"Cy\", kind: \"guest\" }");

    try (Graph loser = at(Seam.PUBLISH, met, row)) {
      loser.applySchema(request(next));
    }

    assertThat(met).isTrue();
    assertThat(rows("query q() { match { $p: Person } return { $p.kind } order { $p.name } }"))
        .containsExactly(List.of("staff"), List.of("visitor"), List.of("visitor"));
  }

  @Test
  void aPropertyThatWasDroppedComesBackEmptyAndItsPastStays() {
    CommitId before = graph.snapshot(ReadAt.main()).commitId();
    apply(
        """
        node Person { name: String @key  kind: enum(guest, staff)  photo: Blob? }
        edge Knows: Person -> Person { since: Date? }
        """);
    apply(SCHEMA);

    assertThat(ages(ReadAt.main())).containsExactly(null, null);
    assertThat(ages(new ReadAt.Commit(BranchName.MAIN, before))).containsExactly(41, 23);
  }

  @Test
  void aHardDropRewritesTheRowsAndClosesThePast() {
    CommitId before = graph.snapshot(ReadAt.main()).commitId();

    graph.applySchema(
        new SchemaRequest(
            "node Person { name: String @key  kind: enum(guest, staff)  photo: Blob? }",
            "next.pg",
            true,
            true,
            WriteOptions.on(BranchName.MAIN, "ann")));

    assertThat(names(ReadAt.main(), "Person")).containsExactly("Ann", "Bob");
    assertThat(rows("query q() { match { $p: Person { name: \"Ann\" } } return { $p.photo } }"))
        .hasSize(1)
        .first()
        .satisfies(row -> assertThat(row.getFirst()).isEqualTo(new byte[] {1, 2, 3}));
    assertThatExceptionOfType(GraphException.class)
        .isThrownBy(() -> names(new ReadAt.Commit(BranchName.MAIN, before), "Person"))
        .satisfies(e -> assertThat(e.kind()).isEqualTo(ErrorKind.GONE));
  }

  @Test
  void aWriterThatMeetsAChangeOfTheSchemaIsCheckedAgainstTheNewOne() {
    AtomicBoolean met = new AtomicBoolean();
    try (Graph writer =
        at(
            Seam.PUBLISH,
            met,
            () ->
                apply(
                    """
                    node Person { name: String @key  kind: enum(guest, staff)  photo: Blob? }
                    edge Knows: Person -> Person { since: Date? }
                    """))) {

      assertThatExceptionOfType(GraphException.class)
          .isThrownBy(
              () ->
                  load(
                      writer,
                      "{\"type\":\"Person\",\"data\":{\"name\":\"Cy\",\"age\":1,\"kind\":\"guest\"}}"))
          .withMessageContaining("age");
    }
    assertThat(met).isTrue();
    assertThat(names(ReadAt.main(), "Person")).containsExactly("Ann", "Bob");
  }

  @Test
  void aWriterThatStillFitsTheNewSchemaSucceedsWithItsColumns() {
    AtomicBoolean met = new AtomicBoolean();
    try (Graph writer =
        at(
            Seam.PUBLISH,
            met,
            () ->
                apply(SCHEMA.replace("age: I32?", "years: I32? @rename_from(\"age\")  x: I32?")))) {
      load(writer, "{\"type\":\"Person\",\"data\":{\"name\":\"Cy\",\"kind\":\"guest\"}}");
    }

    assertThat(met).isTrue();
    assertThat(names(ReadAt.main(), "Person")).containsExactly("Ann", "Bob", "Cy");
  }

  @Test
  void aChangeOfTheSchemaKeepsTheRowsOfTheWriterThatWon() {
    AtomicBoolean met = new AtomicBoolean();
    try (Graph schema =
        at(
            Seam.PUBLISH,
            met,
            () ->
                load(
                    graph,
                    "{\"type\":\"Person\",\"data\":{\"name\":\"Cy\",\"age\":1,\"kind\":\"guest\"}}"))) {
      schema.applySchema(
          request(SCHEMA.replace("age: I32?", "years: I32? @rename_from(\"age\")  x: I32?")));
    }

    assertThat(met).isTrue();
    assertThat(
            rows(
                "query q() { match { $p: Person } return { $p.name, $p.years, $p.x } order {"
                    + " $p.name } }"))
        .containsExactly(
            Arrays.asList("Ann", 41, null),
            Arrays.asList("Bob", 23, null),
            Arrays.asList("Cy", 1, null));
  }

  @Test
  void aRepeatedKeyGivesTheFirstCommitAndAStaleHeadIsRefused() {
    String next = SCHEMA + "node City {}";
    SchemaRequest keyed =
        new SchemaRequest(
            next, "n.pg", true, false, WriteOptions.on(BranchName.MAIN, "ann").keyed("k1"));
    SchemaAnswer first = graph.applySchema(keyed);

    SchemaAnswer second = graph.applySchema(keyed);

    assertThat(second.replayed()).isTrue();
    assertThat(second.commitId()).isEqualTo(first.commitId());
    assertThatExceptionOfType(GraphException.class)
        .isThrownBy(
            () ->
                graph.applySchema(
                    new SchemaRequest(
                        SCHEMA,
                        "n.pg",
                        true,
                        false,
                        WriteOptions.on(BranchName.MAIN, "ann").expecting(new CommitId("other")))))
        .satisfies(e -> assertThat(e.kind()).isEqualTo(ErrorKind.PRECONDITION));
  }

  @Test
  void anotherProcessThatHasTheGraphOpenSeesTheNewSchemaAtItsNextCall() {
    try (Graph other = Graph.open(GraphStorage.folder(folder.resolve("g")))) {
      other.schema(ReadAt.main());

      apply(SCHEMA + "node City {}");

      assertThat(other.schema(ReadAt.main()).node("City")).isPresent();
      load(other, "{\"type\":\"City\",\"data\":{}}");
    }
    assertThat(graph.snapshot(ReadAt.main()).tables())
        .anySatisfy(
            t -> {
              assertThat(t.type()).isEqualTo("City");
              assertThat(t.rows()).isEqualTo(1);
            });
  }

  private SchemaPlan plan(String schema) {
    return graph.planSchema(new PlanRequest(schema, "next.pg", false, ReadAt.main())).plan();
  }

  private void mutate(String statement) {
    graph.mutate(
        new MutationRequest(
            "query q() { " + statement + " }",
            "q.gq",
            null,
            Map.of(),
            WriteOptions.on(BranchName.MAIN, "ann")));
  }

  private SchemaAnswer apply(String schema) {
    return graph.applySchema(request(schema));
  }

  private static SchemaRequest request(String schema) {
    return new SchemaRequest(
        schema, "next.pg", true, false, WriteOptions.on(BranchName.MAIN, "ann"));
  }

  private static void load(Graph into, String lines) {
    into.load(
        new LoadRequest("d.jsonl", LoadMode.APPEND, WriteOptions.on(BranchName.MAIN, "ann"), null),
        new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)),
        read -> {});
  }

  /** The graph as another process has it, which does something the first time it passes a seam. */
  private Graph at(Seam seam, AtomicBoolean met, Runnable hook) {
    Environment system = Environment.system(Runnable::run);
    return Graph.open(
        GraphStorage.folder(folder.resolve("g")),
        system
            .withRandom(new Random(7))
            .withSleeper(duration -> {})
            .withSeams(
                (passed, subject) -> {
                  if (passed == seam && met.compareAndSet(false, true)) {
                    hook.run();
                  }
                }));
  }

  private List<List<@Nullable Object>> rows(String query) {
    return rows(query, ReadAt.main());
  }

  private List<List<@Nullable Object>> rows(String query, ReadAt at) {
    return graph.query(new QueryRequest(query, "q.gq", null, Map.of(), at)).rows();
  }

  private List<Object> names(ReadAt at, String type) {
    return rows("query q() { match { $p: " + type + " } return { $p.name } order { $p.name } }", at)
        .stream()
        .map(row -> (Object) String.valueOf(row.getFirst()))
        .toList();
  }

  private List<@Nullable Object> ages(ReadAt at) {
    return rows(
            "query q() { match { $p: Person } return { $p.age, $p.name } order { $p.name } }", at)
        .stream()
        .<@Nullable Object>map(List::getFirst)
        .toList();
  }
}
