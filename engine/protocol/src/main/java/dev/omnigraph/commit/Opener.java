package dev.omnigraph.commit;

import dev.omnigraph.manifest.BranchObject;
import dev.omnigraph.manifest.ManifestState;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.store.Listing;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds a branch's head: one GET of the branch object, then one round of requests side by side,
 * namely the proof that nothing is newer, the schema, and for writers the listing of sidecars.
 */
final class Opener {
  private final Requests requests;
  private final BranchLog log;
  private final Catalogs catalogs;
  private final Sweep sweep;
  private final Parallel parallel;
  private final CommitListener listener;
  private final String where;

  Opener(
      Requests requests,
      BranchLog log,
      Catalogs catalogs,
      Sweep sweep,
      Parallel parallel,
      CommitListener listener,
      String where) {
    this.requests = requests;
    this.log = log;
    this.catalogs = catalogs;
    this.sweep = sweep;
    this.parallel = parallel;
    this.listener = listener;
    this.where = where;
  }

  /**
   * A head, its catalog, and what the sweep did on the way.
   *
   * @param storeTime when the store was asked, by its own clock; null when it was not
   */
  record Opened(Head head, Catalog catalog, SweepReport sweep, @Nullable Instant storeTime) {}

  /**
   * Reads only.
   *
   * @param unproven told of the state that is probably newest, when its catalog has to be read
   * @param early told of the state and catalog that are probably newest, before that is proven
   */
  Opened read(String name, Consumer<Head> unproven, BiConsumer<Head, Catalog> early) {
    BranchLog.Found found = live(name);
    Head hinted = hinted(found);
    if (!catalogs.isKnown(hinted.state().schema())) {
      unproven.accept(hinted);
    }
    CompletableFuture<Catalog> catalog = startCatalog(hinted.state(), c -> early.accept(hinted, c));
    Head head = proven(hinted, catalog);
    if (head.ended()) {
      throw Failures.branchDeleted(name);
    }
    return new Opened(head, catalogFor(head, hinted, catalog), SweepReport.NOTHING, null);
  }

  /**
   * Reads, and settles what crashed writers left on this branch.
   *
   * @param bound on the sidecars looked at
   */
  Opened write(String name, int bound) {
    BranchLog.Found found = live(name);
    Head hinted = hinted(found);
    CompletableFuture<Listing> listing =
        parallel.start(() -> sweep.list(found.branch().branchId()));
    CompletableFuture<Catalog> catalog = startCatalog(hinted.state(), c -> {});
    Head head;
    try {
      head = proven(hinted, catalog);
    } catch (RuntimeException e) {
      Parallel.settle(listing);
      throw e;
    }
    Listing sidecars = Parallel.join(listing);
    SweepReport report = sweep.run(head, sidecars, bound);
    if (report.mayHaveMovedTheBranch() && !head.ended()) {
      head = head.at(log.advance(Seam.OPEN_PROBE, head.state()));
    }
    return new Opened(head, catalogFor(head, hinted, catalog), report, sidecars.storeTime());
  }

  /** The live branch object. */
  private BranchLog.Found live(String name) {
    BranchNames.check(name);
    listener.opening(name);
    BranchLog.Found found = log.branch(Seam.OPEN_BRANCH, name).orElseThrow(() -> absent(name));
    return switch (found.branch().status()) {
      case LIVE -> found;
      case PENDING -> throw Failures.branchNotFound(name);
      case DELETED -> throw Failures.branchDeleted(name);
    };
  }

  private RuntimeException absent(String name) {
    return requests.get(Seam.INIT_GRAPH, dev.omnigraph.manifest.Keys.GRAPH).isPresent()
        ? Failures.branchNotFound(name)
        : Failures.graphNotFound(where);
  }

  private Head hinted(BranchLog.Found found) {
    BranchObject branch = found.branch();
    return new Head(branch, found.etag(), log.startingState(branch), false);
  }

  private CompletableFuture<Catalog> startCatalog(ManifestState state, Consumer<Catalog> early) {
    return parallel.start(
        () -> {
          Catalog catalog = catalogs.get(state.schema());
          early.accept(catalog);
          return catalog;
        });
  }

  private Head proven(Head hinted, CompletableFuture<Catalog> catalog) {
    try {
      return hinted.at(log.advance(Seam.OPEN_PROBE, hinted.state()));
    } catch (RuntimeException e) {
      Parallel.settle(catalog);
      throw e;
    }
  }

  private Catalog catalogFor(Head head, Head hinted, CompletableFuture<Catalog> catalog) {
    if (head.state().schema().equals(hinted.state().schema())) {
      return Parallel.join(catalog);
    }
    Parallel.settle(catalog);
    return catalogs.get(head.state().schema());
  }
}
