package dev.omnigraph.soak;

import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.manifest.CommitKind;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.testkit.PlainMerge.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Whether something at some instant of a delivery was a reason to refuse it, or to do nothing. */
final class Refusals {
  private final Past past;
  private final Published published;
  private final Versions versions;

  Refusals(Past past, Published published) {
    this.past = past;
    this.published = published;
    this.versions = new Versions(past);
  }

  /** Whether a commit of its branch is already what the operation would make of it. */
  boolean isSame(Attempt attempt, Commit commit) {
    return effects(attempt, commit).stream().anyMatch(Meaning.Same.class::isInstance);
  }

  /** Whether an error tells of what was so at some instant of the delivery. */
  boolean isRight(Attempt attempt, Reply.Failed failed) {
    long from = attempt.from();
    long through = attempt.through();
    return switch (failed.code()) {
      case "branch_not_found", "branch_deleted" -> isMissing(attempt);
      case "branch_exists" ->
          attempt.op() instanceof Op.Fork
              && past.named(attempt.branch()).stream()
                  .anyMatch(chain -> !isBy(chain, attempt) && chain.isThere(from, through));
      case "branch_given_up" ->
          past.named(attempt.branch()).stream()
              .anyMatch(chain -> isBy(chain, attempt) && chain.isUnborn());
      case "commit_not_found" -> isUnknown(attempt);
      case "data_gone" -> isGone(attempt);
      case "merge_conflicts" ->
          anyEffect(
              attempt,
              effect ->
                  effect instanceof Meaning.Conflicting(SortedSet<String> conflicts)
                      && tells(failed.message(), conflicts));
      case "merge_schemas_differ" ->
          heads(attempt).stream()
              .anyMatch(
                  head ->
                      sources(attempt).stream()
                          .anyMatch(s -> !s.record().schema().equals(head.record().schema())));
      case "pick_of_schema" ->
          commit(attempt.op())
              .filter(commit -> isOfSchema(commit.record(), commit.parent()))
              .isPresent();
      default ->
          anyEffect(
              attempt,
              effect ->
                  effect instanceof Meaning.Broken(Set<String> codes)
                      && codes.contains(failed.code()));
    };
  }

  private static boolean isBy(Chain chain, Attempt attempt) {
    return chain.object().createdBy().equals(attempt.actor());
  }

  /** Whether one of the branches that it needs was not there. */
  private boolean isMissing(Attempt attempt) {
    List<BranchName> needed = new ArrayList<>();
    if (!(attempt.op() instanceof Op.Fork)) {
      needed.add(attempt.branch());
    }
    other(attempt.op()).ifPresent(needed::add);
    return needed.stream().anyMatch(name -> past.isFree(name, attempt.from(), attempt.through()));
  }

  /** Whether the commit that it names was not one of the branch that it names. */
  private boolean isUnknown(Attempt attempt) {
    Optional<Commit> commit = commit(attempt.op());
    BranchName of = other(attempt.op()).orElse(attempt.branch());
    return past.named(of).stream()
        .filter(chain -> chain.isLive(attempt.from(), attempt.through()))
        .anyMatch(chain -> commit.isEmpty() || !chain.has(commit.get()));
  }

  /** Whether cleanup may have taken what it needs, or what it needs lost the name that keeps it. */
  private boolean isGone(Attempt attempt) {
    BranchName of = other(attempt.op()).orElse(attempt.branch());
    if (past.isFree(of, attempt.from(), attempt.through())) {
      return true;
    }
    if (attempt.op() instanceof Op.Merge) {
      return heads(attempt).stream()
          .anyMatch(
              head ->
                  sources(attempt).stream()
                      .flatMap(source -> past.nearestCommon(head, source).stream())
                      .anyMatch(base -> past.isGone(base, attempt.through())));
    }
    Optional<Commit> commit = commit(attempt.op());
    long before = attempt.op() instanceof Op.Pick ? 1 : 0;
    return commit.isPresent()
        && past.named(of).stream()
            .anyMatch(chain -> past.isGone(chain, commit.get().seq() - before, attempt.through()));
  }

  private boolean anyEffect(Attempt attempt, Predicate<Meaning.Effect> fits) {
    return heads(attempt).stream().flatMap(head -> effects(attempt, head).stream()).anyMatch(fits);
  }

  /** What it would do to a commit of its branch, from each state that it may have taken. */
  private List<Meaning.Effect> effects(Attempt attempt, Commit head) {
    return switch (attempt.op()) {
      case Op.Merge(BranchName source, Side prefer, boolean deletes) ->
          sources(attempt).stream().map(s -> versions.merged(head, s, prefer)).toList();
      case Op.Pick pick ->
          commit(pick)
              .filter(commit -> commit.parent() != null)
              .map(commit -> Versions.picked(head, commit, pick.reverts(), pick.prefer()))
              .stream()
              .toList();
      case Op.Restore restore ->
          commit(restore).map(commit -> Versions.restored(head, commit)).stream().toList();
      case Op.Fork _, Op.Drop _ -> List.of();
      default -> List.of(Meaning.apply(attempt.op(), head.state()));
    };
  }

  /** The newest of its branch, but for those on which it would only be answered again. */
  private List<Commit> heads(Attempt attempt) {
    List<Commit> own = attempt.key() == null ? List.of() : published.commits(attempt.actor());
    return past.named(attempt.branch()).stream()
        .flatMap(
            chain ->
                chain.heads(attempt.from(), attempt.through()).values().stream()
                    .filter(head -> own.stream().noneMatch(o -> chain.isOwn(o) && head.has(o))))
        .toList();
  }

  private List<Commit> sources(Attempt attempt) {
    return switch (attempt.op()) {
      case Op.Merge merge -> past.heads(merge.source(), attempt.from(), attempt.through());
      case Op.Pick pick -> commit(pick).stream().toList();
      default -> List.of();
    };
  }

  private Optional<Commit> commit(Op op) {
    @Nullable CommitId id =
        switch (op) {
          case Op.Fork fork -> fork.commit();
          case Op.Pick pick -> pick.commit();
          case Op.Restore restore -> restore.commit();
          default -> null;
        };
    return id == null ? Optional.empty() : past.commit(id);
  }

  private static Optional<BranchName> other(Op op) {
    return switch (op) {
      case Op.Fork fork -> Optional.of(fork.from());
      case Op.Merge merge -> Optional.of(merge.source());
      case Op.Pick pick -> Optional.of(pick.of());
      default -> Optional.empty();
    };
  }

  private static boolean isOfSchema(ManifestRecord record, @Nullable Commit parent) {
    return record.kind() == CommitKind.INIT
        || parent == null
        || !parent.record().schema().equals(record.schema());
  }

  /** Whether a message has all conflicts of entities; of many it tells the first few. */
  private static boolean tells(String message, SortedSet<String> conflicts) {
    return message.contains(" more")
        || conflicts.stream()
            .filter(conflict -> conflict.contains(" "))
            .allMatch(
                conflict -> {
                  String[] words = conflict.split(" ", 3);
                  return message.contains("%s: %s \"%s\"".formatted(words[0], words[1], words[2]));
                });
  }
}
