package dev.omnigraph.merge;

import dev.omnigraph.commit.Operation;
import dev.omnigraph.commit.Proposal;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.manifest.CommitKind;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.view.View;
import java.util.function.Function;

/**
 * A write that cannot be done any more, because what it is about is gone, and that may have been
 * done before under its key: then that is its answer.
 *
 * @param kind of the write
 * @param why it cannot be done
 * @param answer from the commit of the first delivery
 */
public record DoneBefore<A>(CommitKind kind, GraphException why, Function<ManifestRecord, A> answer)
    implements Operation<A> {
  @Override
  public Proposal<A> prepare(View view) {
    throw why;
  }

  @Override
  public A replayed(ManifestRecord record) {
    return answer.apply(record);
  }
}
