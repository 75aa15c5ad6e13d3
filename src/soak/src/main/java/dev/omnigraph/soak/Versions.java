package dev.omnigraph.soak;

import dev.omnigraph.testkit.PlainMerge;
import dev.omnigraph.testkit.PlainMerge.Ended;
import dev.omnigraph.testkit.PlainMerge.Side;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What merges, picks and restores mean, on whole states. */
final class Versions {
  private final Past past;

  Versions(Past past) {
    this.past = past;
  }

  /** What a merge of one commit into another does. */
  Meaning.Effect merged(Commit target, Commit source, Side prefer) {
    if (target.has(source.logical())) {
      return new Meaning.Same();
    }
    return put(base(target, source), source.state().entities(), target, prefer);
  }

  /** What a commit does to another state, or what undoing it does. */
  static Meaning.Effect picked(Commit target, Commit commit, boolean reverts, Side prefer) {
    Commit before = Objects.requireNonNull(commit.parent(), "only a commit with a parent");
    Commit from = reverts ? commit : before;
    Commit to = reverts ? before : commit;
    return put(from.state().entities(), to.state().entities(), target, prefer);
  }

  /** What coming back to a commit does. */
  static Meaning.Effect restored(Commit target, Commit commit) {
    return effect(commit.state(), target);
  }

  private static Meaning.Effect put(
      Map<String, Map<String, @Nullable Object>> base,
      Map<String, Map<String, @Nullable Object>> theirs,
      Commit target,
      Side prefer) {
    Ended ended = PlainMerge.of(base, target.state().entities(), theirs, prefer, Town.RULES);
    return ended.conflicts().isEmpty()
        ? effect(State.of(ended.state()), target)
        : new Meaning.Conflicting(ended.conflicts());
  }

  private static Meaning.Effect effect(State after, Commit target) {
    return after.equals(target.state()) ? new Meaning.Same() : new Meaning.Changed(after, -1, -1);
  }

  private Map<String, Map<String, @Nullable Object>> base(Commit one, Commit other) {
    List<Commit> nearest = past.nearestCommon(one, other);
    Commit first = nearest.getFirst();
    Map<String, Map<String, @Nullable Object>> base = first.state().entities();
    for (Commit next : nearest.subList(1, nearest.size())) {
      base = PlainMerge.commonBase(base(first, next), base, next.state().entities());
    }
    return base;
  }
}
