package dev.omnigraph.soak;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** What each operation means, said once more in a few lines of plain Java. */
final class Meaning {
  private Meaning() {}

  /** What an operation does to a state. */
  sealed interface Effect {}

  /** A commit. */
  record Changed(State after, long nodes, long edges) implements Effect {}

  /** No commit. */
  record Same() implements Effect {}

  /** An error; which of several rules it names is not said. */
  record Broken(Set<String> codes) implements Effect {}

  /** Nothing, because two sides do not go together, in the words of the plain merge. */
  record Conflicting(SortedSet<String> conflicts) implements Effect {}

  /** What an operation about one state does to it. */
  static Effect apply(Op op, State before) {
    return switch (op) {
      case Op.Raise(String counter, long expected, long value) ->
          Objects.equals(before.rows(Town.COUNTER).get(counter), List.of(counter, expected))
              ? new Changed(before.with(Town.COUNTER, counter, counter, value), 1, 0)
              : new Same();
      case Op.Dismiss(String name) ->
          before.has(Town.PERSON, name) ? dismissed(name, before) : new Same();
      case Op.Upsert(List<Op> rows) -> checked(before, written(rows, before), -1, -1);
      case Op.Append(List<Op.Add> rows) ->
          rows.stream().anyMatch(row -> before.has(Town.PERSON, row.name()))
              ? new Broken(Set.of("key_conflict", "unique_violation"))
              : checked(before, written(rows, before), -1, -1);
      case Op.Add add -> checked(before, written(List.of(add), before), 1, 0);
      case Op.Note note -> checked(before, written(List.of(note), before), 1, 0);
      case Op.Befriend edge -> checked(before, written(List.of(edge), before), 0, 1);
      case Op.Own edge -> checked(before, written(List.of(edge), before), 0, 1);
      case Op.Put put -> checked(before, written(List.of(put), before), 1, 0);
      case Op.Optimize _, Op.Evolve _, Op.CleanUp _, Op.Read _ -> new Same();
      case Op.Fork _, Op.Drop _, Op.Merge _, Op.Pick _, Op.Restore _ ->
          throw new IllegalArgumentException("it is about several states: " + op);
    };
  }

  /** The rows that a query answers, in the order of ids. */
  static List<List<@Nullable Object>> answer(Op.Read read, State state) {
    String wanted = read.argument();
    return switch (read.query()) {
      case "people" -> List.copyOf(state.rows(Town.PERSON).values());
      case "person" -> having(state, Town.PERSON, 0, wanted);
      case "holder" -> having(state, Town.PERSON, 1, wanted);
      case "counters" -> List.copyOf(state.rows(Town.COUNTER).values());
      case "counter" -> having(state, Town.COUNTER, 0, wanted);
      case "notes" -> List.copyOf(state.rows(Town.NOTE).values());
      case "noted" -> among(state, Town.NOTE, 0, wanted);
      case "tokens" -> among(state, Town.PERSON, 2, wanted);
      case "nearest" -> nearest(state);
      case "friendships" -> List.copyOf(state.rows(Town.KNOWS).values());
      case "friends" -> having(state, Town.KNOWS, 0, wanted);
      case "possessions" -> List.copyOf(state.rows(Town.OWNS).values());
      default -> throw new IllegalArgumentException(read.query());
    };
  }

  private static List<List<@Nullable Object>> having(
      State state, String type, int column, @Nullable String value) {
    return state.rows(type).values().stream()
        .filter(row -> Objects.equals(row.get(column), value))
        .toList();
  }

  /** Whose value is one of the words. */
  private static List<List<@Nullable Object>> among(
      State state, String type, int column, @Nullable String words) {
    Set<String> wanted = Set.of(String.valueOf(words).split(" "));
    return state.rows(type).values().stream()
        .filter(row -> wanted.contains(String.valueOf(row.get(column))))
        .toList();
  }

  private static List<List<@Nullable Object>> nearest(State state) {
    return state.rows(Town.NOTE).values().stream()
        .sorted(Comparator.comparingDouble(Meaning::distance))
        .limit(Town.NEAREST)
        .toList();
  }

  private static double distance(List<@Nullable Object> note) {
    List<Double> place = Town.place(String.valueOf(note.getFirst()));
    return Math.hypot(place.get(0) - 1, place.get(1));
  }

  private static Effect checked(State before, State after, long nodes, long edges) {
    List<String> broken = after.broken();
    if (!broken.isEmpty()) {
      return new Broken(Set.copyOf(broken));
    }
    return after.equals(before) ? new Same() : new Changed(after, nodes, edges);
  }

  private static State written(List<? extends Op> rows, State before) {
    State after = before;
    for (Op row : rows) {
      after =
          switch (row) {
            case Op.Add(String name, String email, String token) ->
                after.with(Town.PERSON, name, name, email, token);
            case Op.Note(String token) -> after.with(Town.NOTE, token, token);
            case Op.Put(String counter, long value) ->
                after.with(Town.COUNTER, counter, counter, value);
            case Op.Befriend(String from, String to, String token) ->
                after.with(Town.KNOWS, Town.edge(from, to), from, to, token);
            case Op.Own(String from, String to, String token) ->
                after.with(Town.OWNS, Town.edge(from, to), from, to, token);
            default -> throw new IllegalArgumentException("not a row: " + row);
          };
    }
    return after;
  }

  private static Changed dismissed(String name, State before) {
    State after = before.without(Town.PERSON, name);
    long edges = 0;
    for (String type : List.of(Town.KNOWS, Town.OWNS)) {
      for (var edge : before.rows(type).entrySet()) {
        if (name.equals(edge.getValue().get(0)) || name.equals(edge.getValue().get(1))) {
          after = after.without(type, edge.getKey());
          edges++;
        }
      }
    }
    return new Changed(after, 1, edges);
  }
}
