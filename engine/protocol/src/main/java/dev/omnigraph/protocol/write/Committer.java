package dev.omnigraph.protocol.write;

import dev.omnigraph.commit.CommitOutcome;
import dev.omnigraph.commit.CommitRequest;
import dev.omnigraph.commit.Environment;
import dev.omnigraph.commit.Failures;
import dev.omnigraph.commit.Operation;
import dev.omnigraph.commit.Seam;
import dev.omnigraph.commit.SweepReport;
import dev.omnigraph.protocol.log.Head;
import dev.omnigraph.protocol.log.OpenTables;
import dev.omnigraph.protocol.object.ImmutableObjects;
import dev.omnigraph.protocol.write.WriteOpener.Opened;
import dev.omnigraph.store.CountingObjectStore;
import dev.omnigraph.store.ObjectStore;
import dev.omnigraph.table.Tables;
import java.util.Optional;

/** Writes: opens the branch, recovering what others left, and runs the operation on it. */
public final class Committer {
  private final ObjectStore store;
  private final ImmutableObjects immutable;
  private final Tables tables;
  private final Environment environment;

  public Committer(
      ObjectStore store, ImmutableObjects immutable, Tables tables, Environment environment) {
    this.store = store;
    this.immutable = immutable;
    this.tables = tables;
    this.environment = environment;
  }

  /** Recovers only, however much there is to do. */
  public SweepReport sweep(String branch) {
    return phases(store).opener().open(branch, true).sweep();
  }

  public <A> CommitOutcome<A> commit(CommitRequest request, Operation<A> operation) {
    CountingObjectStore counted = new CountingObjectStore(store);
    Phases phases = phases(counted);
    Opened opened = phases.opener().open(request.options().branch(), request.sweepsAll());
    Head head = opened.head();
    if (head.ended()) {
      phases.derived().markDeleted(head.name(), head.branchId());
      throw Failures.branchDeleted(request.options().branch());
    }
    new ClockCheck(environment).check(opened);
    Contention contention = new Contention(environment, phases.log(), opened.sweep().rivals());
    Trace trace = new Trace(environment.listener(), opened.sweep(), counted::io);
    try (OpenTables open = new OpenTables(tables, phases.parallel(), environment.seams())) {
      while (true) {
        CommitRun<A> run =
            new CommitRun<>(phases, request, operation, open, contention, trace, head);
        Optional<CommitOutcome<A>> outcome = run.run();
        if (outcome.isPresent()) {
          return outcome.get();
        }
        contention.startAgain(request.options().branch());
        head = run.head().at(phases.log().advance(Seam.RACE_READ, run.head().state()));
        if (head.ended()) {
          throw Failures.branchDeleted(request.options().branch());
        }
      }
    }
  }

  private Phases phases(ObjectStore over) {
    return Phases.over(over, immutable, tables, environment);
  }
}
