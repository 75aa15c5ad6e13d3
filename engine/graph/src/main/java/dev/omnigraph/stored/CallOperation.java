package dev.omnigraph.stored;

import dev.omnigraph.call.InvokeRequest;
import dev.omnigraph.call.MutationAnswer;
import dev.omnigraph.call.MutationRequest;
import dev.omnigraph.commit.Ahead;
import dev.omnigraph.commit.BranchView;
import dev.omnigraph.commit.Operation;
import dev.omnigraph.commit.Proposal;
import dev.omnigraph.manifest.CommitKind;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.row.Affected;
import dev.omnigraph.view.View;
import java.util.function.Function;

/** A call of a stored query that writes, as one commit. It is made by the text that is in force. */
public final class CallOperation implements Operation<MutationAnswer> {
  private final InvokeRequest request;
  private final StoredCall call;
  private final Function<MutationRequest, Operation<MutationAnswer>> mutation;

  /**
   * @param mutation the operation that a text and its arguments are
   */
  public CallOperation(
      InvokeRequest request,
      StoredCall call,
      Function<MutationRequest, Operation<MutationAnswer>> mutation) {
    this.request = request;
    this.call = call;
    this.mutation = mutation;
  }

  @Override
  public CommitKind kind() {
    return CommitKind.MUTATE;
  }

  @Override
  public boolean callsQueries() {
    return true;
  }

  @Override
  public Proposal<MutationAnswer> prepare(View view) {
    return prepare(view, Ahead.NEVER);
  }

  @Override
  public Proposal<MutationAnswer> prepare(View view, Ahead ahead) {
    StoredQuery query = call.in((BranchView) view);
    MutationRequest written =
        new MutationRequest(
            query.source(), query.file(), query.name(), request.arguments(), request.options());
    return mutation.apply(written).prepare(view, ahead);
  }

  @Override
  public MutationAnswer replayed(ManifestRecord record) {
    Affected affected = Affected.by(record);
    return new MutationAnswer(
        request.name(), affected.nodes(), affected.edges(), record.commitId(), true);
  }
}
