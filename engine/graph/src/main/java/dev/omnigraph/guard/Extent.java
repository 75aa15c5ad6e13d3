package dev.omnigraph.guard;

import dev.omnigraph.access.Action;
import dev.omnigraph.schema.EntityType;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How far the rights of a caller go: to all of a branch, or to some types and stored queries. */
record Extent(Permit permit, List<? extends EntityType> types, List<String> queries) {

  /** What may be done with everything that it is about. */
  Set<Action> actions() {
    return Arrays.stream(Action.values())
        .filter(action -> isOfAll(action) && some(action).size() == all(action))
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Action.class)));
  }

  /** What may be done with some only. */
  SortedMap<Action, List<String>> parts() {
    Set<Action> whole = actions();
    SortedMap<Action, List<String>> parts = new TreeMap<>();
    for (Action action : Action.values()) {
      List<String> some = whole.contains(action) ? List.of() : some(action);
      if (!some.isEmpty()) {
        parts.put(action, some);
      }
    }
    return parts;
  }

  /** Of the branch, or of the graph where the calls that take the action are about that. */
  private boolean isOfAll(Action action) {
    return switch (action) {
      case CLEANUP, POLICY_WRITE, ADMIN -> permit.mayWithGraph(action);
      default -> permit.may(action);
    };
  }

  private int all(Action action) {
    return switch (action) {
      case READ, EXPORT, CHANGE, LOAD -> types.size();
      case INVOKE_QUERY -> queries.size();
      default -> 0;
    };
  }

  private List<String> some(Action action) {
    return switch (action) {
      case READ, EXPORT, CHANGE, LOAD ->
          types.stream()
              .filter(type -> permit.may(action, type))
              .map(EntityType::name)
              .sorted()
              .toList();
      case INVOKE_QUERY -> queries.stream().filter(permit::mayCall).sorted().toList();
      default -> List.of();
    };
  }
}
