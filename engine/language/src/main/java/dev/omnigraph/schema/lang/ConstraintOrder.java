package dev.omnigraph.schema.lang;

import dev.omnigraph.schema.Constraint;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * One order for the constraints of a type and for the members of each, so that the same rules
 * written in another order are the same schema.
 *
 * @param ids stable ids by property name
 */
record ConstraintOrder(boolean onEdge, Map<String, Integer> ids) {

  /** Endpoints first, then properties by stable id. */
  Comparator<String> members() {
    return Comparator.comparingInt(this::position);
  }

  /** Key, then uniques, ranges and checks, each by its members. */
  Comparator<Constraint> constraints() {
    Comparator<Constraint> byMembers = (a, b) -> Arrays.compare(rank(a), rank(b));
    return byMembers.thenComparing(
        c -> c instanceof Constraint.Check(var p, var pattern) ? pattern : "");
  }

  private int position(String member) {
    if (onEdge && member.equals("src")) {
      return -2;
    }
    if (onEdge && member.equals("dst")) {
      return -1;
    }
    return ids.getOrDefault(member, 0);
  }

  private int[] rank(Constraint constraint) {
    return switch (constraint) {
      case Constraint.Key key -> rank(0, key.members());
      case Constraint.Unique(var members) -> rank(1, members);
      case Constraint.Range(var property, var min, var max) -> rank(2, List.of(property));
      case Constraint.Check(var property, var pattern) -> rank(3, List.of(property));
    };
  }

  private int[] rank(int kind, List<String> members) {
    return IntStream.concat(IntStream.of(kind), members.stream().mapToInt(this::position))
        .toArray();
  }
}
