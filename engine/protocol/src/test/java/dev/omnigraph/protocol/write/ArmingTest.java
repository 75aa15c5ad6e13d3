package dev.omnigraph.protocol.write;

import static dev.omnigraph.protocol.world.Invariants.assertCode;
import static dev.omnigraph.protocol.world.Invariants.assertSound;
import static dev.omnigraph.protocol.world.People.KNOWS;
import static dev.omnigraph.protocol.world.People.PERSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.omnigraph.commit.CommitOutcome;
import dev.omnigraph.commit.CommitRequest;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.commit.Seam;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.id.OperationId;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.manifest.ObjectKeys;
import dev.omnigraph.manifest.Sidecar;
import dev.omnigraph.manifest.UnreadableObject;
import dev.omnigraph.protocol.world.FaultyStore;
import dev.omnigraph.protocol.world.FaultyStore.Fault;
import dev.omnigraph.protocol.world.Operations;
import dev.omnigraph.protocol.world.SimulatedProcess;
import dev.omnigraph.protocol.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A writer arms beside the opening, before it knows the head. */
class ArmingTest {
  private static final String MAIN = ObjectKeys.branch(BranchName.MAIN);

  @Test
  void theSidecarIsSentBesideTheProof() {
    World world = World.withGraph();
    SimulatedProcess writer = world.process();

    writer.insert(PERSON, "bob");

    assertThat(writer.inARow.subList(0, 3))
        .containsExactly(Seam.OPEN_BRANCH, Seam.OPEN_PROBE, Seam.STAGE);
    assertThat(writer.beside.subList(0, 3))
        .containsExactly(Seam.ARM, Seam.SWEEP_LIST, Seam.OPEN_SCHEMA);
  }

  @Test
  void itsRangeBeginsAfterTheHintAndNotAfterTheHead() {
    World world = World.withGraph();
    long hinted = world.stored.state().seq();
    world.process().broken(Seam.HINT, Fault.ERROR).insert(PERSON, "unseen");
    List<Sidecar> sidecars = new ArrayList<>();
    SimulatedProcess writer = world.process();
    writer.at(Seam.PUBLISH, () -> sidecars.add(world.stored.sidecar()));

    writer.insert(PERSON, "bob");

    assertThat(sidecars).extracting(Sidecar::first).containsExactly(hinted + 1);
    assertThat(world.stored.log().getLast().seq()).isEqualTo(hinted + 2);
    assertEnded(world);
  }

  @Test
  void aHintWhoseRangeIsUsedUpCostsAnotherOperationId() {
    World world = World.withGraph();
    byte[] stale = world.stored.object(MAIN).body();
    for (int i = 0; i < Sidecar.RANGE; i++) {
      world.process().insert(KNOWS, "e" + i);
    }
    world.stored.overwrite(MAIN, stale);
    SimulatedProcess writer = world.process();

    writer.insert(PERSON, "bob");

    assertThat(writer.times(Seam.ARM)).isEqualTo(2);
    assertThat(writer.times(Seam.STAGE)).as("nothing under the first").isEqualTo(1);
    assertThat(world.stored.rows(PERSON)).containsKey("bob");
    assertThat(world.stored.audits()).isEmpty();
    assertEnded(world);
  }

  @Test
  void aFenceBetweenTheHintAndTheHeadEndsWhomItNames() {
    World world = World.withGraph();
    SimulatedProcess writer = world.process();
    writer.at(
        Seam.SWEEP_LIST,
        () -> {
          world.pastEveryDeadline();
          world.sweep();
          world.rival(Operations.insert(KNOWS, "after the fence"));
        });

    writer.insert(PERSON, "bob");

    assertThat(writer.times(Seam.ARM)).isEqualTo(2);
    assertThat(world.stored.audits()).hasSize(1);
    ManifestRecord last = world.stored.log().getLast();
    assertThat(last.operationId()).isNotEqualTo(world.stored.audits().getFirst().operationId());
    assertThat(world.stored.rows(PERSON)).containsKey("bob");
    assertEnded(world);
  }

  @Test
  void aWriterNeitherSettlesItsOwnSidecarNorStandsBehindItself() {
    World world = World.withGraph();
    SimulatedProcess writer = world.process();

    CommitOutcome<String> outcome = writer.commit(Operations.insert(PERSON, "bob"));

    assertThat(writer.passed).doesNotContain(Seam.SWEEP_SIDECAR);
    assertThat(outcome.report().recovery().inFlight()).isEmpty();
    assertThat(outcome.report().recovery().rivals()).isZero();
  }

