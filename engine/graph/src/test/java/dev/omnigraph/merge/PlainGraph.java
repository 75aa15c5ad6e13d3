package dev.omnigraph.merge;

import dev.omnigraph.call.MergeRequest.Prefer;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.merge.PlainForm.Change;
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
  private static final Object UNKNOWN = new Object();

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
    Merge merge =
        new Merge(
            base(ours, theirs, form), form.of(ours.state), form.of(theirs.state), prefer, form);
    Map<String, Map<String, @Nullable Object>> merged = merge.run();
    merge.conflicts.addAll(dropped(ours, theirs, form, prefer));
    if (!merge.conflicts.isEmpty()) {
      return new Ended("conflicts", List.copyOf(new TreeSet<>(merge.conflicts)));
    }
    branches.put(target, new Commit(merged, List.of(ours, theirs), form));
    return new Ended(forward ? "fast_forward" : "merged", List.of());
  }

  /** Puts the way from one state to another onto a branch. */
  Ended pick(
      Map<String, Map<String, @Nullable Object>> from,
      Map<String, Map<String, @Nullable Object>> to,
      String target,
      Prefer prefer) {
    Merge merge = new Merge(from, state(target), to, prefer, PlainForm.FIRST);
    Map<String, Map<String, @Nullable Object>> merged = merge.run();
    if (!merge.conflicts.isEmpty()) {
      return new Ended("conflicts", List.copyOf(new TreeSet<>(merge.conflicts)));
    }
    boolean changes = !merged.equals(state(target));
    commit(target, merged);
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
      base = mergedBase(base(first, next, form), base, form.of(next.state));
    }
    return base;
  }

  private static Map<String, Map<String, @Nullable Object>> mergedBase(
      Map<String, Map<String, @Nullable Object>> base,
      Map<String, Map<String, @Nullable Object>> one,
      Map<String, Map<String, @Nullable Object>> other) {
    Map<String, Map<String, @Nullable Object>> merged = new TreeMap<>();
    for (String id : all(one, other)) {
      Map<String, @Nullable Object> b = base.get(id);
      Map<String, @Nullable Object> x = one.get(id);
      Map<String, @Nullable Object> y = other.get(id);
      Map<String, @Nullable Object> image;
      if (Objects.equals(x, y) || Objects.equals(b, y)) {
        image = x;
      } else if (Objects.equals(b, x)) {
        image = y;
      } else if (x == null || y == null) {
        image = new TreeMap<String, @Nullable Object>(x == null ? there(y) : x);
        image.replaceAll((name, value) -> UNKNOWN);
      } else {
        image = new TreeMap<String, @Nullable Object>(x);
        for (String name : x.keySet()) {
          Object before = b == null ? null : b.get(name);
          if (!Objects.equals(x.get(name), y.get(name)) && !Objects.equals(before, y.get(name))) {
            image.put(name, Objects.equals(before, x.get(name)) ? y.get(name) : UNKNOWN);
          }
        }
      }
      if (image != null) {
        merged.put(id, image);
      }
    }
    return merged;
  }

  private static Map<String, @Nullable Object> there(
      @Nullable Map<String, @Nullable Object> image) {
    if (image == null) {
      throw new AssertionError("one of two is there");
    }
    return image;
  }

  private static Set<String> all(Map<String, ?> one, Map<String, ?> other) {
    Set<String> all = new TreeSet<>(one.keySet());
    all.addAll(other.keySet());
    return all;
  }

  /** One three-way merge. */
  private static final class Merge {
    final Map<String, Map<String, @Nullable Object>> base;
    final Map<String, Map<String, @Nullable Object>> ours;
    final Map<String, Map<String, @Nullable Object>> theirs;
    final Prefer prefer;
    final PlainForm form;
    final Map<String, Prefer> decided = new HashMap<>();
    final List<String> conflicts = new ArrayList<>();

    Merge(
        Map<String, Map<String, @Nullable Object>> base,
        Map<String, Map<String, @Nullable Object>> ours,
        Map<String, Map<String, @Nullable Object>> theirs,
        Prefer prefer,
        PlainForm form) {
      this.base = base;
      this.form = form;
      this.ours = ours;
      this.theirs = theirs;
      this.prefer = prefer;
    }

    Map<String, Map<String, @Nullable Object>> run() {
      while (true) {
        conflicts.clear();
        Map<String, Map<String, @Nullable Object>> merged = new TreeMap<>();
        for (String id : all(ours, theirs)) {
          Map<String, @Nullable Object> image = decide(id);
          if (image != null) {
            merged.put(id, image);
          }
        }
        Map<String, String> orphans = orphans(merged);
        if (orphans.isEmpty() || prefer == Prefer.NONE) {
          orphans.keySet().forEach(id -> conflicts.add("OrphanEdge " + id));
          if (conflicts.isEmpty()) {
            conflicts.addAll(Rules.broken(merged, form));
          }
          return merged;
        }
        orphans.forEach(
            (edge, node) -> {
              boolean sourceHasEdge = !Objects.equals(ours.get(edge), merged.get(edge));
              boolean keepsEdge = sourceHasEdge == (prefer == Prefer.SOURCE);
              decided.put(keepsEdge ? node : edge, prefer);
            });
      }
    }

    private @Nullable Map<String, @Nullable Object> decide(String id) {
      Map<String, @Nullable Object> b = base.get(id);
      Map<String, @Nullable Object> o = ours.get(id);
      Map<String, @Nullable Object> t = theirs.get(id);
      Prefer side = decided.get(id);
      if (side != null) {
        return side == Prefer.SOURCE ? t : o;
      }
      if (Objects.equals(o, t) || Objects.equals(b, t)) {
        return o;
      }
      if (Objects.equals(b, o)) {
        return t;
      }
      if (o == null || t == null) {
        return undecided("DeleteVsUpdate " + id, o, t);
      }
      boolean isEdge = o.containsKey("src");
      if (b == null && !isEdge) {
        return undecided("DivergentInsert " + id, o, t);
      }
      Map<String, @Nullable Object> merged = new TreeMap<String, @Nullable Object>(o);
      boolean conflicts = false;
      for (String name : o.keySet()) {
        Object before = b == null ? null : b.get(name);
        if (Objects.equals(o.get(name), t.get(name)) || Objects.equals(before, t.get(name))) {
          continue;
        }
        if (Objects.equals(before, o.get(name)) || prefer == Prefer.SOURCE) {
          merged.put(name, t.get(name));
        } else {
          conflicts |= prefer == Prefer.NONE;
        }
      }
      return conflicts
          ? undecided((b == null ? "DivergentInsert " : "DivergentUpdate ") + id, o, t)
          : merged;
    }

    private @Nullable Map<String, @Nullable Object> undecided(
        String conflict,
        @Nullable Map<String, @Nullable Object> o,
        @Nullable Map<String, @Nullable Object> t) {
      if (prefer == Prefer.NONE) {
        conflicts.add(conflict);
        return o;
      }
      return prefer == Prefer.SOURCE ? t : o;
    }

    /** Edges without one of their nodes, and that node. */
    private Map<String, String> orphans(Map<String, Map<String, @Nullable Object>> merged) {
      Map<String, String> orphans = new TreeMap<>();
      merged.forEach(
          (id, entity) -> {
            for (String end : Rules.ends(id, entity)) {
              if (!merged.containsKey(end)) {
                orphans.putIfAbsent(id, end);
              }
            }
          });
      return orphans;
    }
  }

  /** The rules of the schema of {@link RandomMergesTest}. */
  static final class Rules {
    private Rules() {}

    static List<String> ends(String id, Map<String, ? extends @Nullable Object> entity) {
      if (!entity.containsKey("src")) {
        return List.of();
      }
      String target = id.startsWith("Knows ") ? "Person " : "Doc ";
      return List.of("Person " + entity.get("src"), target + entity.get("dst"));
    }

    static List<String> broken(Map<String, Map<String, @Nullable Object>> state, PlainForm form) {
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
