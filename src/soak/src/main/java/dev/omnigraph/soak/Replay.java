package dev.omnigraph.soak;

import dev.omnigraph.error.ErrorKind;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.schema.Catalog;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Explains a history by what was published, in its order: plays the operations one after another on
 * the plain model, each on its branch, and holds every record and every reply against the states in
 * between. Whatever does not fit is a violation of the guarantees, in words.
 *
 * <p>Checked of the log: see {@link Playing}. Of acknowledgements: the named commit is the
 * operation's, and was published between invocation and reply. Of reads: the rows are those of the
 * model at the named commit, which is as new as the newest at invocation. Of errors: some state
 * between invocation and reply gives that error, and the operation is not in the log.
 */
final class Replay {
  private final Map<String, List<Attempt>> attempts = new HashMap<>();
  private final List<String> violations = new ArrayList<>();
  private final long end;
  private final Past past;
  private final Published published;
  private final Refusals refusals;

  private Replay(Catalog catalog, List<Event> events, List<Attempt> history) {
    this.end = events.size();
    history.forEach(a -> attempts.computeIfAbsent(a.actor(), actor -> new ArrayList<>()).add(a));
    Playing playing = new Playing(catalog, attempts, violations);
    this.past = playing.play(events);
    this.published = playing.published();
    this.refusals = new Refusals(past, published);
  }

  /**
   * What does not fit; empty when everything does.
   *
   * @param catalog of any of the town's schemas
   * @param events what happened to the graph, at instants from 1 on
   */
  static List<String> violations(Catalog catalog, List<Event> events, List<Attempt> history) {
    Replay replay = new Replay(catalog, events, history);
    history.forEach(replay::check);
    return replay.violations;
  }

  private void check(Attempt attempt) {
    switch (attempt.reply()) {
      case null -> {}
      case Reply.Done done when attempt.op() instanceof Op.Fork fork ->
          checkForked(attempt, fork, done);
      case Reply.Done done -> checkDone(attempt, done);
      case Reply.Merged merged -> checkMerged(attempt, (Op.Merge) attempt.op(), merged);
      case Reply.Rows rows -> checkRows(attempt, rows);
      case Reply.Failed failed -> checkFailed(attempt, failed);
    }
  }

  private void checkForked(Attempt attempt, Op.Fork fork, Reply.Done done) {
    List<Chain> made =
        past.named(attempt.branch()).stream()
            .filter(chain -> chain.object().createdBy().equals(attempt.actor()))
            .filter(chain -> chain.live() > attempt.from() && chain.live() <= attempt.through())
            .toList();
    Optional<Commit> start = made.stream().map(Chain::fork).filter(Objects::nonNull).findFirst();
    if (start.isEmpty()) {
      violation("%s was acknowledged, but no branch became live", attempt.what());
      return;
    }
    Commit from = start.get();
    if (!from.logical().id().text().equals(done.commit())) {
      violation("%s said it is at %s, but is at %s", attempt.what(), done.commit(), from.id());
    }
    boolean right =
        fork.commit() == null
            ? isNewest(fork.from(), from, attempt)
            : from.id().equals(fork.commit());
    if (!right) {
      violation("%s starts from %s", attempt.what(), from.id());
    }
  }

  private void checkMerged(Attempt attempt, Op.Merge merge, Reply.Merged merged) {
    checkDone(attempt, merged.done());
    Optional<Commit> source = past.commit(new CommitId(merged.source()));
    if (source.isEmpty() || source.get().at() > attempt.through()) {
      violation("%s says it merged %s, which is not there", attempt.what(), merged.source());
    }
    Optional<Commit> own = past.commit(new CommitId(merged.commit()));
    if (own.isPresent() && source.isPresent() && !own.get().has(source.get().logical())) {
      violation("%s says it merged %s, and did not", attempt.what(), merged.source());
    }
    boolean dropped =
        published.endings(attempt.actor()).stream().anyMatch(c -> c.at() <= attempt.through());
    if (merged.dropped() && (!dropped || !merge.deletes())) {
      violation("%s says it deleted its source, and did not", attempt.what());
    }
  }

  private void checkDone(Attempt attempt, Reply.Done done) {
    if (done.commit().isEmpty()) {
      if (attempt.op().isLogical()) {
        violation("%s was acknowledged without a commit", attempt.what());
      }
      return;
    }
    Optional<Commit> found = commit(attempt, done.commit());
    if (found.isEmpty()) {
      return;
    }
    Commit commit = found.get();
    if (attempt.op() instanceof Op.Drop) {
      checkBetween(attempt, commit);
      if (!published.endings(attempt.actor()).contains(commit)) {
        violation("%s was acknowledged with %s", attempt.what(), commit.id());
      }
      return;
    }
    if (!attempt.op().isLogical()) {
      checkBetween(attempt, commit);
      return;
    }
    boolean own = published.commits(attempt.actor()).contains(commit);
    if (done.replayed()) {
      if (!own) {
        violation("%s was answered with %s, which is another's", attempt.what(), done.commit());
      }
    } else if (own) {
      checkBetween(attempt, commit);
      checkAffected(attempt, done, Objects.requireNonNull(commit.parent()).state());
    } else {
      checkUnchanged(attempt, done, commit);
    }
  }

