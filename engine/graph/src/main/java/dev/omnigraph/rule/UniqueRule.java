package dev.omnigraph.rule;

import dev.omnigraph.row.CommittedRows;
import dev.omnigraph.row.CommittedState;
import dev.omnigraph.row.TableDelta;
import dev.omnigraph.schema.Constraint;
import dev.omnigraph.schema.Property;
import dev.omnigraph.table.ArrowSchemas;
import dev.omnigraph.table.ArrowValues;
import dev.omnigraph.value.PropertyType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** No two entities share a unique tuple; a tuple with a null in it is shared by nobody. */
final class UniqueRule {
  private final TableDelta delta;
  private final CommittedState committed;

  UniqueRule(TableDelta delta, CommittedState committed) {
    this.delta = delta;
    this.committed = committed;
  }

  /** Whether the rule applied: the write gives a value that must be unique. */
  boolean check(Violations violations) {
    boolean applied = false;
    for (Constraint constraint : delta.type().constraints()) {
      if (constraint instanceof Constraint.Unique unique && touched(unique)) {
        applied |= check(unique, violations);
      }
    }
    return applied;
  }

  private boolean touched(Constraint.Unique unique) {
    return unique.members().stream().anyMatch(m -> delta.touches(delta.layout().position(m)));
  }

  private boolean check(Constraint.Unique unique, Violations violations) {
    List<String> members = unique.members();
    Map<List<Object>, Integer> written = checkWritten(unique, violations);
    if (written.isEmpty()) {
      return false;
    }
    lookUp(
        members,
        written.keySet(),
        (id, tuple) -> {
          Integer row = written.get(tuple);
          if (row != null && !delta.supersedes(id)) {
            violations.add(violation(row, members, id, ""));
          }
        });
    return true;
  }

  /** Of the rows of the delta alone: the first row of each tuple. */
  private Map<List<Object>, Integer> checkWritten(Constraint.Unique unique, Violations violations) {
    List<String> members = unique.members();
    Map<List<Object>, Integer> written = new HashMap<>();
    for (int row : delta.liveRows()) {
      List<Object> tuple = tuple(members, m -> delta.get(row, delta.layout().position(m)));
      Integer other = tuple == null ? null : written.putIfAbsent(tuple, row);
      if (other != null) {
        String line = delta.line(other) > 0 ? " on line " + delta.line(other) : "";
        violations.add(violation(row, members, delta.id(other), line));
      }
    }
    return written;
  }

  private interface Found {
    void accept(String id, List<Object> tuple);
  }

  private void lookUp(List<String> members, Set<List<Object>> tuples, Found found) {
    List<String> columns = new ArrayList<>(members);
    columns.add(ArrowSchemas.ID);
    CommittedRows.Visitor visitor =
        (batch, row) -> {
          List<Object> tuple = tuple(members, m -> ArrowValues.get(batch.getVector(m), row));
          if (tuple != null) {
            found.accept(CommittedRows.text(batch, ArrowSchemas.ID, row), tuple);
          }
        };
    int best = mostSelective(members);
    if (best < 0) {
      committed.all(delta.type(), columns, visitor);
      return;
    }
    Set<Object> values = new HashSet<>();
    tuples.forEach(t -> values.add(t.get(best)));
    committed.sharing(delta.type(), columns, members.get(best), values, visitor);
  }

  /** The member to look rows up by, or -1 when none has scalar values. */
  private int mostSelective(List<String> members) {
    int best = -1;
    int bestScore = 0;
    for (int i = 0; i < members.size(); i++) {
      int score = selectivity(delta.layout().propertyAt(delta.layout().position(members.get(i))));
      if (score > bestScore) {
        best = i;
        bestScore = score;
      }
    }
    return best;
  }

  private static int selectivity(@Nullable Property property) {
    if (property == null) {
      return 4;
    }
    return switch (property.type()) {
      case PropertyType.Scalar scalar ->
          scalar == PropertyType.Scalar.BOOL ? 1 : property.isIndexed() ? 5 : 3;
      case PropertyType.Enumeration enumeration -> 2;
      case PropertyType.Vector vector -> 0;
      case PropertyType.ListOf list -> 0;
      case PropertyType.Blob blob -> 0;
    };
  }

  static @Nullable List<Object> tuple(
      List<String> members, Function<String, @Nullable Object> value) {
    List<Object> tuple = new ArrayList<>(members.size());
    for (String member : members) {
      Object one = value.apply(member);
      if (one == null) {
        return null;
      }
      tuple.add(one instanceof float[] vector ? Arrays.toString(vector) : one);
    }
    return tuple;
  }

  private Violation violation(int row, List<String> members, String otherId, String where) {
    return violation(delta.type().name(), delta.id(row), members, otherId, where)
        .onLine(delta.line(row));
  }

  /**
   * @param where the other one is, or empty
   */
  static Violation violation(
      String type, String id, List<String> members, String otherId, String where) {
    return Violation.of(
            RuleError.UNIQUE_VIOLATION,
            "has the same value as \"%s\"%s, and must be unique"
                .formatted(Violation.shorten(otherId), where))
        .in(type, id)
        .at(String.join(", ", members));
  }
}
