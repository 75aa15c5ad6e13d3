package dev.omnigraph.merge;

import dev.omnigraph.call.MergeRequest.Prefer;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.merge.PlainForm.Change;
import dev.omnigraph.testkit.PlainMerge;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Branches, commits and merges as anybody would write them who need not care what they cost: every
 * commit has its whole state and all of its ancestors.
 */
final class PlainGraph {
  final Map<String, Commit> branches = new TreeMap<>();

  PlainGraph() {
    branches.put("main", new Commit(new TreeMap<>(), List.of(), PlainForm.FIRST));
  }

  /** Every entity by type and id; an edge has {@code src} and {@code dst}. */
  static final class Commit {
    final Map<String, Map<String, @Nullable Object>> state;
    final Set<Commit> ancestors = new LinkedHashSet<>();
    final @Nullable Commit parent;
    final PlainForm form;
    @Nullable CommitId id;

    Commit(Map<String, Map<String, @Nullable Object>> state, List<Commit> parents, PlainForm form) {
      this.state = state;
      this.form = form;
      this.parent = parents.isEmpty() ? null : parents.getFirst();
      parents.forEach(parent -> ancestors.addAll(parent.ancestors));
      ancestors.add(this);
    }
  }

  /** How a merge ends. */
  record Ended(String outcome, List<String> conflicts) {}

  Map<String, Map<String, @Nullable Object>> state(String branch) {
    return commit(branch).state;
  }

  Map<String, @Nullable Object> entity(String branch, String id) {
    return there(state(branch).get(id));
  }

  Commit commit(String branch) {
    return Objects.requireNonNull(branches.get(branch));
  }

  void commit(String branch, Map<String, Map<String, @Nullable Object>> state) {
    if (!state.equals(state(branch))) {
      branches.put(branch, new Commit(state, List.of(commit(branch)), commit(branch).form));
    }
  }

  /** Changes the schema of a branch. */
  void evolve(String branch, PlainForm form) {
    Commit before = commit(branch);
    branches.put(branch, new Commit(form.of(before.state), List.of(before), form));
  }

  Ended merge(String source, String target, Prefer prefer) {
    Commit theirs = commit(source);
    Commit ours = commit(target);
    if (ours.ancestors.contains(theirs)) {
      return new Ended("already_up_to_date", List.of());
    }
    boolean forward = theirs.ancestors.contains(ours);
    PlainForm form = form(ours, theirs);
    if (form == null) {
      return new Ended("merge_schemas_differ", List.of());
    }
    PlainMerge.Ended merged =
        PlainMerge.of(
            base(ours, theirs, form),
            form.of(ours.state),
            form.of(theirs.state),
            side(prefer),
            new Rules(form));
    Set<String> conflicts = new TreeSet<>(merged.conflicts());
    conflicts.addAll(dropped(ours, theirs, form, prefer));
    if (!conflicts.isEmpty()) {
      return new Ended("conflicts", List.copyOf(conflicts));
    }
    branches.put(target, new Commit(merged.state(), List.of(ours, theirs), form));
    return new Ended(forward ? "fast_forward" : "merged", List.of());
  }

  /** Puts the way from one state to another onto a branch. */
  Ended pick(
      Map<String, Map<String, @Nullable Object>> from,
      Map<String, Map<String, @Nullable Object>> to,
      String target,
      Prefer prefer) {
    PlainMerge.Ended merged =
        PlainMerge.of(from, state(target), to, side(prefer), new Rules(PlainForm.FIRST));
    if (!merged.conflicts().isEmpty()) {
      return new Ended("conflicts", List.copyOf(merged.conflicts()));
    }
    boolean changes = !merged.state().equals(state(target));
    commit(target, merged.state());
    return new Ended(changes ? "applied" : "nothing_to_do", List.of());
  }

  /** The commits of a branch's own chain that have a parent, newest first. */
  List<Commit> chain(String branch) {
    List<Commit> chain = new ArrayList<>();
    for (Commit at = commit(branch); at.parent != null; at = at.parent) {
      chain.add(at);
    }
    return chain;
  }

