package dev.omnigraph.protocol.recover;

import static dev.omnigraph.protocol.world.Invariants.assertSound;
import static dev.omnigraph.protocol.world.People.PERSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.omnigraph.commit.CommitRequest;
import dev.omnigraph.commit.Environment;
import dev.omnigraph.commit.Seam;
import dev.omnigraph.commit.SweepReport;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.id.OperationId;
import dev.omnigraph.manifest.AuditEntry;
import dev.omnigraph.manifest.AuditEntry.Outcome;
import dev.omnigraph.manifest.CommitKind;
import dev.omnigraph.manifest.ObjectKeys;
import dev.omnigraph.manifest.Sidecar;
import dev.omnigraph.protocol.Repository;
import dev.omnigraph.protocol.world.FaultyStore;
import dev.omnigraph.protocol.world.FaultyStore.Fault;
import dev.omnigraph.protocol.world.Operations;
import dev.omnigraph.protocol.world.SimulatedProcess;
import dev.omnigraph.protocol.world.SimulatedTime;
import dev.omnigraph.protocol.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The log decides what became of an operation: by its range, and by the fences in it. */
class SettlementTest {

  @Test
  void anOperationWhoseRangeIsTakenNeedsNoFence() {
    World world = World.withGraph();
    world.killed(Seam.PUBLISH, p -> p.insert(PERSON, "bob"));
    armAgain(world, world.stored.state().seq() + 1, 3);
    for (int i = 0; i < 3; i++) {
      world.rival(Operations.insert(PERSON, "other" + i));
    }
    world.pastEveryDeadline();

    world.process().repository.sweep(BranchName.MAIN);

    assertThat(fences(world)).isZero();
    assertThat(world.stored.audits())
        .extracting(AuditEntry::outcome)
        .containsExactly(Outcome.ROLLED_BACK);
    assertThat(world.stored.sidecars()).isEmpty();
    assertSound(world);
  }

  @Test
  void anOperationThatOthersOvertookIsFencedAtTheEndOfTheLog() {
    World world = World.withGraph();
    world.killed(Seam.PUBLISH, p -> p.insert(PERSON, "bob"));
    OperationId operation = world.stored.sidecar().operationId();
    for (int i = 0; i < 40; i++) {
      world.rival(Operations.increment(PERSON, "root"));
    }
    world.pastEveryDeadline();

    world.process().repository.sweep(BranchName.MAIN);

    assertThat(world.stored.log().getLast().ended()).containsExactly(operation);
    assertThat(world.stored.audits())
        .extracting(AuditEntry::outcome)
        .containsExactly(Outcome.ROLLED_BACK);
    assertSound(world);
  }

  @Test
  void oneFenceEndsAllThatAreOverdue() {
    World world = World.withGraph();
    for (int i = 0; i < 3; i++) {
      String id = "crashed" + i;
      world.killed(Seam.PUBLISH, p -> p.insert(PERSON, id));
      world.rival(Operations.increment(PERSON, "root"));
    }
    List<OperationId> crashed =
        world.stored.sidecars().stream().map(ObjectKeys::operation).toList();
    world.pastEveryDeadline();
    SimulatedProcess live = world.process();
    live.at(
        Seam.PUBLISH,
        () -> {
          SweepReport report = world.process().repository.sweep(BranchName.MAIN);
          assertThat(report.rolledBack()).containsExactlyInAnyOrderElementsOf(crashed);
          assertThat(report.inFlight()).hasSize(1);
        });
    live.broken(Seam.SWEEP_SIDECAR, Fault.ERROR);
    live.at(Seam.SWEEP_SIDECAR, 2, () -> live.store.breakNext(Fault.ERROR));
    live.at(Seam.SWEEP_SIDECAR, 3, () -> live.store.breakNext(Fault.ERROR));

    live.insert(PERSON, "bob");

    assertThat(fences(world)).isEqualTo(1);
    assertThat(ended(world)).containsExactlyInAnyOrderElementsOf(crashed);
    assertThat(live.times(Seam.ARM)).as("a fence does not end whom it does not name").isEqualTo(1);
    assertThat(world.stored.audits()).hasSize(3);
    assertSound(world);
  }

