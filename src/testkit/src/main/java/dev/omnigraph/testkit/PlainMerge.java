package dev.omnigraph.testkit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A three-way merge of whole states, as anybody would write it who need not care what it costs. A
 * state is every entity by type and id, {@code Person ann}, with its values by name; an edge has
 * {@code src} and {@code dst}.
 */
public final class PlainMerge {
  private static final Object UNKNOWN = new Object();

  private final Map<String, Map<String, @Nullable Object>> base;
  private final Map<String, Map<String, @Nullable Object>> ours;
  private final Map<String, Map<String, @Nullable Object>> theirs;
  private final Side prefer;
  private final Rules rules;
  private final Map<String, Side> decided = new HashMap<>();
  private final SortedSet<String> conflicts = new TreeSet<>();

  private PlainMerge(
      Map<String, Map<String, @Nullable Object>> base,
      Map<String, Map<String, @Nullable Object>> ours,
      Map<String, Map<String, @Nullable Object>> theirs,
      Side prefer,
      Rules rules) {
    this.base = base;
    this.ours = ours;
    this.theirs = theirs;
    this.prefer = prefer;
    this.rules = rules;
  }

  /** Which side decides where both changed the same; neither makes it a conflict. */
  public enum Side {
    NONE,
    SOURCE,
    TARGET
  }

  /** What a schema demands. */
  public interface Rules {
    /** The nodes that an edge leads from and to; none for a node. */
    List<String> ends(String id, Map<String, ? extends @Nullable Object> entity);

    /** What breaks a rule between entities, each in words of its own; edges without nodes aside. */
    List<String> broken(Map<String, Map<String, @Nullable Object>> state);
  }

  /**
   * How it ends.
   *
   * @param state what is merged; of no use with conflicts
   * @param conflicts in their order, each its kind and the entity, {@code DivergentUpdate Person
   *     ann}; broken rules only when there is nothing else
   */
  public record Ended(
      Map<String, Map<String, @Nullable Object>> state, SortedSet<String> conflicts) {}

  /** Merges {@code theirs}, the source, into {@code ours}, the target. */
  public static Ended of(
      Map<String, Map<String, @Nullable Object>> base,
      Map<String, Map<String, @Nullable Object>> ours,
      Map<String, Map<String, @Nullable Object>> theirs,
      Side prefer,
      Rules rules) {
    PlainMerge merge = new PlainMerge(base, ours, theirs, prefer, rules);
    return new Ended(merge.run(), merge.conflicts);
  }

  /**
   * The base that two bases have in common: what merging them would give, and values that nothing
   * is equal to where they conflict.
   */
  public static Map<String, Map<String, @Nullable Object>> commonBase(
      Map<String, Map<String, @Nullable Object>> base,
      Map<String, Map<String, @Nullable Object>> one,
      Map<String, Map<String, @Nullable Object>> other) {
    Map<String, Map<String, @Nullable Object>> merged = new TreeMap<>();
    for (String id : all(one, other)) {
      Map<String, @Nullable Object> image = commonImage(base.get(id), one.get(id), other.get(id));
      if (image != null) {
        merged.put(id, image);
      }
    }
    return merged;
  }

  private static @Nullable Map<String, @Nullable Object> commonImage(
      @Nullable Map<String, @Nullable Object> base,
      @Nullable Map<String, @Nullable Object> one,
      @Nullable Map<String, @Nullable Object> other) {
    if (Objects.equals(one, other) || Objects.equals(base, other)) {
      return one;
    }
    if (Objects.equals(base, one)) {
      return other;
    }
    if (one == null || other == null) {
      Map<String, @Nullable Object> unknown = new TreeMap<>(one == null ? there(other) : one);
      unknown.replaceAll((name, value) -> UNKNOWN);
      return unknown;
    }
    Map<String, @Nullable Object> image = new TreeMap<>(one);
    for (String name : one.keySet()) {
      Object before = base == null ? null : base.get(name);
      Object mine = one.get(name);
      Object yours = other.get(name);
      if (!Objects.equals(mine, yours) && !Objects.equals(before, yours)) {
        image.put(name, Objects.equals(before, mine) ? yours : UNKNOWN);
      }
    }
    return image;
  }

  private Map<String, Map<String, @Nullable Object>> run() {
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
      if (orphans.isEmpty() || prefer == Side.NONE) {
        orphans.keySet().forEach(id -> conflicts.add("OrphanEdge " + id));
        if (conflicts.isEmpty()) {
          conflicts.addAll(rules.broken(merged));
        }
        return merged;
      }
      orphans.forEach(
          (edge, node) -> {
            boolean sourceHasEdge = !Objects.equals(ours.get(edge), merged.get(edge));
            boolean keepsEdge = sourceHasEdge == (prefer == Side.SOURCE);
            decided.put(keepsEdge ? node : edge, prefer);
          });
    }
  }

  private @Nullable Map<String, @Nullable Object> decide(String id) {
    Map<String, @Nullable Object> b = base.get(id);
    Map<String, @Nullable Object> o = ours.get(id);
    Map<String, @Nullable Object> t = theirs.get(id);
    Side side = decided.get(id);
    if (side != null) {
      return side == Side.SOURCE ? t : o;
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
    return b == null && !isEdge ? undecided("DivergentInsert " + id, o, t) : both(id, b, o, t);
  }

  /** An entity that both changed, property by property. */
  private @Nullable Map<String, @Nullable Object> both(
      String id,
      @Nullable Map<String, @Nullable Object> b,
      Map<String, @Nullable Object> o,
      Map<String, @Nullable Object> t) {
    Map<String, @Nullable Object> merged = new TreeMap<>(o);
    boolean conflicting = false;
    for (String name : o.keySet()) {
      Object before = b == null ? null : b.get(name);
      if (Objects.equals(o.get(name), t.get(name)) || Objects.equals(before, t.get(name))) {
        continue;
      }
      if (Objects.equals(before, o.get(name)) || prefer == Side.SOURCE) {
        merged.put(name, t.get(name));
      } else {
        conflicting |= prefer == Side.NONE;
      }
    }
    return conflicting
        ? undecided((b == null ? "DivergentInsert " : "DivergentUpdate ") + id, o, t)
        : merged;
  }

  private @Nullable Map<String, @Nullable Object> undecided(
      String conflict,
      @Nullable Map<String, @Nullable Object> o,
      @Nullable Map<String, @Nullable Object> t) {
    if (prefer == Side.NONE) {
      conflicts.add(conflict);
      return o;
    }
    return prefer == Side.SOURCE ? t : o;
  }

  /** Edges without one of their nodes, and that node. */
  private Map<String, String> orphans(Map<String, Map<String, @Nullable Object>> merged) {
    Map<String, String> orphans = new TreeMap<>();
    merged.forEach(
        (id, entity) -> {
          for (String end : rules.ends(id, entity)) {
            if (!merged.containsKey(end)) {
              orphans.putIfAbsent(id, end);
            }
          }
        });
    return orphans;
  }

  private static Map<String, @Nullable Object> there(
      @Nullable Map<String, @Nullable Object> image) {
    return Objects.requireNonNull(image, "one of two is there");
  }

  private static Set<String> all(Map<String, ?> one, Map<String, ?> other) {
    Set<String> all = new TreeSet<>(one.keySet());
    all.addAll(other.keySet());
    return all;
  }
}
