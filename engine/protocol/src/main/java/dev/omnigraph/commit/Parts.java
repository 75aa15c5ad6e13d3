package dev.omnigraph.commit;

import dev.omnigraph.manifest.CommitKind;
import dev.omnigraph.manifest.ManifestState;
import dev.omnigraph.manifest.Sidecar;
import dev.omnigraph.store.ObjectStore;
import dev.omnigraph.table.Tables;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The protocol's parts over one store, put together once. */
record Parts(
    ObjectStore store,
    ImmutableObjects immutable,
    Environment environment,
    Parallel parallel,
    Requests requests,
    BranchLog log,
    Catalogs catalogs,
    KeyBook keys,
    Arming arming,
    Stager stager,
    Publisher publisher,
    Fence fence,
    Finisher finisher,
    Sweep sweep,
    Opener opener) {
  private static final Logger LOG = LoggerFactory.getLogger(Parts.class);

  /** Bytes of immutable control objects kept for the life of the process. */
  private static final long CACHE_BYTES = 32L << 20;

  static Parts of(ObjectStore store, Tables tables, Environment environment) {
    return of(store, tables, environment, new ImmutableObjects(CACHE_BYTES));
  }

  /** The same over another view of the same store. */
  Parts over(ObjectStore other, Tables tables) {
    return of(other, tables, environment, immutable);
  }

  private static Parts of(
      ObjectStore store, Tables tables, Environment environment, ImmutableObjects immutable) {
    Requests requests = new Requests(store, environment.seams());
    Parallel parallel = new Parallel(environment.executor());
    BranchLog log = new BranchLog(requests, parallel, immutable);
    Catalogs catalogs = new Catalogs(requests, immutable);
    Fence fence = new Fence(requests, environment);
    Finisher finisher = new Finisher(requests, log, environment);
    Sweep sweep = new Sweep(requests, log, fence, finisher, parallel, environment);
    return new Parts(
        store,
        immutable,
        environment,
        parallel,
        requests,
        log,
        catalogs,
        new KeyBook(requests, parallel),
        new Arming(requests, environment),
        new Stager(requests, environment, parallel, catalogs, tables),
        new Publisher(requests, fence, environment),
        fence,
        finisher,
        sweep,
        new Opener(
            requests,
            log,
            catalogs,
            sweep,
            parallel,
            environment.listener(),
            store.uri().toString()));
  }

  /**
   * Phase D, side by side: nothing in it depends on the rest of it, and a failure of any part
   * leaves what the next open heals.
   */
  void finish(Head head, ManifestState published, Sidecar sidecar, boolean contended) {
    if (sidecar.kind() == CommitKind.BRANCH_DELETED) {
      // The mark is not derived state, so the sidecar stays until it is there.
      if (finisher.markDeleted(head.name(), head.branchId())) {
        arming.finish(sidecar);
      }
      return;
    }
    List<Supplier<Boolean>> works = new ArrayList<>();
    works.add(
        () -> {
          if (contended) {
            finisher.refreshHint(head.name(), published);
          } else {
            finisher.refreshHint(head.branch(), head.etag(), published);
          }
          return true;
        });
    works.add(
        () -> {
          finisher.checkpoint(published);
          return true;
        });
    works.add(
        () -> {
          arming.finish(sidecar);
          return true;
        });
    try {
      parallel.all(works);
    } catch (RuntimeException e) {
      LOG.warn("a published commit is left for the next open to finish", e);
    }
  }
}
