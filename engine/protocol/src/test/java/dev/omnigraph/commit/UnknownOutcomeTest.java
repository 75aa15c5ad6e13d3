package dev.omnigraph.commit;

import static dev.omnigraph.commit.World.PERSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.omnigraph.commit.FaultyStore.Fault;
import dev.omnigraph.error.ErrorKind;
import dev.omnigraph.manifest.AuditEntry;
import dev.omnigraph.manifest.CommitKind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UnknownOutcomeTest {

  @Test
  void aCommitWhoseAcknowledgementIsLostIsFoundByReadingAndIsASuccess() {
    World world = World.withGraph();

    world.process().broken(Seam.PUBLISH, Fault.LOST_ACKNOWLEDGEMENT).insert(PERSON, "bob");

    assertThat(world.rows(PERSON)).containsKey("bob");
    assertEnded(world);
  }

  @Test
  void aCommitThatNeverArrivedIsSentAgainUnderTheSameSeq() {
    World world = World.withGraph();
    long seq = world.state().seq();

    world.process().broken(Seam.PUBLISH, Fault.NEVER).insert(PERSON, "bob");

    assertThat(world.state().seq()).isEqualTo(seq + 1);
    assertEnded(world);
  }

  @Test
  void aCommitThatLandsLateLandsOnce() {
    World world = World.withGraph();
    World.Process writer = world.process().broken(Seam.PUBLISH, Fault.LATE);
    writer.at(Seam.PUBLISH, 2, world::landLate);

    writer.insert(PERSON, "bob");

    assertThat(world.rows(PERSON)).containsKey("bob");
    assertEnded(world);
  }

  @Test
  void aWriterThatCannotFindOutFencesItsOwnTargetSoThatNothingCanLandThere() {
    World world = World.withGraph();
    World.Process writer = world.process();
    for (int i = 1; i <= 3; i++) {
      writer.at(Seam.PUBLISH, i, () -> writer.store.breakNext(Fault.LATE));
    }

    writer.insert(PERSON, "bob");

    assertThat(world.last(CommitKind.FENCE)).isNotNull();
    world.landLate();
    assertThat(world.rows(PERSON)).containsKey("bob");
    assertEnded(world);
  }

  @Test
  void aFenceThatComesTooLateFindsTheWritersOwnRecord() {
    World world = World.withGraph();
    World.Process writer = world.process();
    for (int i = 1; i <= 3; i++) {
      writer.at(Seam.PUBLISH, i, () -> writer.store.breakNext(Fault.LATE));
    }
    writer.at(Seam.PUBLISH_FENCE, world::landLate);

    writer.insert(PERSON, "bob");

    assertThat(world.last(CommitKind.FENCE)).isNull();
    assertThat(world.rows(PERSON)).containsKey("bob");
    assertEnded(world);
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"LOST_ACKNOWLEDGEMENT", "LATE", "NEVER"})
  void anUnreadableRecordIsAnUnknownOutcomeThatCarriesTheOperationId(Fault fault) {
    World world = World.withGraph();
    World.Process writer =
        world.process().broken(Seam.PUBLISH, fault).broken(Seam.PUBLISH_VERIFY, Fault.ERROR);

    OutcomeUnknown unknown =
        catchThrowableOfType(OutcomeUnknown.class, () -> writer.insert(PERSON, "bob"));

    assertThat(unknown.kind()).isEqualTo(ErrorKind.UNKNOWN_OUTCOME);
    assertThat(unknown.details())
        .containsEntry("operation_id", unknown.operationId().orElseThrow());
    assertThat(world.sidecar().operationId())
        .as("what recovery needs stays")
        .isEqualTo(unknown.operationId().orElseThrow());
    world.landLate();
    world.pastEveryDeadline();
    world.sweep();
    boolean published = fault != Fault.NEVER;
    assertThat(world.rows(PERSON).containsKey("bob")).isEqualTo(published);
    assertThat(world.audits())
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
    World.Process writer = world.process().broken(Seam.PUBLISH, Fault.LATE);
    writer.at(
        Seam.PUBLISH,
        2,
        () -> writer.store.breakNext(seam == Seam.PUBLISH ? Fault.FORBIDDEN : Fault.NEVER));
    writer.at(Seam.PUBLISH, 3, () -> writer.store.breakNext(Fault.NEVER));
    writer.broken(Seam.PUBLISH_FENCE, Fault.FORBIDDEN);

    OutcomeUnknown unknown =
        catchThrowableOfType(OutcomeUnknown.class, () -> writer.insert(PERSON, "bob"));

    assertThat(world.sidecar().operationId()).isEqualTo(unknown.operationId().orElseThrow());
    world.landLate();
    world.pastEveryDeadline();
    world.sweep();
    assertThat(world.rows(PERSON)).containsKey("bob");
    assertEnded(world);
  }

  @Test
  void anErrorOfTheOnlyRequestIsAFailureAndNothingHappened() {
    World world = World.withGraph();
    World.Process writer = world.process().broken(Seam.PUBLISH, Fault.FORBIDDEN);

    RuntimeException failure =
        catchThrowableOfType(RuntimeException.class, () -> writer.insert(PERSON, "bob"));

    assertThat(failure).isNotInstanceOf(OutcomeUnknown.class);
    assertThat(world.rows(PERSON)).doesNotContainKey("bob");
    assertEnded(world);
  }

  @Test
  void anArmingThatIsNotKnownToBeThereIsNeverSentAgainUnderItsId() {
    World world = World.withGraph();
    World.Process writer = world.process().broken(Seam.ARM, Fault.LATE);

    writer.insert(PERSON, "bob");

    String published = world.log().getLast().operationId();
    assertThat(world.sidecars()).isEmpty();
    world.landLate();
    assertThat(world.sidecar().operationId()).isNotEqualTo(published);
    world.pastEveryDeadline();
    world.sweep();
    assertThat(world.audits())
        .extracting(AuditEntry::outcome)
        .containsExactly(AuditEntry.Outcome.ROLLED_BACK);
    assertEnded(world);
  }

  @Test
  void anArmingWhoseAcknowledgementIsLostIsKnownByItsNonce() {
    World world = World.withGraph();
    World.Process writer = world.process().broken(Seam.ARM, Fault.LOST_ACKNOWLEDGEMENT);

    writer.insert(PERSON, "bob");

    assertThat(writer.passed).containsOnlyOnce(Seam.ARM).contains(Seam.ARM_VERIFY);
    assertEnded(world);
  }

  @Test
  void aRearmingWhoseAcknowledgementIsLostIsKnownByItsNonce() {
    World world = World.withGraph();
    World.Process writer = world.process();
    writer.at(Seam.PUBLISH, () -> world.rival(Operations.insert(PERSON, "rival")));
    writer.broken(Seam.REARM, Fault.LOST_ACKNOWLEDGEMENT);

    writer.insert(PERSON, "bob");

    assertThat(writer.passed).containsOnlyOnce(Seam.REARM).containsOnlyOnce(Seam.ARM);
    assertEnded(world);
  }

  @Test
  void aRearmingThatNeverArrivedIsSentAgainWithTheSameNonce() {
    World world = World.withGraph();
    World.Process writer = world.process();
    writer.at(Seam.PUBLISH, () -> world.rival(Operations.insert(PERSON, "rival")));
    writer.broken(Seam.REARM, Fault.LATE);
    writer.at(Seam.REARM, 2, world::landLate);
    writer.at(
        Seam.PUBLISH,
        2,
        () -> assertThat(world.sidecar().target()).isEqualTo(world.state().seq() + 1));

    writer.insert(PERSON, "bob");

    assertThat(writer.passed).containsOnlyOnce(Seam.ARM);
    assertThat(world.rows(PERSON)).containsKey("bob");
    assertEnded(world);
  }

  @Test
  void nothingIsStagedBeforeTheSidecarIsAcknowledged() {
    World world = World.withGraph();
    World.Process writer = world.process();
    writer.at(Seam.STAGE, () -> assertThat(world.sidecars()).hasSize(1));

    writer.insert(PERSON, "bob");

    assertThat(writer.passed.indexOf(Seam.ARM)).isLessThan(writer.passed.indexOf(Seam.STAGE));
    World.Process refused = world.process().broken(Seam.ARM, Fault.ERROR);
    assertThat(catchThrowableOfType(RuntimeException.class, () -> refused.insert(PERSON, "eve")))
        .isNotNull();
    assertThat(refused.passed).doesNotContain(Seam.STAGE);
    assertThat(world.rows(PERSON)).doesNotContainKey("eve");
    assertEnded(world);
  }

  @Test
  void afterTheCommitPointNothingCanFailTheWrite() {
    for (Seam seam : List.of(Seam.HINT, Seam.FINISH)) {
      for (Fault fault : Fault.values()) {
        World world = World.withGraph();
        String commit = world.process().broken(seam, fault).insert(PERSON, "bob");
        assertThat(world.state().commitId()).isEqualTo(commit);
      }
    }
  }

  private static void assertEnded(World world) {
    assertThat(world.sidecars()).isEmpty();
    world.assertSound();
  }
}
