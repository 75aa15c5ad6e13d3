package dev.omnigraph.protocol.write;

import dev.omnigraph.commit.Environment;
import dev.omnigraph.protocol.log.BranchLog;
import dev.omnigraph.protocol.log.Catalogs;
import dev.omnigraph.protocol.log.DerivedState;
import dev.omnigraph.protocol.log.Fence;
import dev.omnigraph.protocol.log.Opener;
import dev.omnigraph.protocol.object.ImmutableObjects;
import dev.omnigraph.protocol.object.Parallel;
import dev.omnigraph.protocol.object.Requests;
import dev.omnigraph.protocol.recover.Sweep;
import dev.omnigraph.store.ObjectStore;
import dev.omnigraph.table.Tables;

/**
 * The phases of a commit and what they share, over one store: recover and open, A arm, B stage, C
 * publish, D finish.
 */
public record Phases(
    Environment environment,
    Parallel parallel,
    BranchLog log,
    Catalogs catalogs,
    IdempotencyKeys keys,
    WriteOpener opener,
    Arming arming,
    Stager stager,
    Publisher publisher,
    Finisher finisher,
    DerivedState derived) {

  /**
   * @param immutable what the process knows already
   */
  static Phases over(
      ObjectStore store, ImmutableObjects immutable, Tables tables, Environment environment) {
    Requests requests = new Requests(store, environment.seams());
    Parallel parallel = new Parallel(environment.executor());
    BranchLog log = new BranchLog(requests, parallel, immutable);
    Catalogs catalogs = new Catalogs(requests, immutable);
    Fence fence = new Fence(requests, environment);
    DerivedState derived = new DerivedState(requests, log, environment);
    Sweep sweep = new Sweep(requests, log, fence, derived, parallel, environment);
    Opener opener = new Opener(requests, log, catalogs, parallel, environment.listener());
    Arming arming = new Arming(requests, environment);
    return new Phases(
        environment,
        parallel,
        log,
        catalogs,
        new IdempotencyKeys(requests, parallel),
        new WriteOpener(opener, log, sweep, parallel),
        arming,
        new Stager(requests, environment, parallel, catalogs, tables),
        new Publisher(requests, fence, environment),
        new Finisher(derived, arming, parallel),
        derived);
  }
}
