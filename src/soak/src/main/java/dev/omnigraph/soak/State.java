package dev.omnigraph.soak;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The town as plain maps: rows by id, by type. Immutable; the reference that the engine is compared
 * with.
 *
 * @param tables rows as the queries return them: a person is name, email, token; a counter name,
 *     value; an edge from, to, token; a note its text, by which it goes in place of its id
 */
record State(Map<String, SortedMap<String, List<@Nullable Object>>> tables) {
  static final State EMPTY = new State(Map.of());

  /** Of every entity by its type and id, and its values by name. */
  static State of(Map<String, Map<String, @Nullable Object>> entities) {
    Map<String, SortedMap<String, List<@Nullable Object>>> tables = new TreeMap<>();
    entities.forEach(
        (name, entity) -> {
          int space = name.indexOf(' ');
          String type = name.substring(0, space);
          List<@Nullable Object> row = new ArrayList<>();
          columns(type).forEach(column -> row.add(entity.get(column)));
          tables
              .computeIfAbsent(type, t -> new TreeMap<>())
              .put(name.substring(space + 1), Collections.unmodifiableList(row));
        });
    return new State(tables);
  }

  /** Every entity by its type and id, and its values by name. */
  Map<String, Map<String, @Nullable Object>> entities() {
    Map<String, Map<String, @Nullable Object>> entities = new TreeMap<>();
    tables.forEach(
        (type, rows) ->
            rows.forEach(
                (id, row) -> {
                  Map<String, @Nullable Object> entity = new TreeMap<>();
                  List<String> columns = columns(type);
                  for (int i = 0; i < columns.size(); i++) {
                    entity.put(columns.get(i), row.get(i));
                  }
                  entities.put(type + " " + id, entity);
                }));
    return entities;
  }

  private static List<String> columns(String type) {
    return Objects.requireNonNull(Town.COLUMNS.get(type), type);
  }

  /** Tables that are empty and tables that are not there are the same. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof State state
        && Town.TYPES.stream().allMatch(type -> rows(type).equals(state.rows(type)));
  }

  @Override
  public int hashCode() {
    return Town.TYPES.stream().map(this::rows).toList().hashCode();
  }

  SortedMap<String, List<@Nullable Object>> rows(String type) {
    return tables.getOrDefault(type, Collections.emptySortedMap());
  }

  boolean has(String type, String id) {
    return rows(type).containsKey(id);
  }

  State with(String type, String id, @Nullable Object... row) {
    SortedMap<String, List<@Nullable Object>> changed = new TreeMap<>(rows(type));
    changed.put(id, Collections.unmodifiableList(new ArrayList<>(Arrays.asList(row))));
    return with(type, changed);
  }

  State without(String type, String id) {
    SortedMap<String, List<@Nullable Object>> changed = new TreeMap<>(rows(type));
    changed.remove(id);
    return with(type, changed);
  }

  /** The rules of the schema that the state breaks, by the code of their error. */
  List<String> broken() {
    List<String> broken = new ArrayList<>();
    List<Object> emails =
        rows(Town.PERSON).values().stream()
            .<Object>map(row -> row.get(1))
            .filter(Objects::nonNull)
            .toList();
    if (emails.stream().distinct().count() < emails.size()) {
      broken.add("unique_violation");
    }
    if (!connected(Town.KNOWS, Town.PERSON) || !connected(Town.OWNS, Town.COUNTER)) {
      broken.add("endpoint_missing");
    }
    Map<Object, Integer> owned = new java.util.HashMap<>();
    for (List<@Nullable Object> edge : rows(Town.OWNS).values()) {
      if (owned.merge(Objects.requireNonNull(edge.get(0)), 1, Integer::sum) > Town.MOST_OWNED) {
        broken.add("cardinality");
        break;
      }
    }
    return broken;
  }

  private boolean connected(String edges, String target) {
    return rows(edges).values().stream()
        .allMatch(
            edge ->
                has(Town.PERSON, String.valueOf(edge.get(0)))
                    && has(target, String.valueOf(edge.get(1))));
  }

  private State with(String type, SortedMap<String, List<@Nullable Object>> rows) {
    Map<String, SortedMap<String, List<@Nullable Object>>> all = new TreeMap<>(tables);
    all.put(type, Collections.unmodifiableSortedMap(rows));
    return new State(all);
  }
}
