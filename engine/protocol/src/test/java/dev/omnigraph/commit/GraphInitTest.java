package dev.omnigraph.commit;

import static dev.omnigraph.commit.LostRaceTest.assertCode;
import static dev.omnigraph.commit.World.PERSON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.commit.FaultyStore.Fault;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.manifest.CommitKind;
import dev.omnigraph.manifest.GraphObject;
import dev.omnigraph.manifest.Keys;
import java.util.List;
import org.junit.jupiter.api.Test;

class GraphInitTest {

  @Test
  void aNewGraphHasItsTablesItsSchemaAndOneCommit() {
    World world = new World();

    String commit = world.process().repository.init(World.CATALOG, "ann").commitId();

    try (BranchView view = world.process().repository.openRead(new ReadSpec.Head("main"))) {
      assertThat(view.catalog()).isEqualTo(World.CATALOG);
      assertThat(view.pins()).containsOnlyKeys(World.KNOWS.tableId(), PERSON.tableId());
      assertThat(view.logicalCommitId()).isEqualTo(commit);
    }
    assertThat(world.log()).extracting(r -> r.kind()).containsExactly(CommitKind.INIT);
    assertThat(world.objects.get(Keys.schemaSource(World.CATALOG.hash()))).isPresent();
    world.process().insert(PERSON, "bob");
    world.assertSound();
  }

  @Test
  void aSecondInitIsRefusedAndChangesNothing() {
    World world = World.withGraph();
    List<String> before = world.everything();

    assertCode(() -> world.process().repository.init(World.CATALOG, "ann"), "graph_exists");

    assertThat(world.everything()).isEqualTo(before);
  }

  @Test
  void anInitThatDiedAnywhereCanBeRepeated() {
    for (Seam seam : seams()) {
      World world = new World();
      world.killed(seam, p -> p.repository.init(World.CATALOG, "ann"));

      boolean exists = world.objects.get(Keys.branch("main")).isPresent();
      if (!exists) {
        world.process().repository.init(World.CATALOG, "ann");
      }

      world.process().insert(PERSON, "bob");
      assertThat(world.rows(PERSON)).as("killed at %s", seam).containsOnlyKeys("bob");
      world.assertSound();
    }
  }

  @Test
  void aFaultOfTheStoreEitherFailsTheInitOrDoesNotMatter() {
    for (Seam seam : seams()) {
      for (Fault fault : Fault.values()) {
        World world = new World();
        try {
          world.process().broken(seam, fault).repository.init(World.CATALOG, "ann");
        } catch (GraphException e) {
          if (world.objects.get(Keys.branch("main")).isEmpty()) {
            world.process().repository.init(World.CATALOG, "ann");
          }
        }
        world.landLate();

        world.process().insert(PERSON, "bob");
        assertThat(world.rows(PERSON)).as("%s at %s", fault, seam).containsOnlyKeys("bob");
        world.assertSound();
      }
    }
  }

  @Test
  void ofTwoInitsThatRaceAtAnyPointOneMakesTheGraph() {
    for (Seam seam : seams()) {
      World world = new World();
      World.Process slow = world.process();
      slow.at(seam, () -> world.process().repository.init(World.CATALOG, "fast"));

      assertCode(() -> slow.repository.init(World.CATALOG, "slow"), "graph_exists");

      assertThat(GraphObject.decode(world.objects.get(Keys.GRAPH).orElseThrow().body()))
          .isNotNull();
      assertThat(world.log()).hasSize(1).first().extracting(r -> r.actor()).isEqualTo("fast");
    }
  }

  private static List<Seam> seams() {
    World.Process process = new World().process();
    process.repository.init(World.CATALOG, "ann");
    return process.passed.stream().distinct().toList();
  }
}
