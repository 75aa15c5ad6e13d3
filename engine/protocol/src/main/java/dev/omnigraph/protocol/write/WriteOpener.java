package dev.omnigraph.protocol.write;

import dev.omnigraph.commit.Seam;
import dev.omnigraph.commit.SweepReport;
import dev.omnigraph.protocol.log.BranchLog;
import dev.omnigraph.protocol.log.Head;
import dev.omnigraph.protocol.log.Opener;
import dev.omnigraph.protocol.object.Parallel;
import dev.omnigraph.protocol.recover.Sweep;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.store.Listing;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Opens a branch to write: as a reader does, with the listing of sidecars beside, and settles what
 * crashed writers left.
 */
public final class WriteOpener {
  private final Opener opener;
  private final BranchLog log;
  private final Sweep sweep;
  private final Parallel parallel;

  WriteOpener(Opener opener, BranchLog log, Sweep sweep, Parallel parallel) {
    this.opener = opener;
    this.log = log;
    this.sweep = sweep;
    this.parallel = parallel;
  }

  /**
   * A head, which may have ended, and what the sweep did on the way.
   *
   * @param storeTime when the store was asked, by its own clock
   */
  record Opened(Head head, SweepReport sweep, @Nullable Instant storeTime) {}

  /**
   * @param all whether every sidecar is looked at, and not just so many that an open stays quick
   */
  Opened open(String name, boolean all) {
    Head hinted = opener.hinted(name);
    CompletableFuture<Listing> listing = parallel.start(() -> sweep.list(hinted.branchId()));
    CompletableFuture<Catalog> catalog = opener.startCatalog(hinted.state(), c -> {});
    Head head;
    try {
      head = opener.prove(hinted, catalog);
    } catch (RuntimeException e) {
      Parallel.settle(listing);
      throw e;
    }
    Listing sidecars = Parallel.join(listing);
    SweepReport report = sweep.run(head, sidecars, all ? Integer.MAX_VALUE : Sweep.AT_AN_OPEN);
    if (report.mayHaveMovedTheBranch() && !head.ended()) {
      head = head.at(log.advance(Seam.OPEN_PROBE, head.state()));
    }
    // Not needed here: it is known now to whoever looks at the branch.
    opener.catalogFor(head, hinted, catalog);
    return new Opened(head, report, sidecars.storeTime());
  }
}
