package dev.omnigraph.protocol.write;

import dev.omnigraph.manifest.CommitKind;
import dev.omnigraph.manifest.ManifestState;
import dev.omnigraph.manifest.Sidecar;
import dev.omnigraph.protocol.log.DerivedState;
import dev.omnigraph.protocol.log.Head;
import dev.omnigraph.protocol.object.Parallel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Phase D: what is left to do after a record is published. */
public final class Finisher {
  private static final Logger LOG = LoggerFactory.getLogger(Finisher.class);

  private final DerivedState derived;
  private final Arming arming;
  private final Parallel parallel;

  Finisher(DerivedState derived, Arming arming, Parallel parallel) {
    this.derived = derived;
    this.arming = arming;
    this.parallel = parallel;
  }

  /**
   * Phase D, side by side: nothing in it depends on the rest of it, and a failure of any part
   * leaves what the next open heals.
   */
  void finish(Head head, ManifestState published, Sidecar sidecar, boolean contended) {
    if (sidecar.kind() == CommitKind.BRANCH_DELETED) {
      // The mark is not derived state, so the sidecar stays until it is there.
      if (derived.markDeleted(head.name(), head.branchId())) {
        arming.finish(sidecar);
      }
      return;
    }
    List<Supplier<Boolean>> works = new ArrayList<>();
    works.add(
        () -> {
          if (contended) {
            derived.refreshHint(head.name(), published);
          } else {
            derived.refreshHint(head.branch(), head.etag(), published);
          }
          return true;
        });
    works.add(
        () -> {
          derived.checkpoint(published);
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
