package dev.omnigraph.protocol.write;

import static dev.omnigraph.protocol.world.Invariants.assertCleanupLeavesOnlyWhatIsNeeded;
import static dev.omnigraph.protocol.world.Invariants.assertCode;
import static dev.omnigraph.protocol.world.Invariants.assertSound;
import static dev.omnigraph.protocol.world.People.KNOWS;
import static dev.omnigraph.protocol.world.People.PERSON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.commit.Seam;
import dev.omnigraph.protocol.world.FaultyStore.Fault;
import dev.omnigraph.protocol.world.Operations;
import dev.omnigraph.protocol.world.SimulatedProcess;
import dev.omnigraph.protocol.world.World;
import dev.omnigraph.store.StoreException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rows that are staged while it is still looked up whether they may be there. */
class StagingAheadTest {
  @Test
  void whatWasStagedAheadIsPublishedAndNothingElseIsWritten() {
    World world = World.withGraph();
    int before = world.stored.tableObjects().size();
    SimulatedProcess writer = world.process();

    writer.insert(PERSON, "bob");

    assertThat(writer.beside).contains(Seam.STAGE_AHEAD);
    assertThat(world.stored.tableObjects()).hasSize(before + 1);
    assertThat(world.stored.rows(PERSON)).containsOnlyKeys("root", "bob");
    assertEnded(world);
  }

  @Test
  void nothingIsStagedAheadBeforeTheSidecarIsAcknowledged() {
    for (Fault fault : List.of(Fault.LATE, Fault.NEVER)) {
      World world = World.withGraph();
      int before = world.stored.tableObjects().size();
      SimulatedProcess writer = world.process().broken(Seam.ARM, fault);
      writer.at(Seam.STAGE_AHEAD, () -> assertThat(writer.times(Seam.ARM)).isEqualTo(2));

      writer.insert(PERSON, "bob");

      assertThat(writer.times(Seam.STAGE_AHEAD)).as("%s", fault).isEqualTo(1);
      assertThat(world.stored.tableObjects()).hasSize(before + 1);
    }
    World world = World.withGraph();
    SimulatedProcess refused = world.process().broken(Seam.ARM, Fault.ERROR);
    assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> refused.insert(PERSON, "eve")))
        .isNotNull();
    assertThat(refused.passed).doesNotContain(Seam.STAGE_AHEAD);
  }

  @Test
  void whatIsNotUsedIsGarbageForCleanup() {
    World world = World.withGraph();
    int before = world.stored.tableObjects().size();

    assertCode(() -> world.process().insert(PERSON, "root"), "key_conflict");
    assertCode(
        () ->
            world
                .process()
                .commit(
                    Operations.insertAll(Map.of(KNOWS, List.of("e")), Map.of(PERSON, "nobody"))),
        "endpoint_missing");

    assertThat(world.stored.tableObjects()).hasSize(before + 2);
    assertEnded(world);
    world.pastEveryDeadline();
    assertCleanupLeavesOnlyWhatIsNeeded(world);
    assertThat(world.stored.tableObjects()).hasSize(before);
  }

  @Test
  void whatFailsIsStagedAsIfItHadNotBeenTried() {
    World world = World.withGraph();
    SimulatedProcess writer = world.process();
    writer.at(
        Seam.STAGE_AHEAD,
        () -> {
          throw new StoreException.Transient("The store did not acknowledge it.", null);
        });

    writer.insert(PERSON, "bob");

    assertThat(world.stored.rows(PERSON)).containsKey("bob");
    assertEnded(world);
  }

  @Test
  void afterALostRaceTheSameFilesArePublishedOrOthersAreStaged() {
    World world = World.withGraph();
    SimulatedProcess elsewhere = world.process();
    elsewhere.at(Seam.PUBLISH, () -> world.rival(Operations.insert(PERSON, "rival")));
    SimulatedProcess inTheWay = world.process();
    inTheWay.at(Seam.PUBLISH, () -> world.rival(Operations.insert(PERSON, "eve")));

    elsewhere.insert(PERSON, "bob");
    assertCode(() -> inTheWay.insert(PERSON, "eve"), "key_conflict");

    assertThat(elsewhere.times(Seam.STAGE_AHEAD)).isEqualTo(1);
    assertThat(inTheWay.times(Seam.STAGE_AHEAD)).isEqualTo(2);
    assertThat(world.stored.rows(PERSON)).containsOnlyKeys("root", "rival", "bob", "eve");
    assertEnded(world);
  }

  @Test
  void aWriterThatIsEndedWhileItStagesAheadUsesNothingOfIt() {
    World world = World.withGraph();
    SimulatedProcess writer = world.process();
    writer.at(
        Seam.STAGE_AHEAD,
        () -> {
          world.pastEveryDeadline();
          world.cleanup();
        });

    writer.insert(PERSON, "bob");

    assertThat(writer.times(Seam.STAGE_AHEAD)).isEqualTo(2);
    assertThat(world.stored.rows(PERSON)).containsKey("bob");
    assertThat(world.stored.audits()).hasSize(1);
    assertEnded(world);
  }

  private static void assertEnded(World world) {
    assertThat(world.stored.sidecars()).isEmpty();
    assertSound(world);
  }
}
