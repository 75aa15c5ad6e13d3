package dev.omnigraph.protocol.write;

import static dev.omnigraph.protocol.world.Invariants.assertSound;
import static dev.omnigraph.protocol.world.People.PERSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.omnigraph.commit.OutcomeUnknown;
import dev.omnigraph.commit.Seam;
import dev.omnigraph.error.ErrorKind;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.id.OperationId;
import dev.omnigraph.manifest.AuditEntry;
import dev.omnigraph.manifest.CommitKind;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.protocol.world.FaultyStore.Fault;
import dev.omnigraph.protocol.world.SimulatedProcess;
import dev.omnigraph.protocol.world.World;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UnknownOutcomeTest {

  @Test
  void aCommitWhoseAcknowledgementIsLostIsFoundByReadingAndIsASuccess() {
    World world = World.withGraph();

    world.process().broken(Seam.PUBLISH, Fault.LOST_ACKNOWLEDGEMENT).insert(PERSON, "bob");

    assertThat(world.stored.rows(PERSON)).containsKey("bob");
    assertEnded(world);
  }

  @Test
  void aCommitThatNeverArrivedIsSentAgainUnderTheSameSeq() {
    World world = World.withGraph();
    long seq = world.stored.state().seq();

    world.process().broken(Seam.PUBLISH, Fault.NEVER).insert(PERSON, "bob");

    assertThat(world.stored.state().seq()).isEqualTo(seq + 1);
    assertEnded(world);
  }

  @Test
  void aCommitThatLandsLateLandsOnce() {
    World world = World.withGraph();
    SimulatedProcess writer = world.process().broken(Seam.PUBLISH, Fault.LATE);
    writer.at(Seam.PUBLISH, 2, world::landLate);

    writer.insert(PERSON, "bob");

    assertThat(world.stored.rows(PERSON)).containsKey("bob");
    assertEnded(world);
  }

  @Test
  void aWriterThatCannotFindOutFencesItsOwnSeqSoThatNothingCanLandThere() {
    World world = World.withGraph();
    SimulatedProcess writer = world.process();
    for (int i = 1; i <= 3; i++) {
      writer.at(Seam.PUBLISH, i, () -> writer.store.breakNext(Fault.LATE));
    }

    writer.insert(PERSON, "bob");

    ManifestRecord fence = Objects.requireNonNull(world.stored.last(CommitKind.FENCE));
    assertThat(fence.ended()).as("it goes on under its id").isEmpty();
    assertThat(writer.times(Seam.ARM)).isEqualTo(1);
    world.landLate();
    assertThat(world.stored.rows(PERSON)).containsKey("bob");
    assertEnded(world);
  }

  @Test
  void aFenceThatComesTooLateFindsTheWritersOwnRecord() {
    World world = World.withGraph();
    SimulatedProcess writer = world.process();
    for (int i = 1; i <= 3; i++) {
      writer.at(Seam.PUBLISH, i, () -> writer.store.breakNext(Fault.LATE));
    }
    writer.at(Seam.PUBLISH_FENCE, world::landLate);

    writer.insert(PERSON, "bob");

    assertThat(world.stored.last(CommitKind.FENCE)).isNull();
    assertThat(world.stored.rows(PERSON)).containsKey("bob");
    assertEnded(world);
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"LOST_ACKNOWLEDGEMENT", "LATE", "NEVER"})
  void anUnreadableRecordIsAnUnknownOutcomeThatCarriesTheOperationId(Fault fault) {
    World world = World.withGraph();
    SimulatedProcess writer =
        world.process().broken(Seam.PUBLISH, fault).broken(Seam.PUBLISH_VERIFY, Fault.ERROR);

    OutcomeUnknown unknown =
        catchThrowableOfType(OutcomeUnknown.class, () -> writer.insert(PERSON, "bob"));

    assertThat(unknown.kind()).isEqualTo(ErrorKind.UNKNOWN_OUTCOME);
    assertThat(unknown.details())
        .containsEntry("operation_id", unknown.operationId().orElseThrow().text());
    assertThat(world.stored.sidecar().operationId())
        .as("what recovery needs stays")
        .isEqualTo(unknown.operationId().orElseThrow());
    world.landLate();
    world.pastEveryDeadline();
    world.sweep();
    boolean published = fault != Fault.NEVER;
    assertThat(world.stored.rows(PERSON).containsKey("bob")).isEqualTo(published);
    assertThat(world.stored.audits())
        .extracting(AuditEntry::operationId, AuditEntry::outcome)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                unknown.operationId().orElseThrow(),
                published ? AuditEntry.Outcome.ROLLED_FORWARD : AuditEntry.Outcome.ROLLED_BACK));
    assertEnded(world);
  }

  @ParameterizedTest
  @EnumSource(
      value = Seam.class,
      names = {"PUBLISH", "PUBLISH_FENCE"})
  void anErrorAfterARequestThatMayStillLandIsAnUnknownOutcomeToo(Seam seam) {
    World world = World.withGraph();
    SimulatedProcess writer = world.process().broken(Seam.PUBLISH, Fault.LATE);
    writer.at(
        Seam.PUBLISH,
        2,
        () -> writer.store.breakNext(seam == Seam.PUBLISH ? Fault.FORBIDDEN : Fault.NEVER));
    writer.at(Seam.PUBLISH, 3, () -> writer.store.breakNext(Fault.NEVER));
    writer.broken(Seam.PUBLISH_FENCE, Fault.FORBIDDEN);

    OutcomeUnknown unknown =
        catchThrowableOfType(OutcomeUnknown.class, () -> writer.insert(PERSON, "bob"));

    assertThat(world.stored.sidecar().operationId()).isEqualTo(unknown.operationId().orElseThrow());
    world.landLate();
    world.pastEveryDeadline();
    world.sweep();
    assertThat(world.stored.rows(PERSON)).containsKey("bob");
    assertEnded(world);
  }

  @Test
  void anErrorOfTheOnlyRequestIsAFailureAndNothingHappened() {
    World world = World.withGraph();
    SimulatedProcess writer = world.process().broken(Seam.PUBLISH, Fault.FORBIDDEN);

    RuntimeException failure =
        catchThrowableOfType(RuntimeException.class, () -> writer.insert(PERSON, "bob"));

    assertThat(failure).isNotInstanceOf(OutcomeUnknown.class);
    assertThat(world.stored.rows(PERSON)).doesNotContainKey("bob");
    assertEnded(world);
  }

  @Test
  void anArmingThatIsNotKnownToBeThereIsNeverSentAgainUnderItsId() {
    World world = World.withGraph();
    SimulatedProcess writer = world.process().broken(Seam.ARM, Fault.LATE);

    writer.insert(PERSON, "bob");

    OperationId published = world.stored.log().getLast().operationId();
    assertThat(world.stored.sidecars()).isEmpty();
    world.landLate();
    assertThat(world.stored.sidecar().operationId()).isNotEqualTo(published);
    world.pastEveryDeadline();
    world.sweep();
    assertThat(world.stored.audits())
        .extracting(AuditEntry::outcome)
        .containsExactly(AuditEntry.Outcome.ROLLED_BACK);
    assertEnded(world);
  }

  @Test
  void anArmingThatNeverCameIsFollowedByAnotherOperation() {
    World world = World.withGraph();
    SimulatedProcess writer = world.process().broken(Seam.ARM, Fault.NEVER);

    writer.insert(PERSON, "bob");

    assertThat(writer.told.stream().filter(told -> told.startsWith("arming ")))
        .hasSize(2)
        .doesNotHaveDuplicates();
    assertThat(writer.times(Seam.ARM)).isEqualTo(2);
    assertEnded(world);
  }

  @Test
  void anArmingWhoseAcknowledgementIsLostIsKnownByItsName() {
    World world = World.withGraph();
    SimulatedProcess writer = world.process().broken(Seam.ARM, Fault.LOST_ACKNOWLEDGEMENT);

    writer.insert(PERSON, "bob");

    assertThat(writer.passed).containsOnlyOnce(Seam.ARM).contains(Seam.ARM_VERIFY);
    assertEnded(world);
  }

  @Test
  void nothingIsStagedBeforeTheSidecarIsAcknowledged() {
    World world = World.withGraph();
    SimulatedProcess writer = world.process();
    writer.at(Seam.STAGE, () -> assertThat(world.stored.sidecars()).hasSize(1));

    writer.insert(PERSON, "bob");

    assertThat(writer.passed.indexOf(Seam.ARM)).isLessThan(writer.passed.indexOf(Seam.STAGE));
    SimulatedProcess refused = world.process().broken(Seam.ARM, Fault.ERROR);
    assertThat(catchThrowableOfType(RuntimeException.class, () -> refused.insert(PERSON, "eve")))
        .isNotNull();
    assertThat(refused.passed).doesNotContain(Seam.STAGE);
    assertThat(world.stored.rows(PERSON)).doesNotContainKey("eve");
    assertEnded(world);
  }

  @Test
  void anOperationWhoseArmingIsNotAcknowledgedLeavesNothingInItsTables() {
    World undisturbed = World.withGraph();
    undisturbed.process().insert(PERSON, "bob");
    World world = World.withGraph();

    world.process().broken(Seam.ARM, Fault.NEVER).insert(PERSON, "bob");

    assertThat(world.stored.tableObjects()).hasSameSizeAs(undisturbed.stored.tableObjects());
  }

  @Test
  void afterTheCommitPointNothingCanFailTheWrite() {
    for (Seam seam : List.of(Seam.HINT, Seam.FINISH)) {
      for (Fault fault : Fault.values()) {
        World world = World.withGraph();
        CommitId commit = world.process().broken(seam, fault).insert(PERSON, "bob");
        assertThat(world.stored.state().commitId()).isEqualTo(commit);
      }
    }
  }

  private static void assertEnded(World world) {
    assertThat(world.stored.sidecars()).isEmpty();
    assertSound(world);
  }
}