  private void checkAffected(Attempt attempt, Reply.Done done, State before) {
    if (done.nodes() >= 0
        && Meaning.apply(attempt.op(), before)
            instanceof Meaning.Changed(State after, long nodes, long edges)
        && nodes >= 0
        && (nodes != done.nodes() || edges != done.edges())) {
      violation("%s affected %d and %d, but said %s", attempt.what(), nodes, edges, done);
    }
  }

  private void checkUnchanged(Attempt attempt, Reply.Done done, Commit commit) {
    boolean none = done.nodes() <= 0 && done.edges() <= 0;
    if (!none
        || !isRecent(attempt.branch(), commit, attempt)
        || !refusals.isSame(attempt, commit)) {
      violation(
          "%s was acknowledged as %s, but is in the log at %s (window %d to %d)",
          attempt.what(),
          done,
          published.commits(attempt.actor()).stream().map(Commit::id).toList(),
          attempt.from(),
          attempt.through());
    }
  }

  private void checkRows(Attempt attempt, Reply.Rows rows) {
    Optional<Commit> found = commit(attempt, rows.commit());
    if (found.isEmpty()) {
      return;
    }
    if (!isRecent(attempt.branch(), found.get(), attempt)) {
      violation(
          "%s read commit %s of instant %d, but was sent at %d and answered at %d",
          attempt.what(), rows.commit(), found.get().at(), attempt.from(), attempt.through());
      return;
    }
    List<List<@Nullable Object>> expected =
        Meaning.answer((Op.Read) attempt.op(), found.get().state());
    if (!sorted(expected).equals(sorted(rows.rows()))) {
      violation(
          "%s at %s answered %s instead of %s",
          attempt.what(), rows.commit(), rows.rows(), expected);
    }
  }

  /** Whether it was what callers see of a branch at some instant of a delivery. */
  private boolean isRecent(BranchName branch, Commit commit, Attempt attempt) {
    return past.heads(branch, attempt.from(), attempt.through()).stream()
        .anyMatch(head -> head.logical() == commit);
  }

  /** The same, upkeep included. */
  private boolean isNewest(BranchName branch, Commit commit, Attempt attempt) {
    return past.heads(branch, attempt.from(), attempt.through()).contains(commit);
  }

  private void checkFailed(Attempt attempt, Reply.Failed failed) {
    if (failed.kind() == ErrorKind.UNKNOWN_OUTCOME && !attempt.op().isRead()) {
      return;
    }
    List<Commit> own = published.commits(attempt.actor());
    boolean once = Objects.requireNonNull(attempts.get(attempt.actor())).size() == 1;
    if (once && !own.isEmpty()) {
      violation(
          "%s was reported as %s, but is in the log at %s",
          attempt.what(), failed.code(), own.getFirst().id());
    }
    if (attempt.op() instanceof Op.Fork
        && past.named(attempt.branch()).stream()
            .anyMatch(c -> c.object().createdBy().equals(attempt.actor()) && c.live() <= end)) {
      violation("%s was reported as %s, but is live", attempt.what(), failed.code());
    }
    if (failed.kind() != ErrorKind.UNAVAILABLE && !refusals.isRight(attempt, failed)) {
      violation(
          "%s was refused for %s, and no state from %d to %d gives a reason: %s",
          attempt.what(), failed.code(), attempt.from(), attempt.through(), failed.message());
    }
  }

  private void checkBetween(Attempt attempt, Commit commit) {
    if (commit.at() <= attempt.from() || commit.at() > attempt.through()) {
      violation(
          "%s says it was published at %d, but was sent at %d and answered at %d",
          attempt.what(), commit.at(), attempt.from(), attempt.through());
    }
  }

  /** A commit that is really in the log. */
  private Optional<Commit> commit(Attempt attempt, String id) {
    Optional<Commit> commit = past.commit(new CommitId(id));
    if (commit.isEmpty()) {
      violation("%s names commit %s, which is not in the log", attempt.what(), id);
    }
    return commit;
  }

  private void violation(String text, @Nullable Object... arguments) {
    violations.add(text.formatted(arguments));
  }

  private static List<List<@Nullable Object>> sorted(List<List<@Nullable Object>> rows) {
    return rows.stream().sorted(Comparator.comparing(Object::toString)).toList();
  }
}
