package dev.omnigraph.soak;

import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.OperationId;
import dev.omnigraph.manifest.BranchObject;
import dev.omnigraph.manifest.CommitKind;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.manifest.ManifestState;
import dev.omnigraph.schema.Catalog;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Plays what was published on the plain model, from the log itself. Checked of it: each operation
 * is in it once, or with a key once on a branch, by an operation that was really sent, and after it
 * was sent; a merge brought a commit that was its source's newest, and is what a three-way merge of
 * whole states gives; its change sets and row counts are those of the model. Of branches: each was
 * made once, by an operation that was really sent, and ended by one that may.
 */
final class Playing {
  private final Map<String, List<Attempt>> attempts;
  private final List<String> violations;
  private final Past past = new Past();
  private final Versions versions = new Versions(past);
  private final Published published = new Published();
  private final Set<OperationId> operations = new HashSet<>();
  private final Changes changes;

  /**
   * @param catalog of any of the town's schemas
   * @param attempts by actor, deliveries in order
   * @param violations gets what does not fit
   */
  Playing(Catalog catalog, Map<String, List<Attempt>> attempts, List<String> violations) {
    this.attempts = attempts;
    this.violations = violations;
    this.changes = new Changes(catalog);
  }

  Published published() {
    return published;
  }

  Past play(List<Event> events) {
    long at = 0;
    for (Event event : events) {
      at++;
      switch (event) {
        case Event.Published(ManifestRecord record) -> play(record, at);
        case Event.Branched(BranchObject branch) -> branched(branch, at);
        case Event.Raised(var horizon) -> past.add(horizon, at);
      }
    }
    return past;
  }

  private void branched(BranchObject branch, long at) {
    if (!past.isKnown(branch.branchId())) {
      past.add(new Chain(branch, past.fork(branch)));
    }
    Chain chain = past.chain(branch.branchId());
    boolean isNew = chain.live() == Chain.NEVER && branch.status() == BranchObject.Status.LIVE;
    chain.became(branch, past.fork(branch), at);
    if (isNew && !branch.name().equals(BranchName.MAIN)) {
      checkMade(chain, at);
    }
  }

  private void checkMade(Chain chain, long at) {
    String actor = chain.object().createdBy();
    Attempt sent = first(actor);
    if (sent == null || !(sent.op() instanceof Op.Fork) || !sent.branch().equals(chain.name())) {
      violation("branch %s was made by %s, whom nobody sent", chain.name(), actor);
      return;
    }
    if (at <= sent.from()) {
      violation("%s was live at %d before it was sent", sent.what(), at);
    }
    for (Chain other : past.named(chain.name())) {
      if (other != chain && other.object().createdBy().equals(actor) && other.live() <= at) {
        violation("%s made two branches", sent.what());
      }
      if (other != chain && other.isLive(at)) {
        violation("%s was live beside another of its name", sent.what());
      }
    }
    if (chain.fork() == null) {
      violation("%s starts from a commit that is not there", sent.what());
    }
  }

  private void play(ManifestRecord record, long at) {
    if (record.kind() == CommitKind.INIT) {
      ManifestState first = ManifestState.before(record.branchId()).apply(record);
      BranchObject main = BranchObject.first(BranchName.MAIN, first, record.actor(), "");
      Chain chain = new Chain(main, null);
      chain.became(main, null, at);
      past.add(chain);
      add(chain, new Commit(0, at, record, first, State.EMPTY, null, null));
      return;
    }
    Chain chain = past.chain(record.branchId());
    Commit before = chain.head(at);
    if (before == null || before.seq() != record.seq() - 1) {
      violation("record %s does not follow %s", record.commitId(), before);
      return;
    }
    if (!operations.add(record.operationId())) {
      violation("operation %s is in the log twice, again at %d", record.operationId(), at);
    }
    ManifestState folded =
        before.record().branchId().equals(record.branchId())
            ? before.folded()
            : before.folded().forkedTo(record.branchId());
    Commit merged =
        record.merged() == null ? null : past.commit(record.merged().commitId()).orElse(null);
    State state =
        record.kind().isLogical() && record.kind() != CommitKind.SCHEMA || record.isTerminal()
            ? played(record, chain, before, merged, at)
            : before.state();
    Commit commit =
        new Commit(past.commits().size(), at, record, folded.apply(record), state, before, merged);
    add(chain, commit);
    violations.addAll(changes.violations(record, before.state(), state));
  }

