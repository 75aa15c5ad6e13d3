package dev.omnigraph.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.omnigraph.Graph;
import dev.omnigraph.GraphStorage;
import dev.omnigraph.call.Commit;
import dev.omnigraph.call.MergeAnswer;
import dev.omnigraph.call.MergeAnswer.Outcome;
import dev.omnigraph.call.MergeRequest;
import dev.omnigraph.call.PickAnswer;
import dev.omnigraph.call.PickRequest;
import dev.omnigraph.call.Resolution;
import dev.omnigraph.call.Resolution.Take;
import dev.omnigraph.call.SchemaRequest;
import dev.omnigraph.commit.Environment;
import dev.omnigraph.commit.Seam;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchName;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Merges as callers ask for them. */
class MergeTest {
  private static final String SCHEMA =
      "node Person { name: String @key  age: I32?  city: String? }";

  @TempDir private Path folder;
  private MergeWorld world;

  @BeforeEach
  void make() {
    world = new MergeWorld(folder.resolve("g"), SCHEMA);
    world.load("main", person("ann", 1, "Bern"), person("bob", 1, "Bern"));
    world.fork("side", "main");
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void theCommitHasBothHeadsAsItsParents() {
    world.load("side", person("ann", 2, "Bern"));
    world.load("main", person("bob", 2, "Bern"));
    var source = world.newest("side");
    var target = world.newest("main");

    MergeAnswer answer = world.merge("side", "main");

    Commit commit = world.graph.commit(BranchName.MAIN, answer.commitId()).orElseThrow();
    assertThat(commit.parents()).containsExactly(target, source);
    assertThat(answer.outcome()).isEqualTo(Outcome.MERGED);
  }

  @Test
  void aResolutionTakesAnImageOrGivesValuesAndTheRestIsStillReported() {
    world.load("side", person("ann", 2, "Rome"), person("bob", 2, "Bern"));
    world.load("main", person("ann", 3, "Bern"), person("bob", 3, "Bern"));
    MergeRequest request = MergeRequest.of(MergeWorld.head("side"), MergeWorld.on("main"));

    MergeAnswer partly =
        world.graph.planMerge(
            request.resolving(List.of(Resolution.of("Person", "bob", Take.SOURCE))));
    assertThat(partly.conflicts()).singleElement().extracting("id").isEqualTo("ann");

    world.graph.merge(
        request.resolving(
            List.of(
                Resolution.of("Person", "bob", Take.BASE),
                new Resolution("Person", "ann", Take.VALUES, Map.of("age", 9)))));
    assertThat(world.state("main").get("Person ann"))
        .containsEntry("age", 9)
        .containsEntry("city", "Rome");
    assertThat(world.state("main").get("Person bob")).containsEntry("age", 1);
  }

  @Test
  void aResolutionOfSomethingThatIsNotThereIsRefused() {
    world.load("side", person("ann", 2, "Rome"));
    MergeRequest request =
        MergeRequest.of(MergeWorld.head("side"), MergeWorld.on("main"))
            .resolving(List.of(Resolution.of("Persn", "ann", Take.SOURCE)));

    GraphException e = catchThrowableOfType(GraphException.class, () -> world.graph.merge(request));

    assertThat(e.code()).isEqualTo("merge_resolution");
    assertThat(world.state("main").get("Person ann")).containsEntry("age", 1);
  }

  @Test
  void aDeletionComesAlsoThroughABranchThatNeverHadTheEntity() {
    world.fork("other", "main");
    world.load("side", person("new", 1, "Rome"));
    world.merge("side", "main");
    world.mutate("main", "delete Person where name = \"new\"");
    world.merge("main", "other");
    world.load("side", person("bob", 2, "Bern"));

    world.merge("other", "side");

    assertThat(world.ids("side")).containsExactly("Person ann", "Person bob");
    assertThat(world.state("side").get("Person bob")).containsEntry("age", 2);
  }

  @Test
  void aMergeThatLosesARaceIsPreparedAgainOnTheNewTarget() {
    world.load("side", person("ann", 2, "Bern"));
    world.load("main", person("bob", 2, "Bern"));
    AtomicBoolean raced = new AtomicBoolean();

    try (ExecutorServiceCloser own = new ExecutorServiceCloser()) {
      Environment environment =
          Environment.system(own.executor)
              .withSeams(
                  (seam, detail) -> {
                    if (seam == Seam.PUBLISH && raced.compareAndSet(false, true)) {
                      world.load("main", person("ann", 1, "Rome"));
                    }
                  });
      try (Graph graph = Graph.open(GraphStorage.folder(folder.resolve("g")), environment)) {
        graph.merge(MergeRequest.of(MergeWorld.head("side"), MergeWorld.on("main")));
      }
    }

    assertThat(raced).isTrue();
    assertThat(world.state("main").get("Person ann"))
        .containsEntry("age", 2)
        .containsEntry("city", "Rome");
  }

  @Test
  void aRivalThatMakesItAConflictEndsIt() {
    world.load("side", person("ann", 2, "Bern"));
    AtomicBoolean raced = new AtomicBoolean();

    try (ExecutorServiceCloser own = new ExecutorServiceCloser()) {
      Environment environment =
          Environment.system(own.executor)
              .withSeams(
                  (seam, detail) -> {
                    if (seam == Seam.PUBLISH && raced.compareAndSet(false, true)) {
                      world.load("main", person("ann", 3, "Bern"));
                    }
                  });
      try (Graph graph = Graph.open(GraphStorage.folder(folder.resolve("g")), environment)) {
        GraphException e =
            catchThrowableOfType(
                GraphException.class,
                () -> graph.merge(MergeRequest.of(MergeWorld.head("side"), MergeWorld.on("main"))));
        assertThat(e.code()).isEqualTo("merge_conflicts");
      }
    }

    assertThat(world.state("main").get("Person ann")).containsEntry("age", 3);
  }

  @Test
  void aKeyThatWasUsedGivesTheSameCommit() {
    world.load("side", person("ann", 2, "Bern"));
    WriteOptions keyed = MergeWorld.on("main").keyed("k1");

    MergeAnswer first = world.graph.merge(MergeRequest.of(MergeWorld.head("side"), keyed));
    world.load("side", person("ann", 3, "Bern"));
    MergeAnswer again = world.graph.merge(MergeRequest.of(MergeWorld.head("side"), keyed));

    assertThat(again.replayed()).isTrue();
    assertThat(again.commitId()).isEqualTo(first.commitId());
    assertThat(again.tables()).isEqualTo(first.tables());
    assertThat(world.state("main").get("Person ann")).containsEntry("age", 2);
  }

  @Test
  void theBranchGoesAfterTheMergeUnlessSomebodyWroteToIt() {
    world.load("side", person("ann", 2, "Bern"));
    MergeRequest request =
        MergeRequest.of(MergeWorld.head("side"), MergeWorld.on("main")).deletingSource(true);

    MergeAnswer answer = world.graph.merge(request);

    assertThat(answer.branchDeleted()).isTrue();
    assertThat(world.graph.branchNames()).containsExactly(BranchName.MAIN);
  }

  @Test
  void aTargetThatHasNotChangedTakesTheSchemaOfTheSourceAndItsRows() {
    apply("side", SCHEMA.replace("}", " mail: String? }") + " node Firm { name: String @key }");
    world.load(
        "side",
        "{\"type\":\"Person\",\"data\":{\"name\":\"ann\",\"mail\":\"a@b\"}}",
        "{\"type\":\"Firm\",\"data\":{\"name\":\"Acme\"}}");
    world.graph.optimize(MergeWorld.on("main"));

    MergeAnswer answer = world.merge("side", "main");

    assertThat(answer.outcome()).isEqualTo(Outcome.FAST_FORWARD);
    assertThat(world.state("main")).isEqualTo(world.state("side"));
    world.load("main", "{\"type\":\"Firm\",\"data\":{\"name\":\"Beta\"}}");
    assertThat(world.ids("main")).contains("Firm Acme", "Firm Beta");
  }

  @Test
  void aTargetWithANewerSchemaTakesTheEntitiesInItsForm() {
    apply(
        "main",
        SCHEMA.replace("city: String?", "town: String? @rename_from(\"city\")  note: String?"));
    world.load(
        "main",
        "{\"type\":\"Person\",\"data\":{\"name\":\"ann\",\"age\":1,\"town\":\"Bern\",\"note\":\"n\"}}");
    world.load("side", person("ann", 2, "Rome"), person("new", 5, "Oslo"));

    world.merge("side", "main");

    assertThat(world.state("main").get("Person ann"))
        .containsEntry("age", 2)
        .containsEntry("town", "Rome")
        .containsEntry("note", "n");
    assertThat(world.state("main").get("Person new")).containsEntry("town", "Oslo");
  }

  @Test
  void aKeyOfAPickGivesTheSameCommitAlsoWhenWhatWasPickedIsGone() {
    world.load("side", person("ann", 2, "Bern"));
    PickRequest pick =
        PickRequest.cherryPick(
            new BranchName("side"), world.newest("side"), MergeWorld.on("main").keyed("k1"));
    PickAnswer first = world.graph.pick(pick);
    world.drop("side");

    PickAnswer again = world.graph.pick(pick);

    assertThat(again.replayed()).isTrue();
    assertThat(again.commitId()).isEqualTo(first.commitId());
    assertThat(again.tables()).isEqualTo(first.tables());
  }

  @Test
  void whatIsUndoneTwiceIsNothingToDo() {
    world.load("main", person("ann", 2, "Bern"));
    PickRequest revert = PickRequest.revert(world.newest("main"), MergeWorld.on("main"));

    assertThat(world.graph.pick(revert).outcome()).isEqualTo(PickAnswer.Outcome.APPLIED);
    assertThat(world.state("main").get("Person ann")).containsEntry("age", 1);
    assertThat(world.graph.pick(revert).outcome()).isEqualTo(PickAnswer.Outcome.NOTHING_TO_DO);
  }

  @Test
  void aCommitUnderASchemaOfItsBranchAloneIsNotPicked() {
    apply("main", SCHEMA.replace("}", " note: String? }"));
    apply("side", SCHEMA.replace("}", " mail: String? }"));
    world.load("side", "{\"type\":\"Person\",\"data\":{\"name\":\"ann\",\"mail\":\"a@b\"}}");
    PickRequest pick =
        PickRequest.cherryPick(new BranchName("side"), world.newest("side"), MergeWorld.on("main"));

    GraphException e = catchThrowableOfType(GraphException.class, () -> world.graph.pick(pick));

    assertThat(e.code()).isEqualTo("merge_schemas_differ");
    assertThat(world.state("main").get("Person ann")).containsEntry("note", null);
  }

  @Test
  void aCommitIsPickedOntoABranchWhoseSchemaWentOn() {
    apply("main", SCHEMA.replace("}", " note: String? }"));
    world.load("side", person("ann", 2, "Bern"));
    PickRequest pick =
        PickRequest.cherryPick(new BranchName("side"), world.newest("side"), MergeWorld.on("main"));

    world.graph.pick(pick);

    assertThat(world.state("main").get("Person ann")).containsEntry("age", 2);
  }

  private void apply(String branch, String schema) {
    world.graph.applySchema(new SchemaRequest(schema, "s.pg", true, false, MergeWorld.on(branch)));
  }

  private static String person(String name, int age, String city) {
    return "{\"type\":\"Person\",\"data\":{\"name\":\"%s\",\"age\":%d,\"city\":\"%s\"}}"
        .formatted(name, age, city);
  }

  /** Threads of a second process. */
  private static final class ExecutorServiceCloser implements AutoCloseable {
    final ExecutorService executor = Executors.newCachedThreadPool();

    @Override
    public void close() {
      executor.shutdown();
    }
  }
}
