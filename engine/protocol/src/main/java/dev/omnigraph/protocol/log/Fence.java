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
import java.util.List;

/**
 * An empty record that takes a seq for good, so that a request for it that is still on its way can
 * only be refused, and that names the operations that end with it: whoever reads its own name there
 * publishes nothing any more.
 */
public final class Fence {
  static final String ACTOR = "recovery";

  private final Requests requests;
  private final Environment environment;

  public Fence(Requests requests, Environment environment) {
    this.requests = requests;
    this.environment = environment;
  }

  /**
   * Takes the seq after the state, which must be the newest: a log has no gaps.
   *
   * @param ended the operations that it ends; none where a writer only makes certain that its own
   *     request cannot land any more
   */
  public PutOutcome after(Seam seam, ManifestState state, List<OperationId> ended) {
    ManifestRecord fence =
        state
            .next(CommitKind.FENCE, new OperationId(environment.ulids().get()))
            .by(ACTOR)
            .at(environment.now())
            .ending(ended)
            .record();
    return requests.create(
        seam, ObjectKeys.record(fence.branchId(), fence.seq()), RecordCodec.encode(fence));
  }
}