  /** The schema that a merge ends with; null when both sides changed it. */
  private static @Nullable PlainForm form(Commit ours, Commit theirs) {
    List<Commit> bases = bases(ours, theirs);
    if (ours.form.equals(theirs.form) || bases.stream().allMatch(b -> b.form.equals(theirs.form))) {
      return ours.form;
    }
    return bases.stream().allMatch(b -> b.form.equals(ours.form)) ? theirs.form : null;
  }

  /** What one side changed of types that the schema has no longer. */
  private static List<String> dropped(Commit ours, Commit theirs, PlainForm form, Prefer prefer) {
    List<String> conflicts = new ArrayList<>();
    Commit other = form.equals(ours.form) ? theirs : ours;
    Map<String, Map<String, @Nullable Object>> base = base(ours, theirs, other.form);
    if (prefer != (form.equals(ours.form) ? Prefer.TARGET : Prefer.SOURCE)) {
      other.state.forEach(
          (id, values) -> {
            if (!form.hasType(id) && !values.equals(base.get(id))) {
              conflicts.add("DeleteVsUpdate " + id);
            }
          });
    }
    return conflicts;
  }

  private static List<Commit> bases(Commit one, Commit other) {
    List<Commit> common = new ArrayList<>(one.ancestors);
    common.retainAll(other.ancestors);
    return common.stream()
        .filter(c -> common.stream().noneMatch(d -> d != c && d.ancestors.contains(c)))
        .toList();
  }

  private static Map<String, Map<String, @Nullable Object>> base(
      Commit one, Commit other, PlainForm form) {
    List<Commit> nearest = bases(one, other);
    Commit first = nearest.getFirst();
    Map<String, Map<String, @Nullable Object>> base = form.of(first.state);
    for (Commit next : nearest.subList(1, nearest.size())) {
      base = PlainMerge.commonBase(base(first, next, form), base, form.of(next.state));
    }
    return base;
  }

  private static PlainMerge.Side side(Prefer prefer) {
    return PlainMerge.Side.valueOf(prefer.name());
  }

  private static Map<String, @Nullable Object> there(
      @Nullable Map<String, @Nullable Object> image) {
    if (image == null) {
      throw new AssertionError("one of two is there");
    }
    return image;
  }

  /** The rules of the schema of {@link RandomMergesTest}. */
  record Rules(PlainForm form) implements PlainMerge.Rules {
    @Override
    public List<String> ends(String id, Map<String, ? extends @Nullable Object> entity) {
      if (!entity.containsKey("src")) {
        return List.of();
      }
      String target = id.startsWith("Knows ") ? "Person " : "Doc ";
      return List.of("Person " + entity.get("src"), target + entity.get("dst"));
    }

    @Override
    public List<String> broken(Map<String, Map<String, @Nullable Object>> state) {
      List<String> broken = new ArrayList<>();
      Map<Object, Integer> emails = new HashMap<>();
      Map<Object, Integer> likes = new HashMap<>();
      Map<Object, Integer> sinces = new HashMap<>();
      state.forEach(
          (id, entity) -> {
            Object email = entity.get("email");
            if (email != null) {
              emails.merge(email, 1, Integer::sum);
            }
            Object since = form.has(Change.UNIQUE_SINCE) ? entity.get("since") : null;
            if (since != null) {
              sinces.merge(since, 1, Integer::sum);
            }
            if (form.has(Change.RANGE) && entity.get("age") instanceof Integer age && age > 1) {
              broken.add("ValueConstraintViolation");
            }
            if (id.startsWith("Likes ")) {
              likes.merge(Objects.requireNonNull(entity.get("src")), 1, Integer::sum);
            }
          });
      for (Map<Object, Integer> counts : List.of(emails, sinces)) {
        counts.forEach(
            (value, count) -> {
              if (count > 1) {
                broken.add("UniqueViolation");
              }
            });
      }
      likes.forEach(
          (person, count) -> {
            if (count > (form.has(Change.ONE_LIKE) ? 1 : 3)) {
              broken.add("CardinalityViolation Likes " + person);
            }
          });
      return broken;
    }
  }
}