  @Test
  void aFenceThatIsRefusedIsTriedBehindWhatWasInItsWay() {
    World world = World.withGraph();
    world.killed(Seam.PUBLISH, p -> p.insert(PERSON, "bob"));
    OperationId operation = world.stored.sidecar().operationId();
    world.pastEveryDeadline();
    SimulatedProcess sweeper = world.process();
    sweeper.at(Seam.SWEEP_FENCE, 1, () -> impatient(world, "r1"));
    sweeper.at(Seam.SWEEP_FENCE, 2, () -> impatient(world, "r2"));

    SweepReport report = sweeper.repository.sweep(BranchName.MAIN);

    assertThat(report.rolledBack()).containsExactly(operation);
    assertThat(world.stored.log().getLast().ended()).containsExactly(operation);
    assertThat(world.stored.rows(PERSON)).containsKeys("r1", "r2");
    assertSound(world);
  }

  @Test
  void aFenceThatIsRefusedAgainAndAgainIsLeftToTheNextSweep() {
    World world = World.withGraph();
    world.killed(Seam.PUBLISH, p -> p.insert(PERSON, "bob"));
    OperationId operation = world.stored.sidecar().operationId();
    world.pastEveryDeadline();
    SimulatedProcess sweeper = world.process();
    for (int i = 1; i <= 3; i++) {
      String id = "r" + i;
      sweeper.at(Seam.SWEEP_FENCE, i, () -> impatient(world, id));
    }

    SweepReport report = sweeper.repository.sweep(BranchName.MAIN);

    assertThat(report.deferred()).containsExactly(operation);
    assertThat(world.stored.audits()).isEmpty();
    world.sweep();
    assertThat(world.stored.audits()).hasSize(1);
    assertSound(world);
  }

  /** Wherever in its range it was published, and however many have followed. */
  @ParameterizedTest
  @CsvSource({"0, 0", "0, 100", "3, 0", "3, 100", "61, 6"})
  void aCommitIsFoundAnywhereInItsRange(int lost, int after) {
    World world = World.withGraph();
    SimulatedProcess writer = world.process().killedAt(Seam.HINT);
    writer.at(Seam.PUBLISH, () -> increments(world, lost));
    assertThatThrownBy(() -> writer.insert(PERSON, "bob")).isInstanceOf(FaultyStore.Killed.class);
    Sidecar sidecar = world.stored.sidecar();
    long published = world.stored.log().getLast().seq();
    assertThat(published).isEqualTo(sidecar.first() + lost);
    increments(world, after);
    world.pastEveryDeadline();

    SweepReport report = world.process().repository.sweep(BranchName.MAIN);

    assertThat(report.rolledForward()).containsExactly(sidecar.operationId());
    assertThat(world.stored.audits().getFirst().commitId())
        .isEqualTo(CommitId.of(sidecar.operationId(), published));
    assertThat(fences(world)).isZero();
    if (published % 64 == 0) {
      assertThat(world.objects.get(ObjectKeys.checkpoint(sidecar.branchId(), published)))
          .as("its writer did not come to it")
          .isPresent();
    }
    assertSound(world);
  }

  @Test
  void aCommitAtTheLastSeqOfItsRangeIsFound() {
    World world = World.withGraph();
    SimulatedProcess writer = world.process().killedAt(Seam.HINT);
    writer.at(Seam.PUBLISH, () -> increments(world, 2));
    assertThatThrownBy(() -> writer.insert(PERSON, "bob")).isInstanceOf(FaultyStore.Killed.class);
    armAgain(world, world.stored.sidecar().first(), 3);
    increments(world, 2);
    world.pastEveryDeadline();

    SweepReport report = world.process().repository.sweep(BranchName.MAIN);

    assertThat(report.rolledForward()).hasSize(1);
    assertSound(world);
  }

  /** The network delivers the create of the sidecar once more when the operation has ended. */
  @ParameterizedTest
  @EnumSource(Ending.class)
  void aSidecarThatComesBackIsSettledAsTheLogSays(Ending ending) {
    World world = World.withGraph();
    SimulatedProcess writer = world.process().broken(Seam.ARM, Fault.DUPLICATE);
    ending.run(world, writer);
    world.pastEveryDeadline();
    world.sweep();
    assertThat(world.stored.sidecars()).isEmpty();
    List<AuditEntry> audits = world.stored.audits();
    long fences = fences(world);

    world.landLate();
    OperationId operation = world.stored.sidecar().operationId();
    increments(world, 3);
    world.pastEveryDeadline();
    world.sweep();

    assertThat(world.stored.sidecars()).isEmpty();
    assertThat(world.stored.audits()).containsAll(audits).hasSize(1);
    AuditEntry audit = world.stored.audits().getFirst();
    assertThat(audit.operationId()).isEqualTo(operation);
    assertThat(audit.outcome())
        .isEqualTo(ending == Ending.COMMITTED ? Outcome.ROLLED_FORWARD : Outcome.ROLLED_BACK);
    assertThat(fences(world))
        .as("who has a fence needs no other")
        .isEqualTo(ending == Ending.FAILED ? 1 : fences);
    assertSound(world);
  }

