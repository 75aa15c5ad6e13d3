package dev.omnigraph.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.omnigraph.Graph;
import dev.omnigraph.GraphStorage;
import dev.omnigraph.call.DiffAnswer;
import dev.omnigraph.call.DiffRequest;
import dev.omnigraph.call.MergeAnswer;
import dev.omnigraph.call.MergeAnswer.Outcome;
import dev.omnigraph.call.MergeConflict;
import dev.omnigraph.call.MergeConflict.Kind;
import dev.omnigraph.call.MergeRequest;
import dev.omnigraph.call.MergeRequest.Prefer;
import dev.omnigraph.call.Resolution;
import dev.omnigraph.call.Resolution.Take;
import dev.omnigraph.call.RestoreRequest;
import dev.omnigraph.call.SchemaRequest;
import dev.omnigraph.commit.Environment;
import dev.omnigraph.commit.Seam;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.table.Pin;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Merges of branches of which one changed the schema, and what the other did meanwhile. */
class MergeSchemasTest {
  private static final String SCHEMA =
      """
      node Person { name: String @key  age: I32?  city: String? }
      node Doc { mark: String }
      edge Knows: Person -> Person { @key(src, dst)  since: I32? }
      """;

  @TempDir private Path folder;
  private MergeWorld world;

  @BeforeEach
  void aBranchThatForked() {
    world = new MergeWorld(folder.resolve("g"), SCHEMA);
    world.load(
        "main",
        person("ann", 1, "Bern"),
        person("bob", 1, "Bern"),
        person("cid", 1, "Bern"),
        knows("ann", "bob"));
    world.fork("side", "main");
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void whatTheTargetDidComesInTheFormOfTheSourcesSchema() {
    apply(
        "side",
        """
        node Human @rename_from("Person") {
          name: String @key  age: I64?  town: String? @rename_from("city")  rank: I32 @default(7)
        }
        node Doc { mark: String }
        edge Knows: Human -> Human { @key(src, dst)  since: I32? }
        """);
    world.load(
        "side",
        "{\"type\":\"Human\",\"data\":{\"name\":\"ann\",\"age\":1,\"town\":\"Rome\",\"rank\":9}}");
    world.load("main", person("ann", 2, "Bern"), person("new", 5, "Oslo"), knows("new", "cid"));
    world.mutate("main", "delete Person where name = \"bob\"");
    MergeRequest request = MergeRequest.of(MergeWorld.head("side"), MergeWorld.on("main"));

    MergeAnswer planned = world.graph.planMerge(request);
    MergeAnswer answer = world.graph.merge(request);

    assertThat(answer.outcome()).isEqualTo(Outcome.MERGED);
    assertThat(answer.tables()).containsExactly(new MergeAnswer.Table("Human", 0, 1, 0));
    assertThat(planned.tables()).isEqualTo(answer.tables());
    Map<String, ?> state = world.state("main");
    assertThat(state.keySet())
        .containsExactlyInAnyOrder(
            "Human ann", "Human cid", "Human new", "Knows [\"new\",\"cid\"]");
    assertThat(world.state("main").get("Human ann"))
        .containsEntry("age", 2L)
        .containsEntry("town", "Rome")
        .containsEntry("rank", 9);
    assertThat(world.state("main").get("Human new"))
        .containsEntry("age", 5L)
        .containsEntry("town", "Oslo")
        .containsEntry("rank", 7);
    assertThat(world.merge("side", "main").outcome()).isEqualTo(Outcome.ALREADY_UP_TO_DATE);
    assertThat(world.merge("main", "side").outcome()).isEqualTo(Outcome.FAST_FORWARD);
    assertThat(world.state("side")).isEqualTo(world.state("main"));
  }

  @Test
  void tablesThatTheSourceLeftAloneStayAsTheTargetHasThem() {
    apply("side", SCHEMA + "node Firm { name: String @key }\n");
    world.load("side", "{\"type\":\"Firm\",\"data\":{\"name\":\"Acme\"}}");
    world.load("main", person("new", 5, "Oslo"), "{\"type\":\"Doc\",\"data\":{\"mark\":\"x\"}}");
    Map<String, ?> before = world.state("main");
    Collection<Pin> pins = world.pins("main").values();

    MergeAnswer answer = world.merge("side", "main");

    assertThat(answer.tables()).containsExactly(new MergeAnswer.Table("Firm", 1, 0, 0));
    assertThat(world.pins("main").values()).containsAll(pins).hasSize(pins.size() + 1);
    assertThat(world.state("main").keySet())
        .containsAll(before.keySet())
        .contains("Firm Acme")
        .hasSize(before.size() + 1);
  }

  @Test
  void aConflictIsToldAsTheCallerSeesTheSides() {
    apply("side", SCHEMA.replace("city: String?", "city: String?  note: String?"));
    world.load(
        "side",
        "{\"type\":\"Person\",\"data\":{\"name\":\"ann\",\"age\":2,\"city\":\"Bern\",\"note\":\"n\"}}");
    world.mutate("side", "delete Person where name = \"cid\"");
    world.load("main", person("ann", 3, "Bern"), person("cid", 4, "Bern"));

    List<MergeConflict> conflicts = plan(Prefer.NONE).conflicts();

    assertThat(conflicts)
        .extracting(MergeConflict::kind)
        .containsExactly(Kind.DIVERGENT_UPDATE, Kind.DELETE_VS_UPDATE);
    assertThat(conflicts.getFirst().base()).containsEntry("age", 1);
    assertThat(conflicts.getFirst().ours()).containsEntry("age", 3);
    assertThat(conflicts.getFirst().theirs()).containsEntry("age", 2).containsEntry("note", "n");
    assertThat(conflicts.getLast().reason())
        .isEqualTo("the source deleted it and the target changed it");
    assertThat(conflicts.getLast().theirs()).isNull();

    world.graph.merge(
        MergeRequest.of(MergeWorld.head("side"), MergeWorld.on("main"))
            .resolving(
                List.of(
                    Resolution.of("Person", "ann", Take.TARGET),
                    Resolution.of("Person", "cid", Take.SOURCE))));

    assertThat(world.state("main").get("Person ann"))
        .containsEntry("age", 3)
        .containsEntry("note", null);
    assertThat(world.state("main")).doesNotContainKey("Person cid");
  }

  /** Until somebody decides, what is in conflict stands as the target has it. */
  @Test
  void anEdgeOfTheSourceIsAnOrphanWhereItsNodeIsInConflictAndTheTargetHasItNot() {
    apply("side", SCHEMA.replace("city: String?", "city: String?  note: String?"));
    world.load("side", person("cid", 2, "Bern"), knows("ann", "cid"));
    world.mutate("main", "delete Person where name = \"cid\"");

    assertThat(plan(Prefer.NONE).conflicts())
        .extracting(MergeConflict::reason)
        .containsExactly(
            "the target deleted it and the source changed it",
            "the source has this edge, and the target deleted its node Person \"cid\"");
  }

  @Test
  void anEdgeOfTheTargetIsNoOrphanWhereItsNodeIsInConflictAndTheTargetHasIt() {
    apply("side", SCHEMA.replace("city: String?", "city: String?  note: String?"));
    world.mutate("side", "delete Person where name = \"cid\"");
    world.load("main", person("cid", 2, "Bern"), knows("ann", "cid"));

    assertThat(plan(Prefer.NONE).conflicts())
        .extracting(MergeConflict::reason)
        .containsExactly("the source deleted it and the target changed it");
  }

  @Test
  void anEdgeInConflictIsNoOrphanWhereTheTargetDeletedItWithItsNode() {
    apply("side", SCHEMA.replace("city: String?", "city: String?  note: String?"));
    world.mutate("side", "update Knows set { since: 7 } where since is null");
    world.mutate("main", "delete Person where name = \"bob\"");

    assertThat(plan(Prefer.NONE).conflicts())
        .extracting(MergeConflict::kind, MergeConflict::type)
        .containsExactly(tuple(Kind.DELETE_VS_UPDATE, "Knows"));
  }

  @Test
  void anEdgeThatBothSidesMovedLeadsWhereTheTargetHasIt() {
    String schema = SCHEMA + "edge Asks: Person -> Person { mark: String }\n";
    apply("main", schema);
    world.load("main", asks("ann", "bob"));
    world.drop("side");
    world.fork("side", "main");
    apply("side", schema.replace("city: String?", "city: String?  note: String?"));
    world.load("side", asks("ann", "cid"));
    world.load("main", asks("ann", "ann"));
    world.mutate("main", "delete Person where name = \"cid\"");

    assertThat(plan(Prefer.NONE).conflicts())
        .extracting(MergeConflict::kind)
        .containsExactly(Kind.DIVERGENT_UPDATE);
  }

  @Test
  void aPreferredSideIsTheOneThatTheCallerNamed() {
    apply("side", SCHEMA.replace("city: String?", "city: String?  note: String?"));
    world.load("side", person("ann", 2, "Bern"));
    world.load("main", person("ann", 3, "Bern"));

    world.graph.merge(request(Prefer.SOURCE));

    assertThat(world.state("main").get("Person ann")).containsEntry("age", 2);
  }

  @Test
  void aRuleThatCameWithTheSourceHoldsForWhatTheTargetWrote() {
    apply(
        "side",
        """
        node Person { name: String @key  age: I32 @default(0) @range(0..9)  city: String? @unique }
        node Doc { mark: String }
        edge Knows: Person -> Person @card(0..1) { @key(src, dst)  since: I32? }
        """,
        () -> world.mutate("side", "update Person set { city: $.name } where age = 1"));
    world.load("main", person("big", 10, "x"), person("two", 2, "ann"), knows("ann", "cid"));

    List<MergeConflict> conflicts = plan(Prefer.NONE).conflicts();

    assertThat(conflicts)
        .extracting(MergeConflict::kind, MergeConflict::type, MergeConflict::id)
        .containsExactlyInAnyOrder(
            tuple(Kind.CARDINALITY_VIOLATION, "Knows", "ann"),
            tuple(Kind.VALUE_CONSTRAINT_VIOLATION, "Person", "big"),
            tuple(Kind.UNIQUE_VIOLATION, "Person", "two"));
    assertThat(plan(Prefer.SOURCE).conflicts()).hasSize(3);
  }

  @Test
  void aRuleThatCameWithTheTargetHoldsForWhatTheSourceWrote() {
    apply(
        "main",
        SCHEMA.replace("city: String?", "city: String? @unique"),
        () -> world.mutate("main", "update Person set { city: $.name } where age = 1"));
    world.load("side", person("two", 2, "ann"));

    assertThat(plan(Prefer.NONE).conflicts())
        .extracting(MergeConflict::kind)
        .containsExactly(Kind.UNIQUE_VIOLATION);
  }

  @Test
  void aRuleOfTheTargetAloneHoldsAgainstRowsThatNobodyChanged() {
    world.load("main", person("ann", 1, "a"), person("bob", 1, "b"), person("cid", 1, "c"));
    world.fork("late", "main");
    apply("main", SCHEMA.replace("city: String?", "city: String? @unique"));
    world.load("late", person("two", 2, "b"));

    MergeAnswer planned =
        world.graph.planMerge(MergeRequest.of(MergeWorld.head("late"), MergeWorld.on("main")));

    assertThat(planned.conflicts())
        .extracting(MergeConflict::kind)
        .containsExactly(Kind.UNIQUE_VIOLATION);
  }

  @Test
  void aNodeOfTheTargetNeedsTheEdgesThatTheSourcesSchemaWants() {
    world.mutate("side", "delete Person where age = 1");
    apply("side", SCHEMA + "edge Owns: Person -> Doc @card(1..2)\n");
    world.load("main", person("new", 2, "Oslo"));

    assertThat(plan(Prefer.NONE).conflicts())
        .extracting(MergeConflict::kind, MergeConflict::type, MergeConflict::id)
        .contains(tuple(Kind.CARDINALITY_VIOLATION, "Owns", "new"));
  }

  @Test
  void whatTheTargetChangedOfATypeThatTheSourceDroppedIsAConflict() {
    world.load("main", person("old", 1, "Bern"));
    world.merge("main", "side");
    apply("side", "node Person { name: String @key  age: I32?  city: String? }\n");
    world.load("main", "{\"type\":\"Doc\",\"data\":{\"mark\":\"new\"}}", knows("bob", "cid"));

    List<MergeConflict> conflicts = plan(Prefer.NONE).conflicts();

    assertThat(conflicts)
        .extracting(MergeConflict::kind, MergeConflict::type)
        .containsExactly(
            tuple(Kind.DELETE_VS_UPDATE, "Doc"), tuple(Kind.DELETE_VS_UPDATE, "Knows"));
    assertThat(conflicts.getFirst().reason())
        .isEqualTo("the source dropped its type and the target changed it");
    assertThat(conflicts.getFirst().ours()).containsEntry("mark", "new");
    assertThat(plan(Prefer.TARGET).conflicts()).hasSize(2);
    String doc = conflicts.getFirst().id();
    MergeRequest resolved =
        request(Prefer.NONE)
            .resolving(
                List.of(
                    Resolution.of("Doc", doc, Take.SOURCE),
                    Resolution.of("Knows", conflicts.getLast().id(), Take.SOURCE)));
    assertThat(world.graph.planMerge(resolved).conflicts()).isEmpty();
    world.graph.merge(request(Prefer.SOURCE));
    assertThat(world.ids("main")).allMatch(id -> id.startsWith("Person "));
  }

  @Test
  void whatTheSourceChangedOfATypeThatTheTargetDroppedIsAConflict() {
    apply("main", SCHEMA.replace("node Doc { mark: String }", ""));
    world.load("side", "{\"type\":\"Doc\",\"data\":{\"mark\":\"new\"}}", person("s", 2, "Oslo"));

    List<MergeConflict> conflicts = plan(Prefer.NONE).conflicts();

    assertThat(conflicts).extracting(MergeConflict::type).containsExactly("Doc");
    assertThat(conflicts.getFirst().reason())
        .isEqualTo("the target dropped its type and the source changed it");
    assertThat(plan(Prefer.SOURCE).conflicts()).hasSize(1);
    world.graph.merge(request(Prefer.TARGET));
    assertThat(world.ids("main")).contains("Person s").noneMatch(id -> id.startsWith("Doc "));
  }

  @Test
  void anEdgeOfANewTypeFollowsThePreferredSideWhenItsNodeIsGone() {
    apply("side", SCHEMA + "edge Likes: Person -> Person { @key(src, dst) }\n");
    world.load("side", likes("cid", "ann"), likes("bob", "ann"));
    world.mutate("main", "delete Person where name = \"cid\"");

    assertThat(plan(Prefer.NONE).conflicts())
        .extracting(MergeConflict::reason)
        .containsExactly(
            "the source has this edge, and the target deleted its node Person \"cid\"");
    MergeAnswer answer = world.graph.merge(request(Prefer.TARGET));

    assertThat(answer.tables()).containsExactly(new MergeAnswer.Table("Likes", 1, 0, 0));
    assertThat(world.ids("main"))
        .containsExactlyInAnyOrder(
            "Person ann", "Person bob", "Knows [\"ann\",\"bob\"]", "Likes [\"bob\",\"ann\"]");
    world.load("main", likes("ann", "bob"));
    assertThat(world.ids("main")).contains("Likes [\"ann\",\"bob\"]");
  }

  @Test
  void valuesThatTheSourceDroppedFromHistoryTooDoNotComeBack() {
    world.graph.applySchema(
        new SchemaRequest(
            SCHEMA.replace("age: I32?  ", ""), "s.pg", true, true, MergeWorld.on("side")));
    world.load("main", person("ann", 9, "Rome"), person("new", 9, "Oslo"));

    world.merge("side", "main");

    assertThat(world.state("main").get("Person ann"))
        .containsEntry("city", "Rome")
        .doesNotContainKey("age");
    assertThat(world.state("main").get("Person new")).containsEntry("city", "Oslo");
  }

  /** Versions are counted on each branch, so the same drop has another number on each. */
  @Test
  void whatWasDroppedFromHistoryOnceIsNotDroppedAgainByTheNextMergeOfASchema() {
    world.load("side", person("dan", 1, "Bern"));
    erase("side", SCHEMA.replace("  city: String?", ""));
    world.merge("side", "main");
    apply("side", SCHEMA.replace("  city: String?", "") + "node Firm { name: String @key }\n");
    world.fork("third", "main");
    apply("third", SCHEMA.replace("  city: String?", "") + "node Shop { name: String @key }\n");

    world.merge("side", "main");

    assertThat(world.ids("main")).contains("Person dan");
    world.load("main", "{\"type\":\"Person\",\"data\":{\"name\":\"eve\"}}");
    assertThat(world.ids("main")).contains("Person eve");
  }

  /** A property that was given up is not the one that is added after coming back. */
  @Test
  void aPropertyThatIsAddedAfterARestoreIsNotTheOneOfBefore() {
    CommitId before = world.newest("main");
    apply("main", SCHEMA.replace("city: String?", "city: String?  secret: String?"));
    world.fork("other", "main");
    world.load("other", "{\"type\":\"Person\",\"data\":{\"name\":\"ann\",\"secret\":\"x\"}}");
    world.graph.restore(new RestoreRequest(before, MergeWorld.on("main")));
    apply("main", SCHEMA.replace("city: String?", "city: String?  nick: String?"));

    DiffAnswer diff =
        world.graph.diff(DiffRequest.of(MergeWorld.head("other"), MergeWorld.head("main")));

    assertThat(diff.schema())
        .extracting(DiffAnswer.SchemaStep::step)
        .containsExactlyInAnyOrder("drop_property", "add_property");
    GraphException e =
        catchThrowableOfType(GraphException.class, () -> world.merge("other", "main"));
    if (e != null) {
      assertThat(e.code()).isEqualTo("merge_schemas_differ");
    }
    assertThat(world.state("main").get("Person ann")).containsEntry("nick", null);
  }

  @Test
  void aPropertyThatWasFilledAndThenMadeRequiredComesWithTheSource() {
    apply("side", SCHEMA.replace("city: String?", "city: String?  mail: String?"));
    world.mutate("side", "update Person set { mail: \"m\" } where age = 1");
    apply("side", SCHEMA.replace("city: String?", "city: String?  mail: String"));

    MergeAnswer forward = world.graph.planMerge(request(Prefer.NONE));
    world.load("main", person("new", 5, "Oslo"));
    GraphException e =
        catchThrowableOfType(GraphException.class, () -> world.merge("side", "main"));

    assertThat(forward.outcome()).isEqualTo(Outcome.FAST_FORWARD);
    assertThat(e.code()).isEqualTo("merge_conflicts");
    assertThat(e.getMessage()).contains("ValueConstraintViolation").contains("new");
  }

  @Test
  void theSameSchemaOnBothSidesIsTaken() {
    String schema = SCHEMA.replace("city: String?", "city: String?  note: String?");
    apply("side", schema);
    apply("main", schema);
    world.load("side", person("ann", 2, "Bern"));
    world.load("main", person("bob", 3, "Bern"));

    assertThat(world.merge("side", "main").outcome()).isEqualTo(Outcome.MERGED);
    assertThat(world.state("main").get("Person ann")).containsEntry("age", 2);
  }

  @Test
  void schemasThatBothSidesChangedAreRefusedWithBothPlans() {
    apply("main", SCHEMA.replace("age: I32?", "age: I64?"));
    apply("side", SCHEMA.replace("city: String?", "city: String?  note: String?"));

    GraphException e =
        catchThrowableOfType(GraphException.class, () -> world.merge("side", "main"));

    assertThat(e.code()).isEqualTo("merge_schemas_differ");
    assertThat(e)
        .hasMessage(
            """
            Both sides changed the schema since they parted.
            The target would
              change Person.age from I32 to I64
            The source would
              add Person.note: String?""");
    assertThat(e.details())
        .containsEntry("target_steps", List.of("change Person.age from I32 to I64"))
        .containsEntry("source_steps", List.of("add Person.note: String?"));
  }

  @Test
  void rowsThatTheTargetCompactedComeOnce() {
    apply("side", SCHEMA.replace("city: String?", "city: String?  rank: I32 @default(7)"));
    world.load("side", person("ann", 2, "Bern"));
    world.load("main", person("new", 5, "Oslo"), "{\"type\":\"Doc\",\"data\":{\"mark\":\"x\"}}");
    world.graph.optimize(MergeWorld.on("main"));
    world.graph.optimize(MergeWorld.on("side"));
    world.load("main", "{\"type\":\"Doc\",\"data\":{\"mark\":\"y\"}}");

    MergeAnswer answer = world.merge("side", "main");

    assertThat(answer.tables()).containsExactly(new MergeAnswer.Table("Person", 0, 1, 0));
    assertThat(world.ids("main")).hasSize(7);
    assertThat(world.state("main").get("Person new")).containsEntry("rank", 7);
  }

  @Test
  void whatARivalWroteMeanwhileComesInTheFormOfTheSourcesSchemaToo() {
    apply("side", SCHEMA.replace("age: I32?", "age: I64?"));
    world.load("side", person("ann", 2, "Bern"));
    world.load("main", person("bob", 2, "Bern"));
    AtomicBoolean raced = new AtomicBoolean();

    try (ExecutorService executor = Executors.newCachedThreadPool()) {
      Environment environment =
          Environment.system(executor)
              .withSeams(
                  (seam, detail) -> {
                    if (seam == Seam.PUBLISH && raced.compareAndSet(false, true)) {
                      world.load("main", person("ann", 1, "Rome"));
                    }
                  });
      try (Graph graph = Graph.open(GraphStorage.folder(folder.resolve("g")), environment)) {
        graph.merge(request(Prefer.NONE));
      }
    }

    assertThat(raced).isTrue();
    assertThat(world.state("main").get("Person ann"))
        .containsEntry("age", 2L)
        .containsEntry("city", "Rome");
    assertThat(world.state("main").get("Person bob")).containsEntry("age", 2L);
  }

  private MergeAnswer plan(Prefer prefer) {
    return world.graph.planMerge(request(prefer));
  }

  private static MergeRequest request(Prefer prefer) {
    return MergeRequest.of(MergeWorld.head("side"), MergeWorld.on("main")).preferring(prefer);
  }

  /** Brings a branch to a schema that rows must be made ready for. */
  private void apply(String branch, String schema, Runnable ready) {
    ready.run();
    apply(branch, schema);
  }

  private void erase(String branch, String schema) {
    world.graph.applySchema(new SchemaRequest(schema, "t.pg", true, true, MergeWorld.on(branch)));
  }

  private void apply(String branch, String schema) {
    world.graph.applySchema(new SchemaRequest(schema, "s.pg", true, false, MergeWorld.on(branch)));
  }

  private static String person(String name, int age, String city) {
    return "{\"type\":\"Person\",\"data\":{\"name\":\"%s\",\"age\":%d,\"city\":\"%s\"}}"
        .formatted(name, age, city);
  }

  private static String knows(String from, String to) {
    return "{\"edge\":\"Knows\",\"from\":\"%s\",\"to\":\"%s\",\"data\":{}}".formatted(from, to);
  }

  private static String asks(String from, String to) {
    return "{\"edge\":\"Asks\",\"from\":\"%s\",\"to\":\"%s\",\"data\":{\"id\":\"01H00000000000000000000001\",\"mark\":\"m\"}}"
        .formatted(from, to);
  }

  private static String likes(String from, String to) {
    return "{\"edge\":\"Likes\",\"from\":\"%s\",\"to\":\"%s\",\"data\":{}}".formatted(from, to);
  }
}
