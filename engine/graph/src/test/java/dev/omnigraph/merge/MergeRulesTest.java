package dev.omnigraph.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.omnigraph.call.MergeAnswer;
import dev.omnigraph.call.MergeAnswer.Outcome;
import dev.omnigraph.call.MergeConflict.Kind;
import dev.omnigraph.call.MergeRequest;
import dev.omnigraph.call.MergeRequest.Prefer;
import dev.omnigraph.call.PickRequest;
import dev.omnigraph.call.Resolution;
import dev.omnigraph.call.Resolution.Take;
import dev.omnigraph.call.RestoreRequest;
import dev.omnigraph.call.SchemaRequest;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.protocol.reclaim.CleanupRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rules of the schema, and what callers decide, hold in every merge. */
class MergeRulesTest {
  private static final String SCHEMA =
      """
      node Person { name: String @key  age: I32?  email: String? @unique }
      node Doc { mark: String @key }
      edge Likes: Person -> Doc @card(0..2) { mark: String }
      node Firm { name: String @key }
      edge Owns: Firm -> Doc @card(1..) { mark: String }
      """;
  private static final String L1 = "01H00000000000000000000001";
  private static final String O1 = "01H00000000000000000000003";
  private static final String O2 = "01H00000000000000000000004";

  @TempDir private Path folder;
  private MergeWorld world;

