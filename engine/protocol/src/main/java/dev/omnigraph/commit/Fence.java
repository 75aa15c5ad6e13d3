package dev.omnigraph.commit;

import dev.omnigraph.manifest.CommitIds;
import dev.omnigraph.manifest.CommitKind;
import dev.omnigraph.manifest.Keys;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.manifest.ManifestState;
import dev.omnigraph.manifest.RecordCodec;
import dev.omnigraph.store.PutOutcome;
import java.time.Instant;
import java.util.TreeMap;

/**
 * An empty record that takes a seq for good, so that a frozen writer's request for it can only be
 * refused.
 */
final class Fence {
  static final String ACTOR = "recovery";

  private final Requests requests;
  private final Environment environment;

  Fence(Requests requests, Environment environment) {
    this.requests = requests;
    this.environment = environment;
  }

  /** Takes the seq after the state, which must be the newest: a log has no gaps. */
  PutOutcome after(Seam seam, ManifestState state) {
    ManifestRecord fence = record(state, environment.ulids().get(), environment.now());
    return requests.create(
        seam, Keys.record(fence.branchId(), fence.seq()), RecordCodec.encode(fence));
  }

  private static ManifestRecord record(ManifestState state, String operationId, Instant now) {
    return new ManifestRecord(
        state.seq() + 1,
        operationId,
        CommitIds.of(operationId, state.seq() + 1),
        CommitKind.FENCE,
        state.branchId(),
        ACTOR,
        Records.notBefore(state, now),
        state.commitId(),
        null,
        null,
        state.schema(),
        new TreeMap<>(),
        ManifestRecord.CatalogChange.NONE,
        0);
  }
}
