package dev.omnigraph.protocol.branch;

import static dev.omnigraph.protocol.world.Invariants.assertCode;
import static dev.omnigraph.protocol.world.Invariants.assertSound;
import static dev.omnigraph.protocol.world.People.PERSON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.commit.BranchView;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.commit.Seam;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.manifest.CommitKind;
import dev.omnigraph.manifest.GraphObject;
import dev.omnigraph.manifest.ObjectKeys;
import dev.omnigraph.protocol.world.FaultyStore.Fault;
import dev.omnigraph.protocol.world.People;
import dev.omnigraph.protocol.world.SimulatedProcess;
import dev.omnigraph.protocol.world.World;
import java.util.List;
import org.junit.jupiter.api.Test;

class GraphInitTest {

  @Test
  void aNewGraphHasItsTablesItsSchemaAndOneCommit() {
    World world = new World();

    CommitId commit = world.process().repository.init(People.CATALOG, "ann").commitId();

    try (BranchView view = world.process().repository.openRead(new ReadAt.Head(BranchName.MAIN))) {
      assertThat(view.catalog()).isEqualTo(People.CATALOG);
      assertThat(view.pins()).containsOnlyKeys(People.KNOWS.tableId(), PERSON.tableId());
      assertThat(view.logicalCommitId()).isEqualTo(commit);
    }
    assertThat(world.stored.log()).extracting(r -> r.kind()).containsExactly(CommitKind.INIT);
    assertThat(world.objects.get(ObjectKeys.schemaSource(People.CATALOG.hash()))).isPresent();
    world.process().insert(PERSON, "bob");
    assertSound(world);
  }

  @Test
  void aSecondInitIsRefusedAndChangesNothing() {
    World world = World.withGraph();
    List<String> before = world.stored.everything();

    assertCode(() -> world.process().repository.init(People.CATALOG, "ann"), "graph_exists");

    assertThat(world.stored.everything()).isEqualTo(before);
  }

  @Test
  void anInitThatDiedAnywhereCanBeRepeated() {
    for (Seam seam : seams()) {
      World world = new World();
      world.killed(seam, p -> p.repository.init(People.CATALOG, "ann"));

      boolean exists = world.objects.get(ObjectKeys.branch(BranchName.MAIN)).isPresent();
      if (!exists) {
        world.process().repository.init(People.CATALOG, "ann");
      }

      world.process().insert(PERSON, "bob");
      assertThat(world.stored.rows(PERSON)).as("killed at %s", seam).containsOnlyKeys("bob");
      assertSound(world);
    }
  }

  @Test
  void aFaultOfTheStoreEitherFailsTheInitOrDoesNotMatter() {
    for (Seam seam : seams()) {
      for (Fault fault : Fault.values()) {
        World world = new World();
        try {
          world.process().broken(seam, fault).repository.init(People.CATALOG, "ann");
        } catch (GraphException e) {
          if (world.objects.get(ObjectKeys.branch(BranchName.MAIN)).isEmpty()) {
            world.process().repository.init(People.CATALOG, "ann");
          }
        }
        world.landLate();

        world.process().insert(PERSON, "bob");
        assertThat(world.stored.rows(PERSON)).as("%s at %s", fault, seam).containsOnlyKeys("bob");
        assertSound(world);
      }
    }
  }

  @Test
  void ofTwoInitsThatRaceAtAnyPointOneMakesTheGraph() {
    for (Seam seam : seams()) {
      World world = new World();
      SimulatedProcess slow = world.process();
      slow.at(seam, () -> world.process().repository.init(People.CATALOG, "fast"));

      assertCode(() -> slow.repository.init(People.CATALOG, "slow"), "graph_exists");

      assertThat(GraphObject.decode(world.objects.get(ObjectKeys.GRAPH).orElseThrow().body()))
          .isNotNull();
      assertThat(world.stored.log())
          .hasSize(1)
          .first()
          .extracting(r -> r.actor())
          .isEqualTo("fast");
    }
  }

  private static List<Seam> seams() {
    SimulatedProcess process = new World().process();
    process.repository.init(People.CATALOG, "ann");
    return process.passed.stream().distinct().toList();
  }
}
