package dev.omnigraph.protocol;

import static dev.omnigraph.protocol.world.People.PERSON;

import dev.omnigraph.commit.Seam;
import dev.omnigraph.protocol.world.Operations;
import dev.omnigraph.protocol.world.SimulatedProcess;
import dev.omnigraph.protocol.world.World;

/** Who finds what a writer has left. */
enum MatrixRecovery {
  /** Nobody, until the next open for writing by another process. */
  NEXT_OPEN,
  SAME_PROCESS,
  /** Two sweeps, the second of which runs while the first is between two of its steps. */
  TWO_SWEEPS_BEFORE_THE_FENCE,
  TWO_SWEEPS_BEFORE_THE_AUDIT,
  OPTIMIZER,
  CLEANUP;

  void recover(World world, SimulatedProcess writer) {
    switch (this) {
      case NEXT_OPEN -> world.sweep();
      case SAME_PROCESS -> {
        if (writer.store.isDead()) {
          world.sweep();
        } else {
          writer.commit(Operations.nothing());
        }
      }
      case TWO_SWEEPS_BEFORE_THE_FENCE ->
          world.process().at(Seam.SWEEP_FENCE, world::sweep).commit(Operations.nothing());
      case TWO_SWEEPS_BEFORE_THE_AUDIT ->
          world.process().at(Seam.SWEEP_AUDIT, world::sweep).commit(Operations.nothing());
      case OPTIMIZER -> {
        world.process().repository.sweepAll();
        world.rival(Operations.compact(PERSON));
      }
      case CLEANUP -> world.cleanup();
    }
  }
}
