package dev.omnigraph.protocol.recover;

import static dev.omnigraph.protocol.world.Invariants.assertCode;
import static dev.omnigraph.protocol.world.Invariants.assertSound;
import static dev.omnigraph.protocol.world.People.KNOWS;
import static dev.omnigraph.protocol.world.People.PERSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.omnigraph.commit.CommitRequest;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.commit.Seam;
import dev.omnigraph.commit.SweepReport;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.id.BranchId;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.id.OperationId;
import dev.omnigraph.manifest.AuditEntry;
import dev.omnigraph.manifest.AuditEntry.Outcome;
import dev.omnigraph.manifest.CommitKind;
import dev.omnigraph.manifest.ObjectKeys;
import dev.omnigraph.manifest.Sidecar;
import dev.omnigraph.manifest.UnreadableObject;
import dev.omnigraph.protocol.Repository;
import dev.omnigraph.protocol.world.FaultyStore;
import dev.omnigraph.protocol.world.FaultyStore.Fault;
import dev.omnigraph.protocol.world.Operations;
import dev.omnigraph.protocol.world.SimulatedProcess;
import dev.omnigraph.protocol.world.World;
import dev.omnigraph.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RecoveryTest {
  private static final List<Seam> SWEEP =
      List.of(
          Seam.SWEEP_LIST,
          Seam.SWEEP_SIDECAR,
          Seam.SWEEP_TARGET,
          Seam.SWEEP_FENCE,
          Seam.SWEEP_AUDIT,
          Seam.SWEEP_DELETE);

  @Test
  void anOperationThatPublishedIsFinishedAndAuditedOnce() {
    World world = World.withGraph();
    world.killed(Seam.HINT, p -> p.insert(PERSON, "bob"));
    OperationId operation = world.stored.sidecar().operationId();
    world.pastEveryDeadline();

    SweepReport report = world.process().repository.sweep(BranchName.MAIN);

    assertThat(report.rolledForward()).containsExactly(operation);
    assertThat(world.stored.branch("main").hint()).isEqualTo(world.stored.state());
    assertThat(world.stored.audits()).hasSize(1);
    AuditEntry audit = world.stored.audits().getFirst();
    assertThat(audit.outcome()).isEqualTo(Outcome.ROLLED_FORWARD);
    assertThat(audit.operationId()).isEqualTo(operation);
    assertThat(audit.actor()).isEqualTo("ann");
    assertThat(audit.commitId()).isEqualTo(world.stored.state().commitId());
    assertThat(world.stored.sidecars()).isEmpty();
  }

  @Test
  void anOperationThatDidNotIsFencedAndAuditedOnce() {
    World world = World.withGraph();
    world.killed(Seam.PUBLISH, p -> p.insert(PERSON, "bob"));
    Sidecar sidecar = world.stored.sidecar();
    world.pastEveryDeadline();

    world.process().repository.sweep(BranchName.MAIN);

    assertThat(world.stored.log().getLast().kind()).isEqualTo(CommitKind.FENCE);
    assertThat(world.stored.log().getLast().seq()).isEqualTo(sidecar.first());
    assertThat(world.stored.log().getLast().ended()).containsExactly(sidecar.operationId());
    assertThat(world.stored.audits())
        .extracting(AuditEntry::outcome)
        .containsExactly(Outcome.ROLLED_BACK);
    assertThat(world.stored.rows(PERSON)).doesNotContainKey("bob");
    assertThat(world.stored.sidecars()).isEmpty();
    world.process().insert(PERSON, "bob");
    assertSound(world);
  }

  @Test
  void anOperationInFlightIsLeftAlone() {
    World world = World.withGraph();
    world.process().repository.sweep(BranchName.MAIN);
    SimulatedProcess live = world.process();
    live.at(
        Seam.PUBLISH,
        () -> {
          world.clock.step(CommitRequest.LONGEST);
          SweepReport report = world.process().repository.sweep(BranchName.MAIN);
          assertThat(report.inFlight()).hasSize(1);
        });
    live.at(
        Seam.FINISH,
        () -> assertThat(world.process().repository.sweep(BranchName.MAIN).inFlight()).hasSize(1));

    live.insert(PERSON, "bob");

    assertThat(world.stored.audits()).isEmpty();
    assertThat(world.stored.last(CommitKind.FENCE)).isNull();
  }

  @Test
  void deadlinesAreByTheStoresClockNotByAnyProcess() {
    World world = World.withGraph();
    world.killed(Seam.PUBLISH, p -> p.insert(PERSON, "bob"));
    SimulatedProcess fromTheFuture = world.process(Duration.ofDays(1));
    SimulatedProcess fromThePast = world.process(Duration.ofDays(-1));

    assertThat(fromTheFuture.repository.sweep(BranchName.MAIN).inFlight()).hasSize(1);
    world.pastEveryDeadline();
    assertThat(fromThePast.repository.sweep(BranchName.MAIN).rolledBack()).hasSize(1);
  }

  @Test
  void aLongLivedProcessHealsAtItsNextWriteAndSeesANewSchema() {
    World world = World.withGraph();
    SimulatedProcess server = world.process();
    server.insert(PERSON, "before");
    world.killed(Seam.PUBLISH, p -> p.insert(PERSON, "crashed"));
    world.rival(Operations.evolve(world));
    world.pastEveryDeadline();

    server.commit(
        Operations.operation(
            CommitKind.MUTATE,
            view -> {
              assertThat(view.catalog().node("Company")).isPresent();
              return Operations.insert(PERSON, "after").prepare(view);
            }));

    assertThat(world.stored.sidecars()).isEmpty();
    assertThat(world.stored.audits()).hasSize(1);
  }

  @Test
  void aListingThatFailsFailsTheWriteLoudlyAndClearsWithTheFault() {
    World world = World.withGraph();
    SimulatedProcess writer = world.process().broken(Seam.SWEEP_LIST, Fault.ERROR);

    assertThatThrownBy(() -> writer.insert(PERSON, "bob"))
        .isInstanceOf(StoreException.Transient.class);

    assertThat(world.stored.sidecars()).isEmpty();
    writer.insert(PERSON, "bob");
  }

  @Test
  void aSidecarThatCannotBeReadClosesItsBranchToWritersAndIsNamed() {
    for (String bad : List.of("", "{}", "{\"format\":7}", "{\"format\":1,\"x\":")) {
      World world = World.withGraph();
      BranchId branchId = world.stored.branch("main").branchId();
      String key = ObjectKeys.sidecar(branchId, new OperationId("01BAD"));
      world
          .process()
          .repository
          .createBranch(new BranchName("dev"), new ReadAt.Head(BranchName.MAIN), "ann");
      FaultyStore.apply(() -> world.objects.create(key, bad.getBytes(StandardCharsets.UTF_8)));

      assertThatThrownBy(() -> world.process().insert(PERSON, "bob"))
          .isInstanceOfSatisfying(UnreadableObject.class, e -> assertThat(e.key()).isEqualTo(key));

      assertThat(world.objects.get(key)).as("it stays").isPresent();
      world.process().repository.openRead(new ReadAt.Head(BranchName.MAIN)).close();
      world
          .process()
          .commit(
              CommitRequest.of(WriteOptions.on(new BranchName("dev"), "ann")),
              Operations.insert(PERSON, "bob"));
    }
  }

  @Test
  void noOtherFaultOfTheSweepFailsTheWrite() {
    for (CommitKind published : List.of(CommitKind.MUTATE, CommitKind.FENCE)) {
      for (Seam seam : SWEEP.subList(1, SWEEP.size())) {
        for (Fault fault : Fault.values()) {
          World world = World.withGraph();
          world.killed(
              published == CommitKind.MUTATE ? Seam.HINT : Seam.PUBLISH,
              p -> p.insert(PERSON, "crashed"));
          world.pastEveryDeadline();

          world.process().broken(seam, fault).insert(PERSON, "bob");

          assertThat(world.stored.rows(PERSON)).containsKey("bob");
          world.landLate();
          world.sweep();
          assertThat(world.stored.sidecars()).isEmpty();
          assertThat(world.stored.audits()).hasSize(1);
          assertSound(world);
        }
      }
    }
  }

  @Test
  void aSweepThatDiesAnywhereIsFinishedByTheNext() {
    for (Seam writerSeam : List.of(Seam.STAGE, Seam.PUBLISH, Seam.HINT)) {
      for (Seam seam : SWEEP) {
        World world = World.withGraph();
        world.killed(writerSeam, p -> p.insert(PERSON, "crashed"));
        world.pastEveryDeadline();
        world.sweepKilledAt(seam);

        world.sweep();

        assertThat(world.stored.sidecars()).as("%s, %s", writerSeam, seam).isEmpty();
        assertThat(world.stored.audits()).hasSize(1);
        assertSound(world);
      }
    }
  }

  @Test
  void twoSweepsThatMeetAnywhereConvergeOnOneAuditEntry() {
    for (Seam writerSeam : List.of(Seam.STAGE, Seam.PUBLISH, Seam.HINT)) {
      for (Seam seam : SWEEP) {
        for (Seam second : SWEEP) {
          World world = World.withGraph();
          world.killed(writerSeam, p -> p.insert(PERSON, "crashed"));
          world.pastEveryDeadline();
          SimulatedProcess first = world.process();
          first.at(seam, () -> world.sweepKilledAt(second));

          first.insert(PERSON, "next");

          world.sweep();
          assertThat(world.stored.sidecars()).as("%s, %s, %s", writerSeam, seam, second).isEmpty();
          assertThat(world.stored.audits()).hasSize(1);
          assertThat(world.stored.rows(PERSON)).containsKey("next");
          assertSound(world);
        }
      }
    }
  }

  @Test
  void aWriterThatWakesBetweenItsFenceAndItsAuditStartsAgainUnderANewId() {
    World world = World.withGraph();
    ParkedWriter writer = new ParkedWriter(world, Seam.PUBLISH, "bob");
    OperationId fenced = world.stored.sidecar().operationId();
    world.pastEveryDeadline();
    SimulatedProcess sweeper = world.process();
    sweeper.at(Seam.SWEEP_AUDIT, writer::resumeToTheEnd);

    SweepReport report = sweeper.repository.sweep(BranchName.MAIN);

    assertThat(report.rolledBack()).containsExactly(fenced);
    assertThat(world.stored.audits()).extracting(AuditEntry::operationId).containsExactly(fenced);
    assertThat(world.stored.rows(PERSON)).containsKey("bob");
    assertThat(world.stored.log().getLast().operationId()).isNotEqualTo(fenced);
    assertThat(world.stored.sidecars()).isEmpty();
    assertSound(world);
  }

  @Test
  void aWriterThatPublishedBetweenTheReadAndTheFenceIsCommitted() {
    World world = World.withGraph();
    ParkedWriter writer = new ParkedWriter(world, Seam.PUBLISH, "bob");
    world.pastEveryDeadline();
    SimulatedProcess sweeper = world.process();
    sweeper.at(Seam.SWEEP_FENCE, () -> writer.resumeUntil(Seam.HINT, 1));

    SweepReport report = sweeper.repository.sweep(BranchName.MAIN);
    writer.resumeToTheEnd();

    assertThat(report.rolledForward()).hasSize(1);
    assertThat(world.stored.rows(PERSON)).containsKey("bob");
    assertThat(world.stored.last(CommitKind.FENCE)).isNull();
    assertSound(world);
  }

  @Test
  void theWorkOfOneOpenIsBoundedAndTheScheduledSweepFinishesIt() {
    World world = World.withGraph();
    for (int i = 0; i < Sweep.AT_AN_OPEN + 5; i++) {
      world.killed(Seam.STAGE, p -> p.insert(PERSON, "crashed"));
    }
    world.pastEveryDeadline();

    SweepReport first =
        world.process().commit(Operations.insert(PERSON, "bob")).report().recovery();
    assertThat(world.stored.sidecars())
        .hasSize(5)
        .map(ObjectKeys::operation)
        .containsExactlyInAnyOrderElementsOf(first.deferred());

    world.process().repository.sweepAll();
    assertThat(world.stored.sidecars()).isEmpty();
    assertThat(world.stored.audits()).hasSize(Sweep.AT_AN_OPEN + 5);
    assertSound(world);
  }

  @Test
  void sidecarsOfADeletedBranchAreSettledFromItsTerminalRecord() {
    for (boolean recreated : List.of(false, true)) {
      World world = World.withGraph();
      Repository any = world.process().repository;
      any.createBranch(new BranchName("dev"), new ReadAt.Head(BranchName.MAIN), "ann");
      for (Seam seam : List.of(Seam.PUBLISH, Seam.HINT)) {
        world.killed(
            seam,
            p ->
                p.commit(
                    CommitRequest.of(WriteOptions.on(new BranchName("dev"), "ann")),
                    Operations.insert(KNOWS, "e" + seam)));
      }
      any.deleteBranch(new BranchName("dev"), "ann");
      if (recreated) {
        any.createBranch(new BranchName("dev"), new ReadAt.Head(BranchName.MAIN), "ann");
      }
      world.pastEveryDeadline();

      world.process().repository.sweepAll();

      assertThat(world.stored.sidecars()).isEmpty();
      assertThat(world.stored.audits())
          .extracting(AuditEntry::outcome)
          .containsExactlyInAnyOrder(Outcome.ROLLED_FORWARD, Outcome.ORPHANED_BRANCH);
      world.process().insert(PERSON, "bob");
    }
  }

  /** A hint at the end of a branch would open it as one that goes on. */
  @Test
  void noHintIsWrittenOfTheEndOfABranch() {
    World world = World.withGraph();
    BranchName dev = new BranchName("dev");
    CommitRequest onDev = CommitRequest.of(WriteOptions.on(dev, "ann"));
    world.process().repository.createBranch(dev, new ReadAt.Head(BranchName.MAIN), "ann");
    world.killed(Seam.HINT, p -> p.commit(onDev, Operations.insert(KNOWS, "e")));
    world.pastEveryDeadline();
    SimulatedProcess sweeper = world.process();
    // The branch ends after the sweep has read its head, and nobody has marked it yet.
    sweeper.at(
        Seam.SWEEP_SIDECAR,
        1,
        () -> world.killed(Seam.BRANCH_MARK, p -> p.repository.deleteBranch(dev, "ann")));

    assertCode(() -> sweeper.commit(onDev, Operations.insert(KNOWS, "f")), "branch_deleted");

    assertCode(
        () -> world.process().commit(onDev, Operations.insert(KNOWS, "g")), "branch_deleted");
  }

  /** A writer on a thread of its own that stops at seams; only one thread ever runs. */
  private static final class ParkedWriter {
    final SimulatedProcess process;
    private final CompletableFuture<CommitId> work;
    private CountDownLatch parked = new CountDownLatch(1);
    private CountDownLatch released = new CountDownLatch(1);

    ParkedWriter(World world, Seam at, String id) {
      process = world.process();
      process.at(at, this::park);
      work =
          CompletableFuture.supplyAsync(
              () -> process.insert(PERSON, id), task -> Thread.ofVirtual().start(task));
      await(parked);
    }

    void resumeUntil(Seam next, int nth) {
      CountDownLatch reached = new CountDownLatch(1);
      CountDownLatch go = new CountDownLatch(1);
      CountDownLatch old = released;
      parked = reached;
      released = go;
      process.at(next, nth, this::park);
      old.countDown();
      await(reached);
    }

    void resumeToTheEnd() {
      released.countDown();
      work.join();
    }

    private void park() {
      CountDownLatch until = released;
      parked.countDown();
      await(until);
    }

    private static void await(CountDownLatch latch) {
      try {
        assertThat(latch.await(2, TimeUnit.MINUTES)).isTrue();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
