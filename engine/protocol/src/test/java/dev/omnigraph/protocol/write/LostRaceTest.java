package dev.omnigraph.protocol.write;

import static dev.omnigraph.protocol.world.Invariants.assertCode;
import static dev.omnigraph.protocol.world.Invariants.assertSound;
import static dev.omnigraph.protocol.world.People.CATALOG;
import static dev.omnigraph.protocol.world.People.KNOWS;
import static dev.omnigraph.protocol.world.People.PERSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.omnigraph.commit.CommitRequest;
import dev.omnigraph.commit.ExpectedVersionMismatch;
import dev.omnigraph.commit.Seam;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.error.ErrorKind;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.id.OperationId;
import dev.omnigraph.manifest.AuditEntry;
import dev.omnigraph.manifest.CommitKind;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.manifest.ManifestState;
import dev.omnigraph.manifest.ObjectKeys;
import dev.omnigraph.manifest.Sidecar;
import dev.omnigraph.protocol.world.FaultyStore;
import dev.omnigraph.protocol.world.FaultyStore.Fault;
import dev.omnigraph.protocol.world.Operations;
import dev.omnigraph.protocol.world.SimulatedProcess;
import dev.omnigraph.protocol.world.World;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LostRaceTest {

  @Test
  void aRivalOnOtherTablesCostsNoNewStaging() {
    World world = World.withGraph();
    SimulatedProcess writer = world.process();
    writer.at(Seam.PUBLISH, () -> world.rival(Operations.insert(KNOWS, "e")));

    writer.insert(PERSON, "bob");

    assertThat(writer.times(Seam.STAGE)).isEqualTo(1);
    assertThat(writer.times(Seam.STAGE_COMMIT)).isEqualTo(1);
    assertThat(world.stored.rows(PERSON)).containsKey("bob");
    assertEnded(world);
  }

  @Test
  void disjointInsertsIntoOneTableCommitTheSameFilesOnTheNewVersion() {
    World world = World.withGraph();
    SimulatedProcess writer = world.process();
    writer.at(Seam.PUBLISH, () -> world.rival(Operations.insert(PERSON, "rival")));

    writer.insert(PERSON, "bob");

    assertThat(writer.times(Seam.STAGE)).isEqualTo(1);
    assertThat(writer.times(Seam.STAGE_COMMIT)).isEqualTo(2);
    assertThat(world.stored.rows(PERSON)).containsOnlyKeys("root", "bob", "rival");
    assertEnded(world);
  }

  @Test
  void aRivalThatInsertedTheSameEntityIsSeenAndTheInsertFails() {
    World world = World.withGraph();
    SimulatedProcess writer = world.process();
    writer.at(Seam.PUBLISH, () -> world.rival(Operations.insert(PERSON, "bob")));

    assertCode(() -> writer.insert(PERSON, "bob"), "key_conflict");

    assertThat(world.stored.log()).filteredOn(r -> r.kind() == CommitKind.MUTATE).hasSize(2);
    assertEnded(world);
  }

  @Test
  void aRivalThatTookAnEndpointAwayIsSeenAndTheEdgeFails() {
    World world = World.withGraph();
    SimulatedProcess writer = world.process();
    writer.at(Seam.PUBLISH, () -> world.rival(Operations.delete(PERSON, "root")));

    assertCode(
        () ->
            writer.commit(
                Operations.insertAll(Map.of(KNOWS, List.of("e")), Map.of(PERSON, "root"))),
        "endpoint_missing");

    assertThat(world.stored.rows(KNOWS)).isEmpty();
    assertEnded(world);
  }

  @Test
  void aRivalsLargeChangeSetIsReadWhereItIs() {
    World world = World.withGraph();
    List<String> many =
        java.util.stream.IntStream.range(0, 3_000).mapToObj(i -> "person-number-" + i).toList();
    SimulatedProcess unaffected = world.process();
    unaffected.at(
        Seam.PUBLISH, () -> world.rival(Operations.insertAll(Map.of(PERSON, many), Map.of())));

    unaffected.insert(PERSON, "bob");

    assertThat(unaffected.times(Seam.READ_CHANGES)).isEqualTo(1);
    assertThat(unaffected.times(Seam.STAGE)).isEqualTo(1);
    assertThat(world.stored.rows(PERSON)).hasSize(3_002);
    assertEnded(world);
  }

  @Test
  void aWriteThatReadWhatARivalWroteIsPreparedAgain() {
    World world = World.withGraph();
    SimulatedProcess writer = world.process();
    writer.at(Seam.PUBLISH, () -> world.rival(Operations.increment(PERSON, "root")));

    writer.commit(Operations.increment(PERSON, "root"));

    assertThat(world.stored.rows(PERSON)).containsEntry("root", "v2");
    assertEnded(world);
  }

  @Test
  void aWriterThatLostToACompactionStagesOnTheCompactedTableAndReportsNothing() {
    World world = World.withGraph();
    world.process().insert(PERSON, "a");
    SimulatedProcess writer = world.process();
    writer.at(Seam.PUBLISH, () -> world.rival(Operations.compact(PERSON)));

    writer.commit(Operations.increment(PERSON, "root"));

    assertThat(world.stored.rows(PERSON)).containsEntry("root", "v1").containsKey("a");
    assertEnded(world);
  }

  @Test
  void aCompactionThatLostToAnInsertKeepsItsWork() {
    World world = World.withGraph();
    world.process().insert(PERSON, "a");
    SimulatedProcess optimizer = world.process();
    optimizer.at(Seam.PUBLISH, () -> world.rival(Operations.insert(PERSON, "b")));

    optimizer.commit(Operations.compact(PERSON));

    assertThat(world.stored.rows(PERSON)).containsOnlyKeys("root", "a", "b");
    assertEnded(world);
  }

  @Test
  void everyRecordSinceTheTargetCountsNotOnlyTheOneThere() {
    World world = World.withGraph();
    SimulatedProcess writer = world.process();
    writer.at(
        Seam.PUBLISH,
        () -> {
          world.rival(Operations.insert(KNOWS, "e"));
          world.rival(Operations.increment(PERSON, "root"));
        });

    writer.commit(Operations.increment(PERSON, "root"));

    assertThat(world.stored.rows(PERSON)).containsEntry("root", "v2");
    assertEnded(world);
  }

  @Test
  void aPublishedSeqIsAlwaysTheOneTheSidecarNames() {
    World world = World.withGraph();
    SimulatedProcess writer = world.process();
    writer.at(Seam.PUBLISH, 1, () -> world.rival(Operations.insert(PERSON, "r1")));
    writer.at(Seam.PUBLISH, 2, () -> world.rival(Operations.insert(PERSON, "r2")));
    writer.at(
        Seam.PUBLISH,
        3,
        () ->
            assertThat(world.stored.sidecar().target()).isEqualTo(world.stored.state().seq() + 1));

    writer.insert(PERSON, "bob");

    assertThat(writer.times(Seam.REARM)).isEqualTo(2);
    assertEnded(world);
  }

  @Test
  void aLiveWriterFencedByMistakeStartsAgainUnderANewIdAndLosesNothing() {
    World world = World.withGraph();
    SimulatedProcess writer = world.process();
    writer.at(
        Seam.PUBLISH,
        () -> {
          world.pastEveryDeadline();
          world.sweep();
        });

    writer.insert(PERSON, "bob");

    assertThat(world.stored.rows(PERSON)).containsKey("bob");
    assertThat(world.stored.last(CommitKind.FENCE)).isNotNull();
    assertThat(world.stored.audits())
        .extracting(AuditEntry::outcome)
        .containsExactly(AuditEntry.Outcome.ROLLED_BACK);
    assertThat(world.stored.audits().getFirst().operationId())
        .isNotEqualTo(world.stored.log().getLast().operationId());
    assertEnded(world);
  }

  @Test
  void aWriterMarkedByASweepThatDiedUsesNothingItStaged() {
    World world = World.withGraph();
    SimulatedProcess writer = world.process();
    writer.at(
        Seam.PUBLISH,
        () -> {
          world.pastEveryDeadline();
          world.sweepKilledAt(Seam.SWEEP_VERIFY);
        });

    writer.insert(PERSON, "bob");

    assertThat(writer.times(Seam.STAGE)).isEqualTo(2);
    world.pastEveryDeadline();
    world.sweep();
    assertEnded(world);
    assertThat(world.stored.audits()).hasSize(1);
  }

  @Test
  void anAuditEntryThatIsThereAfterTheRearmEndsTheOperationId() {
    World world = World.withGraph();
    SimulatedProcess writer = world.process();
    writer.at(
        Seam.PUBLISH,
        () -> {
          world.rival(Operations.insert(PERSON, "rival"));
          auditAsRolledBack(world, world.stored.sidecar());
        });

    writer.insert(PERSON, "bob");

    assertThat(world.stored.log().getLast().operationId())
        .isNotEqualTo(world.stored.audits().getFirst().operationId());
    assertSound(world);
  }

  @Test
  void aWriterThatFailsWhileRecoveryHasItsSidecarLeavesItToRecovery() {
    World world = World.withGraph();
    SimulatedProcess writer = world.process();
    writer.at(
        Seam.PUBLISH,
        () -> {
          world.pastEveryDeadline();
          world.sweepKilledAt(Seam.SWEEP_AUDIT);
          world.process().broken(Seam.SWEEP_SIDECAR, Fault.ERROR).insert(PERSON, "bob");
        });

    assertCode(() -> writer.insert(PERSON, "bob"), "key_conflict");

    world.pastEveryDeadline();
    world.sweep();
    assertThat(world.stored.audits()).hasSize(1);
    assertEnded(world);
  }

  @Test
  void anExpectedHeadThatMovedFailsWithBothCommitsAndChangesNothing() {
    World world = World.withGraph();
    CommitId expected = world.stored.state().logicalCommitId();
    SimulatedProcess writer = world.process();
    writer.at(Seam.PUBLISH, () -> world.rival(Operations.insert(KNOWS, "e")));

    assertThatThrownBy(() -> expecting(writer, expected))
        .isInstanceOfSatisfying(
            GraphException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(ErrorKind.PRECONDITION);
              assertThat(e.details())
                  .containsEntry("expected", expected.text())
                  .containsEntry("actual", world.stored.state().logicalCommitId().text());
            });

    assertThat(world.stored.rows(PERSON)).doesNotContainKey("bob");
    assertCode(() -> expecting(world.process(), expected), "head_moved");
    assertEnded(world);
  }

  @Test
  void maintenanceDoesNotMoveTheHeadThatCallersExpect() {
    World world = World.withGraph();
    world.process().insert(PERSON, "a");
    CommitId expected = world.stored.state().logicalCommitId();
    SimulatedProcess writer = world.process();
    writer.at(Seam.PUBLISH, () -> world.rival(Operations.compact(PERSON)));

    expecting(writer, expected);

    assertThat(world.stored.rows(PERSON)).containsKey("bob");
    assertEnded(world);
  }

  @Test
  void aCommitOfMaintenanceMayBeExpectedUntilTheGraphChanges() {
    World world = World.withGraph();
    world.process().insert(PERSON, "a");
    world.process().commit(Operations.compact(PERSON));
    CommitId first = world.stored.state().commitId();
    world.process().commit(Operations.compact(PERSON));
    CommitId second = world.stored.state().commitId();
    assertThat(List.of(first, second)).doesNotContain(world.stored.state().logicalCommitId());

    expecting(world.process(), first);
    assertThat(world.stored.rows(PERSON)).containsKey("bob");

    assertCode(() -> expecting(world.process(), first), "head_moved");
    assertCode(() -> expecting(world.process(), second), "head_moved");
    assertEnded(world);
  }

  @Test
  void aCommitThatIsExpectedMustBeOneOfTheBranch() {
    World world = World.withGraph();
    world.process().insert(PERSON, "a");
    CommitId before = world.stored.state().commitId();
    world.process().commit(Operations.compact(PERSON));
    CommitId newest = world.stored.state().commitId();
    CommitId other =
        CommitId.of(new OperationId(before.text().split("-")[0]), newest.seq().orElseThrow());

    assertCode(() -> expecting(world.process(), other), "head_moved");
    assertCode(() -> expecting(world.process(), new CommitId(newest + "0")), "head_moved");
    assertCode(() -> expecting(world.process(), new CommitId("*")), "head_moved");
    assertThat(world.stored.state().commitId()).isEqualTo(newest);
  }

  @Test
  void anOperationThatMustNotBeOvertakenSaysWhichTableMoved() {
    World world = World.withGraph();
    ManifestState before = world.stored.state();
    SimulatedProcess writer = world.process();
    writer.at(Seam.PUBLISH, () -> world.rival(Operations.increment(PERSON, "root")));

    assertThatThrownBy(
            () -> writer.commit(Operations.planned(Operations.increment(PERSON, "root"))))
        .isInstanceOfSatisfying(
            ExpectedVersionMismatch.class,
            e -> {
              assertThat(e.table()).isEqualTo(PERSON.tableId());
              assertThat(e.expected()).isEqualTo(before.pins().get(PERSON.tableId()));
              assertThat(e.actual()).isEqualTo(world.stored.state().pins().get(PERSON.tableId()));
            });
    assertEnded(world);
  }

  @Test
  void aSchemaChangeInBetweenIsPreparedOnTheNewSchema() {
    World world = World.withGraph();
    AtomicInteger prepared = new AtomicInteger();
    SimulatedProcess writer = world.process();
    writer.at(Seam.PUBLISH, () -> world.rival(Operations.evolve(world)));

    writer.commit(
        Operations.operation(
            CommitKind.MUTATE,
            view -> {
              prepared.incrementAndGet();
              return Operations.insert(PERSON, "bob").prepare(view);
            }));

    assertThat(prepared.get()).isEqualTo(2);
    assertThat(world.stored.log().getLast().schema()).isNotEqualTo(CATALOG.hash());
    assertEnded(world);
  }

  @Test
  void attemptsAreBoundedAndTheWriterThatGivesUpLeavesNothing() {
    World world = World.withGraph();
    SimulatedProcess writer = world.process();
    for (int i = 1; i <= Attempts.MOST_LOSSES; i++) {
      String id = "r" + i;
      writer.at(Seam.PUBLISH, i, () -> world.rival(Operations.insert(PERSON, id)));
    }

    assertCode(() -> writer.insert(PERSON, "bob"), "too_much_contention");

    assertThat(world.stored.rows(PERSON)).doesNotContainKey("bob");
    assertEnded(world);
    assertThat(writer.slept).allMatch(d -> d.compareTo(Duration.ofSeconds(1)) < 0).isNotEmpty();
  }

  @Test
  void whoComesToALineTriesOnlyWhenItsTurnIsNear() {
    World world = World.withGraph();
    standInLine(world, 5);
    SimulatedProcess writer = world.process();
    writer.at(Seam.RACE_READ, 1, () -> world.rival(Operations.insert(PERSON, "r1")));
    writer.at(Seam.RACE_READ, 5, () -> world.rival(Operations.insert(PERSON, "r2")));
    writer.at(Seam.RACE_READ, 8, () -> world.rival(Operations.insert(PERSON, "r3")));

    writer.insert(PERSON, "bob");

    assertThat(writer.slept).as("with five, four and three in front of it").hasSize(3);
    assertThat(writer.times(Seam.PUBLISH)).isEqualTo(1);
    assertThat(world.stored.rows(PERSON)).containsKeys("r1", "r2", "r3", "bob");
    assertSound(world);
  }

  @Test
  void aLineThatDoesNotMoveHoldsNobodyUp() {
    World world = World.withGraph();
    standInLine(world, 40);
    SimulatedProcess writer = world.process();

    writer.insert(PERSON, "bob");

    assertThat(writer.slept).hasSize(1);
    assertThat(writer.slept.getFirst()).isLessThan(Duration.ofSeconds(1));
    assertThat(world.stored.rows(PERSON)).containsKey("bob");
  }

  @Test
  void aLoserWaitsTheLessTheMoreOftenItLost() {
    World world = World.withGraph();
    standInLine(world, 7);
    SimulatedProcess writer = world.process();
    for (int i = 1; i <= 5; i++) {
      String id = "r" + i;
      writer.at(Seam.PUBLISH, i, () -> world.rival(Operations.insert(PERSON, id)));
    }

    writer.insert(PERSON, "bob");

    assertThat(writer.times(Seam.PUBLISH)).isEqualTo(6);
    assertThat(writer.slept).as("the last losses were in front").hasSize(9);
    assertThat(writer.slept.getLast()).isLessThan(Duration.ofMillis(41));
    assertSound(world);
  }

  @Test
  void whatOnlyMovesToAnotherVersionIsStagedBesideTheRearming() {
    World world = World.withGraph();
    SimulatedProcess writer = world.process();
    writer.at(Seam.PUBLISH, () -> world.rival(Operations.insert(PERSON, "rival")));
    writer.at(
        Seam.STAGE_COMMIT, 2, () -> assertThat(writer.beside).doesNotContain(Seam.STAGE_COMMIT));

    writer.insert(PERSON, "bob");

    assertThat(writer.beside).contains(Seam.REARM, Seam.REARM_AUDIT);
    assertThat(afterFirst(writer.inARow, Seam.PUBLISH))
        .as("what a lost race costs in a row")
        .startsWith(Seam.STAGE_COMMIT, Seam.PUBLISH);
    assertEnded(world);
  }

  @Test
  void aSecondRearmingNeedsNoLookAtTheAudit() {
    World world = World.withGraph();
    SimulatedProcess writer = world.process();
    writer.at(Seam.PUBLISH, 1, () -> world.rival(Operations.insert(KNOWS, "r1")));
    writer.at(Seam.PUBLISH, 2, () -> world.rival(Operations.insert(KNOWS, "r2")));

    writer.insert(PERSON, "bob");

    assertThat(writer.times(Seam.REARM)).isEqualTo(2);
    assertThat(writer.times(Seam.REARM_AUDIT)).isEqualTo(1);
    assertEnded(world);
  }

  @Test
  void aCrashedRivalDelaysNobodyForLong() {
    World world = World.withGraph();
    world.killed(Seam.PUBLISH, p -> p.insert(PERSON, "crashed"));
    SimulatedProcess writer = world.process();
    world.clock.step(Duration.ofSeconds(6));

    writer.insert(PERSON, "a");
    writer.insert(PERSON, "b");

    assertThat(writer.slept).isEmpty();
  }

  @Test
  void aFailureAfterALostRaceEndsTheOperation() {
    World world = World.withGraph();
    SimulatedProcess writer = world.process();
    writer.at(Seam.PUBLISH, () -> world.rival(Operations.insert(PERSON, "rival")));
    writer.broken(Seam.REARM_AUDIT, Fault.ERROR);

    assertThatThrownBy(() -> writer.insert(PERSON, "bob")).isInstanceOf(GraphException.class);

    assertThat(world.stored.rows(PERSON)).doesNotContainKey("bob");
    assertEnded(world);
  }

  private static void expecting(SimulatedProcess writer, CommitId head) {
    writer.commit(
        CommitRequest.of(WriteOptions.on(BranchName.MAIN, "ann").expecting(head)),
        Operations.insert(PERSON, "bob"));
  }

  private static void auditAsRolledBack(World world, Sidecar s) {
    AuditEntry entry = AuditEntry.dead(s, AuditEntry.Outcome.ROLLED_BACK, world.clock.instant());
    FaultyStore.apply(
        () -> world.objects.create(ObjectKeys.audit(s.operationId()), entry.encode()));
  }

  private static void assertEnded(World world) {
    assertThat(world.stored.sidecars()).isEmpty();
    assertSound(world);
    List<ManifestRecord> log = world.stored.log();
    assertThat(log.getLast().seq()).isEqualTo(log.size());
  }

  /** Writers that died a moment ago, whom others take for living ones. */
  private static void standInLine(World world, int writers) {
    for (int i = 0; i < writers; i++) {
      String id = "dead" + i;
      world.killed(Seam.PUBLISH, p -> p.insert(PERSON, id));
    }
  }

  private static List<Seam> afterFirst(List<Seam> seams, Seam first) {
    return seams.subList(seams.indexOf(first) + 1, seams.size());
  }
}
