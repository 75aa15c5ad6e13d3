package dev.omnigraph.commit;

import dev.omnigraph.commit.Opener.Opened;
import dev.omnigraph.store.CountingObjectStore;
import dev.omnigraph.table.Tables;
import java.util.Optional;

/** Writes: opens the branch, recovering what others left, and runs the operation on it. */
final class Committer {
  private final Parts shared;
  private final Tables tables;

  Committer(Parts shared, Tables tables) {
    this.shared = shared;
    this.tables = tables;
  }

  <R> CommitOutcome<R> commit(CommitRequest request, Operation<R> operation) {
    CountingObjectStore counted = new CountingObjectStore(shared.store());
    Parts parts = shared.over(counted, tables);
    Opened opened = parts.opener().write(request.branch(), request.sweepBound());
    if (opened.head().ended()) {
      parts.finisher().markDeleted(opened.head().name(), opened.head().branchId());
      throw Failures.branchDeleted(request.branch());
    }
    Head head = opened.head();
    new ClockCheck(parts.environment(), parts.requests().isNear()).check(opened);
    Contention contention =
        new Contention(parts.environment(), parts.log(), opened.sweep().rivals());
    Trace trace = new Trace(parts.environment().listener(), opened.sweep(), counted::io);
    try (OpenTables open = new OpenTables(tables, parts.parallel(), parts.environment().seams())) {
      while (true) {
        CommitRun<R> run =
            new CommitRun<>(parts, request, operation, open, contention, trace, head);
        Optional<CommitOutcome<R>> outcome = run.run();
        if (outcome.isPresent()) {
          return outcome.get();
        }
        contention.startAgain(request.branch());
        head = run.head().at(parts.log().advance(Seam.RACE_READ, run.head().state()));
        if (head.ended()) {
          throw Failures.branchDeleted(request.branch());
        }
      }
    }
  }
}
