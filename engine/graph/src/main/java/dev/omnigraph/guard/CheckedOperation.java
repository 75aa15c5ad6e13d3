package dev.omnigraph.guard;

import dev.omnigraph.commit.Adopted;
import dev.omnigraph.commit.Ahead;
import dev.omnigraph.commit.BranchView;
import dev.omnigraph.commit.Operation;
import dev.omnigraph.commit.Proposal;
import dev.omnigraph.manifest.CommitKind;
import dev.omnigraph.manifest.CommitPoint;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.view.View;
import java.util.List;
import java.util.Optional;

/** An operation that is held to the policies each time it is prepared, before it reads anything. */
record CheckedOperation<A>(Operation<A> operation, Guard guard, Check check)
    implements Operation<A> {
  @Override
  public CommitKind kind() {
    return operation.kind();
  }

  @Override
  public void admit(View view) {
    BranchView branch = (BranchView) view;
    check.before(guard.permit(branch), branch.catalog());
  }

  @Override
  public Proposal<A> prepare(View view) {
    return prepare(view, Ahead.NEVER);
  }

  @Override
  public Proposal<A> prepare(View view, Ahead ahead) {
    BranchView branch = (BranchView) view;
    Permit permit = guard.permit(branch);
    check.before(permit, branch.catalog());
    Proposal<A> proposal = operation.prepare(view, ahead);
    try {
      check.after(permit, proposal);
      return proposal;
    } catch (RuntimeException e) {
      proposal.close();
      throw e;
    }
  }

  @Override
  public void beforeReplay(View view, ManifestRecord record) {
    BranchView branch = (BranchView) view;
    Permit permit = guard.permit(branch);
    check.before(permit, branch.catalog());
    check.again(permit, branch.catalog(), record);
  }

  @Override
  public A replayed(ManifestRecord record) {
    return operation.replayed(record);
  }

  @Override
  public List<Adopted> adopts() {
    return operation.adopts();
  }

  @Override
  public boolean callsQueries() {
    return operation.callsQueries();
  }

  @Override
  public Optional<CommitPoint> merges() {
    return operation.merges();
  }

  @Override
  public boolean failsWhenOvertaken() {
    return operation.failsWhenOvertaken();
  }
}
