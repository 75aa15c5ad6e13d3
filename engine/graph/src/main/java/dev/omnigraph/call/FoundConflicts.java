package dev.omnigraph.call;

import dev.omnigraph.call.MergeConflict.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What stands against a merge: how much in all, and a page of it. Conflicts are in order: of nodes
 * before those of edges, then by type, id and kind.
 *
 * @param counts how many there are of each kind, whatever page is shown; none without any
 * @param shown the page
 * @param next the cursor of the page after it; null when there is none
 */
public record FoundConflicts(
    Map<Kind, Long> counts, List<MergeConflict> shown, @Nullable String next) {
  public static final FoundConflicts NONE = new FoundConflicts(Map.of(), List.of(), null);

  public FoundConflicts {
    Map<Kind, Long> ordered = new EnumMap<>(Kind.class);
    ordered.putAll(counts);
    counts = Collections.unmodifiableMap(ordered);
    shown = List.copyOf(shown);
  }

  public boolean isEmpty() {
    return counts.isEmpty();
  }

  /** How many there are in all. */
  public long total() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** As details of an error and answers spell it. */
  public Map<String, @Nullable Object> json() {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    List<Map<String, @Nullable Object>> page = new ArrayList<>();
    shown.forEach(conflict -> page.add(conflict.json()));
    Map<String, Long> kinds = new LinkedHashMap<>();
    counts.forEach((kind, count) -> kinds.put(kind.text(), count));
    json.put("conflicts", page);
    json.put("conflict_count", total());
    json.put("conflict_kinds", kinds);
    if (next != null) {
      json.put("conflicts_next", next);
    }
    return json;
  }
}
