package dev.omnigraph.protocol.log;

import dev.omnigraph.commit.Environment;
import dev.omnigraph.commit.Seam;
import dev.omnigraph.id.OperationId;
import dev.omnigraph.manifest.CommitKind;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.manifest.ManifestState;
import dev.omnigraph.manifest.ObjectKeys;
import dev.omnigraph.manifest.RecordCodec;
import dev.omnigraph.protocol.object.Requests;
import dev.omnigraph.store.PutOutcome;

/**
 * An empty record that takes a seq for good, so that a frozen writer's request for it can only be
 * refused.
 */
public final class Fence {
  static final String ACTOR = "recovery";

  private final Requests requests;
  private final Environment environment;

  public Fence(Requests requests, Environment environment) {
    this.requests = requests;
    this.environment = environment;
  }

  /** Takes the seq after the state, which must be the newest: a log has no gaps. */
  public PutOutcome after(Seam seam, ManifestState state) {
    ManifestRecord fence =
        state
            .next(CommitKind.FENCE, new OperationId(environment.ulids().get()))
            .by(ACTOR)
            .at(environment.now())
            .record();
    return requests.create(
        seam, ObjectKeys.record(fence.branchId(), fence.seq()), RecordCodec.encode(fence));
  }
}
