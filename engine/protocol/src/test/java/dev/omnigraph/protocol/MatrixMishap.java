package dev.omnigraph.protocol;

import static dev.omnigraph.protocol.world.People.PERSON;

import dev.omnigraph.commit.Seam;
import dev.omnigraph.protocol.world.FaultyStore.Fault;
import dev.omnigraph.protocol.world.Operations;
import dev.omnigraph.protocol.world.SimulatedProcess;
import dev.omnigraph.protocol.world.World;
import java.time.Duration;

/** What happens to the writer just before one of its requests. */
enum MatrixMishap {
  KILLED,
  /** The request is on its way when its sender dies. */
  KILLED_IN_FLIGHT,
  ERROR,
  LOST_ACKNOWLEDGEMENT,
  LATE,
  NEVER,
  DUPLICATE,
  /** Frozen past its deadline while another process opens the branch. */
  FROZEN,
  /** Frozen while a sweep fences and dies. */
  FROZEN_FENCER_DIES,
  /** Frozen while a sweep fences, audits and dies. */
  FROZEN_AUDITOR_DIES,
  /** Frozen past its deadline while a sweep runs and others go on: its end is in the past. */
  FROZEN_THEN_RIVAL,
  /** Frozen past its deadline while a cleanup runs. */
  FROZEN_CLEANED_UP,
  RIVAL_ELSEWHERE,
  RIVAL_IN_THE_WAY,
  RIVAL_COMPACTS,
  /** A cleanup runs while the writer has time. */
  CLEANED_UP,
  /** A rival wins, and then the writer freezes and is swept. */
  RIVAL_THEN_FROZEN;

  /** Whether a request of it may land after its sender ended. */
  boolean isLate() {
    return this == KILLED_IN_FLIGHT || this == LATE || this == DUPLICATE;
  }

  /** Whether it needs nothing but the store and the writer. */
  boolean isAlone() {
    return compareTo(FROZEN) < 0;
  }

  void happen(World world, SimulatedProcess process) {
    switch (this) {
      case KILLED -> throw process.store.kill();
      case KILLED_IN_FLIGHT -> process.store.breakNextAndDie(Fault.LATE);
      case ERROR -> process.store.breakNext(Fault.ERROR);
      case LOST_ACKNOWLEDGEMENT -> process.store.breakNext(Fault.LOST_ACKNOWLEDGEMENT);
      case LATE -> process.store.breakNext(Fault.LATE);
      case NEVER -> process.store.breakNext(Fault.NEVER);
      case DUPLICATE -> process.store.breakNext(Fault.DUPLICATE);
      case FROZEN -> {
        world.pastEveryDeadline();
        world.sweep();
      }
      case FROZEN_FENCER_DIES -> {
        world.pastEveryDeadline();
        world.sweepKilledAt(Seam.SWEEP_AUDIT);
      }
      case FROZEN_AUDITOR_DIES -> {
        world.pastEveryDeadline();
        world.sweepKilledAt(Seam.SWEEP_DELETE);
      }
      case FROZEN_THEN_RIVAL -> {
        world.pastEveryDeadline();
        world.sweep();
        world.rival(Operations.insert(PERSON, "rival"));
        world.rival(Operations.compact(PERSON));
      }
      case FROZEN_CLEANED_UP -> {
        world.pastEveryDeadline();
        world.cleanup();
      }
      case CLEANED_UP -> {
        world.clock.step(Duration.ofSeconds(10));
        world.cleanup();
        world.clock.step(Duration.ofSeconds(10));
      }
      case RIVAL_ELSEWHERE -> world.rival(Operations.insert(PERSON, "rival"));
      case RIVAL_IN_THE_WAY -> world.rival(Operations.increment(PERSON, "root"));
      case RIVAL_COMPACTS -> world.rival(Operations.compact(PERSON));
      case RIVAL_THEN_FROZEN -> {
        world.rival(Operations.insert(PERSON, "rival"));
        process.atNext(
            Seam.RACE_READ,
            () ->
                process.atNext(
                    Seam.PUBLISH,
                    () -> {
                      world.pastEveryDeadline();
                      world.sweep();
                    }));
      }
    }
  }
}