  private void add(Chain chain, Commit commit) {
    past.add(chain, commit);
    published.add(commit);
  }

  private State played(
      ManifestRecord record, Chain chain, Commit before, @Nullable Commit merged, long at) {
    String actor = record.actor();
    Attempt sent = first(actor);
    if (sent == null) {
      violation("record %d is by %s, whom nobody sent", record.seq(), actor);
      return before.state();
    }
    if (at <= sent.from()) {
      violation("%s was published at %d before it was sent", sent.what(), at);
    }
    if (record.isTerminal()) {
      checkEnded(chain, before, sent);
      return before.state();
    }
    if (!chain.name().equals(sent.branch())) {
      violation("%s was published on %s", sent.what(), chain.name());
    }
    published.commits(actor).stream()
        .filter(earlier -> sent.key() == null || chain.isOwn(earlier))
        .findFirst()
        .ifPresent(
            earlier ->
                violation("%s was published at %d and at %d", sent.what(), earlier.at(), at));
    Meaning.Effect effect = effect(record, sent, chain, before, merged);
    if (effect instanceof Meaning.Changed(State after, long nodes, long edges)) {
      return after;
    }
    // What only brings a schema or an ancestor changes no entity.
    if (!(effect instanceof Meaning.Same) || !isOfVersions(sent.op())) {
      violation("%s was published at %d, where it is %s", sent.what(), at, effect);
    }
    return before.state();
  }

  private static boolean isOfVersions(Op op) {
    return op instanceof Op.Merge || op instanceof Op.Pick || op instanceof Op.Restore;
  }

  private Meaning.Effect effect(
      ManifestRecord record, Attempt sent, Chain chain, Commit before, @Nullable Commit merged) {
    if ((merged != null || record.merged() != null) && !(sent.op() instanceof Op.Merge)) {
      violation("%s has two parents", sent.what());
    }
    return switch (sent.op()) {
      case Op.Merge merge -> {
        if (merged == null || !isSource(merged, merge.source(), sent)) {
          violation("%s merged %s", sent.what(), record.merged());
          yield new Meaning.Same();
        }
        if (before.has(merged.logical())) {
          violation("%s merged %s a second time", sent.what(), merged.id());
        }
        yield versions.merged(before, merged, merge.prefer());
      }
      case Op.Pick pick -> {
        Optional<Commit> commit = past.commit(pick.commit());
        yield commit.isEmpty() || commit.get().parent() == null
            ? new Meaning.Broken(Set.of("commit_not_found"))
            : Versions.picked(before, commit.get(), pick.reverts(), pick.prefer());
      }
      case Op.Restore restore -> {
        Optional<Commit> commit = past.commit(restore.commit()).filter(chain::has);
        yield commit.isEmpty()
            ? new Meaning.Broken(Set.of("commit_not_found"))
            : Versions.restored(before, commit.get());
      }
      default -> Meaning.apply(sent.op(), before.state());
    };
  }

  /** Whether it was the newest of the source after the first delivery had been sent. */
  private boolean isSource(Commit merged, BranchName source, Attempt sent) {
    return past.heads(source, sent.from(), Chain.NEVER - 1).contains(merged);
  }

  /** A merge deletes its source only as it was when it was merged. */
  private void checkEnded(Chain chain, Commit before, Attempt sent) {
    boolean drops = sent.op() instanceof Op.Drop && chain.name().equals(sent.branch());
    boolean merges =
        sent.op() instanceof Op.Merge merge
            && merge.deletes()
            && merge.source().equals(chain.name());
    if (!drops && !merges) {
      violation("%s ended branch %s", sent.what(), chain.name());
    }
    if (merges
        && past.named(sent.branch()).stream().noneMatch(target -> isIn(target, before.logical()))) {
      violation("%s ended %s, which nobody has merged", sent.what(), before.logical().id());
    }
  }

  private static boolean isIn(Chain target, Commit source) {
    for (Commit commit : target.own()) {
      if (commit.has(source)) {
        return true;
      }
    }
    Commit fork = target.fork();
    return fork != null && fork.has(source);
  }

  private @Nullable Attempt first(String actor) {
    List<Attempt> sent = attempts.get(actor);
    return sent == null ? null : sent.getFirst();
  }

  private void violation(String text, @Nullable Object... arguments) {
    violations.add(text.formatted(arguments));
  }
}
