package dev.omnigraph.protocol.write;

import static dev.omnigraph.protocol.world.Invariants.assertCode;
import static dev.omnigraph.protocol.world.Invariants.assertSound;
import static dev.omnigraph.protocol.world.People.CATALOG;
import static dev.omnigraph.protocol.world.People.KNOWS;
import static dev.omnigraph.protocol.world.People.PERSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.omnigraph.commit.CommitOutcome;
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
import dev.omnigraph.manifest.Sidecar;
import dev.omnigraph.protocol.world.FaultyStore.Fault;
import dev.omnigraph.protocol.world.Operations;
import dev.omnigraph.protocol.world.SimulatedProcess;
import dev.omnigraph.protocol.world.World;
import dev.omnigraph.store.StoredObject;
import dev.omnigraph.table.Pin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    Pin before = pin(world);
    List<Pin> compacted = new ArrayList<>();
    SimulatedProcess writer = world.process();
    writer.at(
        Seam.PUBLISH,
        () -> {
          world.rival(Operations.compact(PERSON));
          compacted.add(pin(world));
        });

    writer.commit(Operations.increment(PERSON, "root"));

    assertThat(fragmentOf(world, before, "root")).as("another one under the same id").isEqualTo(0);
    assertThat(fragmentOf(world, compacted.getFirst(), "root")).isEqualTo(0);
    assertThat(writer.times(Seam.STAGE)).isEqualTo(2);
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
  void everyRecordSinceTheHeadCountsNotOnlyTheOneAtTheSeq() {
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
  void aSidecarIsWrittenOnceAndItsRangeHasEverySeqThatItsWriterTries() {
    World world = World.withGraph();
    SimulatedProcess writer = world.process();
    List<StoredObject> sidecars = new ArrayList<>();
    for (int i = 1; i <= 3; i++) {
      String id = "r" + i;
      writer.at(
          Seam.PUBLISH,
          i,
          () -> {
            Sidecar sidecar = world.stored.sidecar();
            assertThat(sidecar.covers(world.stored.state().seq() + 1)).isTrue();
            sidecars.add(world.stored.object(world.stored.sidecars().getFirst()));
            world.rival(Operations.insert(PERSON, id));
          });
    }

    writer.insert(PERSON, "bob");

    assertThat(writer.times(Seam.ARM)).isEqualTo(1);
    assertThat(writer.times(Seam.PUBLISH)).isEqualTo(4);
    assertThat(sidecars)
        .extracting(StoredObject::etag, StoredObject::lastModified)
        .containsOnly(tuple(sidecars.getFirst().etag(), sidecars.getFirst().lastModified()));
    assertEnded(world);
  }

  /** In one race, because a writer gives up after fewer than a range has seqs. */
  @ParameterizedTest
  @CsvSource({"255, 1", "256, 2", "300, 2"})
  void aWriterThatLeavesItsRangeStartsAgainUnderANewId(int rivals, int ids) {
    World world = World.withGraph();
    SimulatedProcess writer = world.process();
    writer.at(Seam.PUBLISH, () -> pass(world, rivals));

    CommitOutcome<String> outcome = writer.commit(Operations.insert(PERSON, "bob"));

    assertThat(outcome.report().starts()).isEqualTo(ids);
    assertThat(writer.times(Seam.ARM)).isEqualTo(ids);
    assertThat(world.stored.rows(PERSON)).containsKey("bob");
    assertThat(world.stored.audits()).isEmpty();
    assertEnded(world);
  }

  @Test
  void whatTakesLongHasALongerRange() {
    World world = World.withGraph();
    SimulatedProcess load = world.process();
    load.at(Seam.PUBLISH, () -> pass(world, 300));

    load.commit(Operations.loadAll(Map.of(PERSON, List.of("root", "bob"))));

    assertThat(load.times(Seam.ARM)).isEqualTo(1);
    assertThat(world.stored.rows(PERSON)).containsKey("bob");
    for (CommitKind kind : CommitKind.values()) {
      assertThat(kind.isLong())
          .as(kind.name())
          .isEqualTo(
              Set.of(
                      CommitKind.LOAD,
                      CommitKind.SCHEMA,
                      CommitKind.APPLY,
                      CommitKind.MERGE,
                      CommitKind.REVERT,
                      CommitKind.CHERRY_PICK,
                      CommitKind.RESTORE,
                      CommitKind.OPTIMIZE)
                  .contains(kind));
    }
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
    assertThat(writer.times(Seam.STAGE)).isEqualTo(2);
    ManifestRecord fence = Objects.requireNonNull(world.stored.last(CommitKind.FENCE));
    assertThat(world.stored.audits())
        .extracting(AuditEntry::outcome)
        .containsExactly(AuditEntry.Outcome.ROLLED_BACK);
    assertThat(fence.ended())
        .containsExactly(world.stored.audits().getFirst().operationId())
        .doesNotContain(world.stored.log().getLast().operationId());
    assertEnded(world);
  }

  @Test
  void aWriterFindsItsNameAlsoInAFenceThatIsNotTheNewestRecord() {
    World world = World.withGraph();
    SimulatedProcess writer = world.process();
    writer.at(
        Seam.PUBLISH,
        () -> {
          world.rival(Operations.insert(KNOWS, "before"));
          world.pastEveryDeadline();
          world.sweep();
          pass(world, 20);
        });

    writer.insert(PERSON, "bob");

    assertThat(writer.times(Seam.ARM)).isEqualTo(2);
    assertThat(world.stored.rows(PERSON)).containsKey("bob");
    assertEnded(world);
  }

  @Test
  void aFenceThatNamesNobodyEndsNobody() {
    World world = World.withGraph();
    SimulatedProcess writer = world.process();
    writer.at(
        Seam.PUBLISH,
        () -> {
          SimulatedProcess other = world.process();
          for (int i = 1; i <= 3; i++) {
            other.at(Seam.PUBLISH, i, () -> other.store.breakNext(Fault.NEVER));
          }
          other.insert(PERSON, "other");
          assertThat(other.times(Seam.ARM)).as("it goes on after its own fence").isEqualTo(1);
        });

    CommitOutcome<String> outcome = writer.commit(Operations.insert(PERSON, "bob"));

    assertThat(Objects.requireNonNull(world.stored.last(CommitKind.FENCE)).ended()).isEmpty();
    assertThat(outcome.report().starts()).isEqualTo(1);
    assertThat(writer.times(Seam.STAGE)).isEqualTo(1);
    assertThat(world.stored.rows(PERSON)).containsKeys("other", "bob");
    assertEnded(world);
  }

  @Test
  void aWriterFencedByASweepThatDiedUsesNothingItStaged() {
    World world = World.withGraph();
    SimulatedProcess writer = world.process();
    writer.at(
        Seam.PUBLISH,
        () -> {
          world.pastEveryDeadline();
          world.sweepKilledAt(Seam.SWEEP_AUDIT);
        });

    writer.insert(PERSON, "bob");

    assertThat(writer.times(Seam.STAGE)).isEqualTo(2);
    world.pastEveryDeadline();
    world.sweep();
    assertEnded(world);
    assertThat(world.stored.audits()).hasSize(1);
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
    standInLine(world, 8);
    SimulatedProcess writer = world.process();
    writer.at(Seam.RACE_READ, 1, () -> world.rival(Operations.insert(PERSON, "r1")));
    writer.at(Seam.RACE_READ, 5, () -> world.rival(Operations.insert(PERSON, "r2")));
    writer.at(Seam.RACE_READ, 8, () -> world.rival(Operations.insert(PERSON, "r3")));

    writer.insert(PERSON, "bob");

    assertThat(writer.slept).as("with eight, seven and six in front of it").hasSize(3);
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
    standInLine(world, 10);
    SimulatedProcess writer = world.process();
    for (int i = 1; i <= 5; i++) {
      String id = "r" + i;
      writer.at(Seam.PUBLISH, i, () -> world.rival(Operations.insert(PERSON, id)));
    }

    writer.insert(PERSON, "bob");

    assertThat(writer.times(Seam.PUBLISH)).isEqualTo(6);
    assertThat(writer.slept).as("the last losses were in front").hasSize(9);
    assertThat(writer.slept.getLast()).isLessThan(Duration.ofMillis(21));
    assertSound(world);
  }

  @Test
  void aLostRaceCostsAReadOfTheRivalAndNothingOfTheTables() {
    World world = World.withGraph();
    SimulatedProcess writer = world.process();
    List<String> written = new ArrayList<>();
    writer.at(
        Seam.PUBLISH,
        () -> {
          world.rival(Operations.insert(PERSON, "rival"));
          written.addAll(world.stored.tableObjects());
        });

    writer.insert(PERSON, "bob");

    List<Seam> turn =
        writer.passed.subList(writer.passed.indexOf(Seam.PUBLISH) + 1, lastPublish(writer));
    assertThat(turn).containsOnly(Seam.RACE_READ, Seam.OPEN_TABLE, Seam.STAGE_COMMIT);
    assertThat(world.stored.tableObjects()).isEqualTo(written);
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
    writer.broken(Seam.RACE_READ, Fault.ERROR);

    assertThatThrownBy(() -> writer.insert(PERSON, "bob")).isInstanceOf(GraphException.class);

    assertThat(world.stored.rows(PERSON)).doesNotContainKey("bob");
    assertEnded(world);
  }

  private static void expecting(SimulatedProcess writer, CommitId head) {
    writer.commit(
        CommitRequest.of(WriteOptions.on(BranchName.MAIN, "ann").expecting(head)),
        Operations.insert(PERSON, "bob"));
  }

  /** Others commit meanwhile. */
  private static void pass(World world, int commits) {
    for (int i = 0; i < commits; i++) {
      world.process().commit(Operations.increment(KNOWS, "e"));
    }
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

  private static Pin pin(World world) {
    return Objects.requireNonNull(world.stored.state().pins().get(PERSON.tableId()));
  }

  private static long fragmentOf(World world, Pin pin, String id) {
    return world.tables.fragments(pin).stream()
        .filter(present -> present.fragment().rows().containsKey(id))
        .findFirst()
        .orElseThrow()
        .removal()
        .id();
  }

  private static int lastPublish(SimulatedProcess writer) {
    return writer.passed.lastIndexOf(Seam.PUBLISH);
  }
}