  /** The head of a branch is read beside the listing of its sidecars, and may be older. */
  @Test
  void anOperationThatWasArmedAfterTheHeadWasReadIsFencedWhereTheLogEndsByNow() {
    World world = World.withGraph();
    SimulatedTime time = new SimulatedTime(1, world.clock.instant(), world.clock::set);
    Repository sweeper =
        new Repository(
            world.objects,
            world.tables,
            Environment.system(time::start)
                .withClock(world.clock)
                .withUlids(world::id)
                .withSeams(
                    (seam, subject) -> {
                      if (seam == Seam.SWEEP_LIST) {
                        time.sleep(CommitRequest.LONGEST.multipliedBy(2));
                      }
                    }));
    List<SweepReport> reports = new ArrayList<>();
    time.start(() -> reports.add(sweeper.sweep(BranchName.MAIN)));
    time.start(
        () -> {
          time.sleep(Duration.ofSeconds(1));
          increments(world, 3);
          world.killed(Seam.PUBLISH, p -> p.insert(PERSON, "bob"));
        });

    time.run();

    OperationId operation = world.stored.audits().getFirst().operationId();
    assertThat(reports).extracting(SweepReport::rolledBack).containsExactly(List.of(operation));
    assertThat(ended(world)).containsExactly(operation);
    assertThat(world.stored.sidecars()).isEmpty();
    assertSound(world);
  }

  @Test
  void aSidecarThatAimsBeyondTheLogNeverMakesAGap() {
    World world = World.withGraph();
    world.killed(Seam.PUBLISH, p -> p.insert(PERSON, "bob"));
    String key = world.stored.sidecars().getFirst();
    armAgain(world, 99, Sidecar.RANGE);
    world.pastEveryDeadline();

    world.process().insert(PERSON, "bob");

    assertThat(world.stored.log().getLast().seq()).isEqualTo(world.stored.log().size());
    assertThat(world.stored.sidecars()).containsExactly(key);
  }

  /** How an operation ends. */
  private enum Ending {
    COMMITTED,
    DEAD,
    /** Frozen, named by a fence, and then its writer goes on under another id. */
    FENCED,
    FAILED;

    void run(World world, SimulatedProcess writer) {
      switch (this) {
        case COMMITTED -> writer.insert(PERSON, "bob");
        case DEAD ->
            assertThatThrownBy(() -> writer.killedAt(Seam.PUBLISH).insert(PERSON, "bob"))
                .isInstanceOf(FaultyStore.Killed.class);
        case FENCED -> {
          writer.at(
              Seam.PUBLISH,
              () -> {
                world.pastEveryDeadline();
                world.sweep();
              });
          writer.insert(PERSON, "bob");
        }
        case FAILED ->
            assertThatThrownBy(() -> writer.insert(PERSON, "root"))
                .isInstanceOf(GraphException.class);
      }
    }
  }

  private static void increments(World world, int times) {
    for (int i = 0; i < times; i++) {
      world.rival(Operations.increment(PERSON, "root"));
    }
  }

  /** A commit by somebody who leaves all sidecars alone. */
  private static void impatient(World world, String id) {
    world.process().broken(Seam.SWEEP_SIDECAR, Fault.ERROR).insert(PERSON, id);
  }

  /** Writes the only sidecar again, as if its writer had been given another range. */
  private static void armAgain(World world, long first, long seqs) {
    Sidecar sidecar = world.stored.sidecar();
    world.stored.overwrite(
        ObjectKeys.sidecar(sidecar.branchId(), sidecar.operationId()),
        Sidecar.of(sidecar.kind(), sidecar.operationId())
            .by(sidecar.actor())
            .on(sidecar.branch(), sidecar.branchId())
            .lasting(sidecar.duration())
            .since(sidecar.startedAt())
            .armed(first, seqs)
            .encode());
  }

  private static List<OperationId> ended(World world) {
    return world.stored.log().stream().flatMap(record -> record.ended().stream()).toList();
  }

  private static long fences(World world) {
    return world.stored.log().stream().filter(r -> r.kind() == CommitKind.FENCE).count();
  }
}