  @BeforeEach
  void make() {
    world = new MergeWorld(folder.resolve("g"), SCHEMA);
    world.load(
        "main",
        person("ann", 1, "a"),
        person("bob", 1, "b"),
        doc("d1"),
        doc("d2"),
        edge("Likes", L1, "ann", "d1"),
        "{\"type\":\"Firm\",\"data\":{\"name\":\"f\"}}",
        edge("Owns", O1, "f", "d1"),
        edge("Owns", O2, "f", "d2"));
    world.fork("side", "main");
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void afterAFastForwardOverRowsThatCameAndWentCleanupFindsAllFiles() {
    world.load("side", doc("x"), doc("y"));
    world.mutate("side", "delete Doc where mark = \"x\"");

    assertThat(world.merge("side", "main").outcome()).isEqualTo(Outcome.FAST_FORWARD);

    assertThatCode(() -> world.graph.cleanup(CleanupRequest.DEFAULT)).doesNotThrowAnyException();
  }

  @Test
  void aRestoreAcrossACompactionBringsNoEntityTwice() {
    for (int i = 0; i < 6; i++) {
      world.load("main", person("p" + i, i, null));
    }
    CommitId old = world.newest("main");
    world.graph.optimize(MergeWorld.on("main"));
    world.load("main", person("later", 1, null));
    world.fork("s", "main");
    world.graph.restore(new RestoreRequest(old, MergeWorld.on("s")));
    world.load("main", person("p0", 9, null));

    world.merge("s", "main");

    assertThat(world.state("main").get("Person p0")).containsEntry("age", 9);
    assertThat(world.ids("main")).doesNotContain("Person later");
  }

  @Test
  void theLastEdgesOfANodeAreNotTakenByBothSides() {
    world.mutate("side", "delete Owns where mark = \"" + O1 + "\"");
    world.mutate("main", "delete Owns where mark = \"" + O2 + "\"");

    assertThat(conflicts(request())).containsExactly(Kind.CARDINALITY_VIOLATION);
  }

  @Test
  void anEdgeThatLeadsElsewhereIsHeldToTheRulesThere() {
    world.load("side", edge("Likes", L1, "ann", "d2"));
    world.mutate("main", "delete Owns where mark = \"" + O2 + "\" delete Doc where mark = \"d2\"");

    assertThat(conflicts(request())).containsExactly(Kind.ORPHAN_EDGE);
  }

  @Test
  void aDecisionIsHeldToTheRulesAgainstAllThatIsThere() {
    world.mutate("side", "delete Likes where mark = \"" + L1 + "\"");
    world.load("side", person("ann", 2, "c"));
    world.mutate("side", "delete Owns where mark = \"" + O1 + "\"");

    assertThat(
            conflicts(
                request()
                    .resolving(
                        List.of(
                            new Resolution("Person", "ann", Take.VALUES, Map.of("email", "b"))))))
        .containsExactly(Kind.UNIQUE_VIOLATION);
  }

  @Test
  void anEdgeThatIsKeptThoughItsNodeGoesIsAConflict() {
    world.mutate("side", "delete Person where name = \"ann\"");

    assertThat(conflicts(request().resolving(List.of(Resolution.of("Likes", L1, Take.TARGET)))))
        .contains(Kind.ORPHAN_EDGE);
  }

  @Test
  void decisionsThatDoNotGoTogetherEndAsAConflictAlsoWhereASideIsPreferred() {
    world.load("side", person("cid", 1, null));
    world.mutate("side", "delete Person where name = \"ann\"");
    world.mutate("main", "delete Person where name = \"ann\"");

    assertThat(
            conflicts(
                request()
                    .preferring(Prefer.SOURCE)
                    .resolving(List.of(Resolution.of("Likes", L1, Take.BASE)))))
        .contains(Kind.ORPHAN_EDGE);
  }

  @Test
  void aKeyIsNotDecidedAbout() {
    world.load("side", person("ann", 2, "a"));

    GraphException e =
        catchThrowableOfType(
            GraphException.class,
            () ->
                world.graph.merge(
                    request()
                        .resolving(
                            List.of(
                                new Resolution(
                                    "Person", "ann", Take.VALUES, Map.of("name", "zed"))))));

    assertThat(e.code()).isEqualTo("merge_resolution");
  }

  @Test
  void whatARestoreBroughtBackIsHeldToTheRules() {
    world.load("main", person("tim", 1, "v"));
    CommitId there = world.newest("main");
    world.mutate("main", "delete Person where name = \"tim\"");
    world.fork("s", "main");
    world.load("s", person("sam", 1, "v"));
    world.graph.restore(new RestoreRequest(there, MergeWorld.on("main")));

    MergeAnswer planned =
        world.graph.planMerge(MergeRequest.of(MergeWorld.head("s"), MergeWorld.on("main")));

    assertThat(planned.conflicts()).extracting("kind").containsExactly(Kind.UNIQUE_VIOLATION);
  }

  @Test
  void aRestoreOverAChangeOfTheSchemaBringsTheTablesWithIt() {
    CommitId before = world.newest("main");
    Map<String, ?> then = world.state("main");
    apply(SCHEMA.replace("age: I32?", "years: I32? @rename_from(\"age\")  note: String?"), false);

    world.graph.restore(new RestoreRequest(before, MergeWorld.on("main")));

    assertThat(world.state("main")).isEqualTo(then);
    world.load("main", person("new", 3, null));
    assertThat(world.ids("main")).contains("Person new");
  }

  @Test
  void whatWasDroppedFromHistoryIsNotRestored() {
    CommitId before = world.newest("main");
    apply(SCHEMA.replace("age: I32?", ""), true);

    GraphException e =
        catchThrowableOfType(
            GraphException.class,
            () -> world.graph.restore(new RestoreRequest(before, MergeWorld.on("main"))));

    assertThat(e.code()).isEqualTo("data_gone");
  }

  @Test
  void aBranchThatWasWrittenToSinceIsNotDeletedByARepeatedMerge() {
    world.load("side", person("ann", 2, "a"));
    MergeRequest keyed =
        MergeRequest.of(MergeWorld.head("side"), MergeWorld.on("main").keyed("k1"));
    world.graph.merge(keyed);
    world.load("side", person("ann", 3, "a"));

    MergeAnswer again = world.graph.merge(keyed.deletingSource(true));

    assertThat(again.branchDeleted()).isFalse();
    assertThat(world.graph.branchNames()).contains(new BranchName("side"));
  }

  @Test
  void aMergeWhoseAnswerWasLostIsToldAgainThoughItsBranchIsGone() {
    world.load("side", person("ann", 2, "a"));
    MergeRequest keyed =
        MergeRequest.of(MergeWorld.head("side"), MergeWorld.on("main").keyed("k1"))
            .deletingSource(true);
    MergeAnswer first = world.graph.merge(keyed);

    MergeAnswer again = world.graph.merge(keyed);

    assertThat(again.replayed()).isTrue();
    assertThat(again.commitId()).isEqualTo(first.commitId());
  }

  @Test
  void aBranchIsNotMergedIntoItselfAndDeleted() {
    GraphException e =
        catchThrowableOfType(
            GraphException.class,
            () ->
                world.graph.merge(
                    MergeRequest.of(MergeWorld.head("side"), MergeWorld.on("side"))
                        .deletingSource(true)));

    assertThat(e.code()).isEqualTo("merge_into_itself");
    assertThat(world.graph.branchNames()).contains(new BranchName("side"));
  }

  @Test
  void theFirstCommitIsNotUndone() {
    CommitId first = world.graph.commits(BranchName.MAIN, 10).getLast().commitId();

    GraphException e =
        catchThrowableOfType(
            GraphException.class,
            () -> world.graph.pick(PickRequest.revert(first, MergeWorld.on("main"))));

    assertThat(e.code()).isEqualTo("pick_of_schema");
  }

  private static MergeRequest request() {
    return MergeRequest.of(MergeWorld.head("side"), MergeWorld.on("main"));
  }

  private List<Kind> conflicts(MergeRequest request) {
    return world.graph.planMerge(request).conflicts().stream()
        .map(conflict -> conflict.kind())
        .distinct()
        .toList();
  }

  private void apply(String schema, boolean losesData) {
    world.graph.applySchema(
        new SchemaRequest(schema, "s.pg", true, losesData, MergeWorld.on("main")));
  }

  private static String person(String name, int age, @Nullable String email) {
    return "{\"type\":\"Person\",\"data\":{\"name\":\"%s\",\"age\":%d,\"email\":%s}}"
        .formatted(name, age, email == null ? "null" : "\"" + email + "\"");
  }

  private static String doc(String mark) {
    return "{\"type\":\"Doc\",\"data\":{\"mark\":\"%s\"}}".formatted(mark);
  }

  private static String edge(String type, String id, String from, String to) {
    return "{\"edge\":\"%s\",\"from\":\"%s\",\"to\":\"%s\",\"data\":{\"id\":\"%s\",\"mark\":\"%s\"}}"
        .formatted(type, from, to, id, id);
  }
}
