package dev.omnigraph.commit;

import dev.omnigraph.commit.Opener.Opened;
import dev.omnigraph.table.Tables;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Writes: opens the branch, recovering what others left, and runs the operation on it. */
final class Committer {
  /** A process that won a race this recently lets others go first. */
  private static final Duration RECENT = Duration.ofSeconds(2);

  /** For each rival seen, so that all of them have their turn before a winner has its next. */
  private static final Duration GIVE_WAY = Duration.ofMillis(60);

  private final Parts parts;
  private final Tables tables;
  private final Map<String, Instant> wins = new ConcurrentHashMap<>();

  Committer(Parts parts, Tables tables) {
    this.parts = parts;
    this.tables = tables;
  }

  <R> CommitOutcome<R> commit(CommitRequest request, Operation<R> operation) {
    Opened opened = parts.opener().write(request.branch(), Sweep.AT_AN_OPEN);
    if (opened.head().ended()) {
      parts.finisher().markDeleted(opened.head().name(), opened.head().branchId());
      throw Failures.branchDeleted(request.branch());
    }
    Head head = giveWayAfterWin(opened);
    Contention contention = new Contention(parts.environment(), opened.sweep().rivals());
    try (OpenTables open = new OpenTables(tables, parts.parallel(), parts.environment().seams())) {
      while (true) {
        CommitRun<R> run = new CommitRun<>(parts, request, operation, open, contention, head);
        Optional<CommitOutcome<R>> outcome = run.run();
        if (outcome.isPresent()) {
          noteWin(head.branchId(), outcome.get());
          return outcome.get();
        }
        contention.lost(request.branch());
        head = run.head().at(parts.log().advance(Seam.RACE_READ, run.head().state()));
        if (head.ended()) {
          throw Failures.branchDeleted(request.branch());
        }
      }
    }
  }

  /**
   * Losers of a race have to read, re-arm and often stage before they try again; a winner that came
   * straight back would beat them for ever.
   */
  private Head giveWayAfterWin(Opened opened) {
    Head head = opened.head();
    Instant won = wins.get(head.branchId());
    if (won == null
        || opened.sweep().rivals() == 0
        || won.plus(RECENT).isBefore(parts.environment().now())) {
      return head;
    }
    parts.environment().jitter(GIVE_WAY.multipliedBy(opened.sweep().rivals()));
    Head later = head.at(parts.log().advance(Seam.OPEN_PROBE, head.state()));
    if (later.ended()) {
      throw Failures.branchDeleted(head.name());
    }
    return later;
  }

  private void noteWin(String branchId, CommitOutcome<?> outcome) {
    if (outcome instanceof CommitOutcome.Published<?>) {
      wins.put(branchId, parts.environment().now());
    }
  }
}