  @Test
  void whoArmedLaterStandsBehindInTheLine() {
    World world = World.withGraph();
    SimulatedProcess first = world.process();
    world.clock.step(Duration.ofSeconds(10));
    first.at(
        Seam.SWEEP_LIST,
        () -> {
          world.clock.step(Duration.ofMillis(1));
          world.killed(Seam.PUBLISH, p -> p.insert(KNOWS, "later"));
        });
    CommitOutcome<String> outcome = first.commit(Operations.insert(PERSON, "bob"));
    CommitOutcome<String> next = world.process().commit(Operations.insert(PERSON, "eve"));

    assertThat(outcome.report().recovery().rivals()).isZero();
    assertThat(next.report().recovery().rivals()).as("the one who died").isEqualTo(1);
  }

  @Test
  void anOpeningThatFailsLeavesNoSidecar() {
    World world = World.withGraph();
    String stray = ObjectKeys.sidecar(world.stored.mainId(), new OperationId("01BAD"));
    FaultyStore.apply(() -> world.objects.create(stray, new byte[0]));
    assertThatThrownBy(() -> world.process().insert(PERSON, "bob"))
        .isInstanceOf(UnreadableObject.class);
    assertThat(world.stored.sidecars()).containsExactly(stray);
    world.objects.delete(stray);

    for (Seam seam : List.of(Seam.OPEN_PROBE, Seam.OPEN_SCHEMA, Seam.SWEEP_LIST)) {
      SimulatedProcess writer = world.process().broken(seam, Fault.FORBIDDEN);
      assertThatThrownBy(() -> writer.insert(PERSON, "bob")).isInstanceOf(GraphException.class);
      assertEnded(world);
    }

    assertCode(() -> world.process(Duration.ofHours(1)).insert(PERSON, "bob"), "clock_skewed");
    assertEnded(world);
    assertThat(world.stored.audits()).isEmpty();
  }

  @Test
  void aBranchThatEndedIsToldWithoutASidecarLeft() {
    World world = World.withGraph();
    BranchName dev = new BranchName("dev");
    world.process().repository.createBranch(dev, new ReadAt.Head(BranchName.MAIN), "ann");
    SimulatedProcess writer = world.process();
    writer.at(Seam.OPEN_PROBE, () -> world.process().repository.deleteBranch(dev, "ann"));

    assertCode(
        () ->
            writer.commit(
                CommitRequest.of(WriteOptions.on(dev, "ann")), Operations.insert(PERSON, "bob")),
        "branch_deleted");

    assertThat(writer.times(Seam.ARM)).isEqualTo(1);
    assertThat(world.stored.sidecars()).isEmpty();
  }

  @Test
  void anExpectedHeadThatTheHintDoesNotKnowIsComparedWithTheHead() {
    World world = World.withGraph();
    CommitId old = world.stored.state().logicalCommitId();
    CommitId newest = world.process().broken(Seam.HINT, Fault.ERROR).insert(KNOWS, "unseen");

    assertCode(() -> expecting(world, old), "head_moved");
    assertEnded(world);
    expecting(world, newest);

    assertThat(world.stored.rows(PERSON)).containsKey("bob");
    assertEnded(world);
  }

  @Test
  void aKeyOfACommitThatTheHintDoesNotKnowIsFoundAndTheSidecarGoes() {
    World world = World.withGraph();
    CommitOutcome<String> first =
        keyed(world.process().broken(Seam.HINT, Fault.ERROR), "k", Optional.empty());
    int records = world.stored.log().size();

    CommitOutcome<String> repeated = keyed(world.process(), "k", Optional.of(Seam.DISARM));

    assertThat(repeated).isInstanceOf(CommitOutcome.Replayed.class);
    assertThat(repeated.commitId()).isEqualTo(first.commitId());
    assertThat(world.stored.log()).hasSize(records);
    assertEnded(world);
  }

  @Test
  void aKeyThatTheHintKnowsArmsNobody() {
    World world = World.withGraph();
    keyed(world.process(), "k", Optional.of(Seam.ARM));
    SimulatedProcess second = world.process();

    keyed(second, "k", Optional.empty());

    assertThat(second.passed).doesNotContain(Seam.ARM, Seam.DISARM);
  }

  private static CommitOutcome<String> keyed(
      SimulatedProcess process, String key, Optional<Seam> passes) {
    CommitOutcome<String> outcome =
        process.commit(
            CommitRequest.of(WriteOptions.on(BranchName.MAIN, "ann").keyed(key), "p"),
            Operations.insert(PERSON, "bob"));
    passes.ifPresent(seam -> assertThat(process.passed).contains(seam));
    return outcome;
  }

  private static void expecting(World world, CommitId expected) {
    world
        .process()
        .commit(
            CommitRequest.of(WriteOptions.on(BranchName.MAIN, "ann").expecting(expected)),
            Operations.insert(PERSON, "bob"));
  }

  private static void assertEnded(World world) {
    assertThat(world.stored.sidecars()).isEmpty();
    assertSound(world);
  }
}
