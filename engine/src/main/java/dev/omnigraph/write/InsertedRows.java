package dev.omnigraph.write;

import dev.omnigraph.error.ErrorKind;
import dev.omnigraph.query.Statement;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.schema.IdSource;
import dev.omnigraph.schema.KeySpelling;
import dev.omnigraph.schema.ValueException;
import dev.omnigraph.validate.RowLayout;
import dev.omnigraph.validate.Violation;
import dev.omnigraph.validate.Violations;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows that insert statements state; they depend on nothing but the arguments. */
final class InsertedRows {
  private final Constants constants;
  private final IdSource ids;
  private final Map<Statement.Insert, @Nullable Object[]> rows = new IdentityHashMap<>();

  InsertedRows(Constants constants, IdSource ids) {
    this.constants = constants;
    this.ids = ids;
  }

  /** The row of a statement, the same at every call. */
  @Nullable Object[] row(Statement.Insert insert) {
    @Nullable Object[] row = rows.get(insert);
    if (row == null) {
      row = make(insert);
      rows.put(insert, row);
    }
    return row;
  }

  private @Nullable Object[] make(Statement.Insert insert) {
    EntityType type = insert.type();
    RowLayout layout = new RowLayout(type);
    @Nullable Object[] row = new @Nullable Object[layout.width()];
    for (Statement.Assignment assignment : insert.assignments()) {
      row[layout.position(assignment.property().name())] =
          constants.value(assignment.value(), assignment.property().type());
    }
    if (type instanceof EdgeType) {
      String from = insert.from() == null ? null : constants.id(insert.from());
      String to = insert.to() == null ? null : constants.id(insert.to());
      row[RowLayout.SRC] = from == null ? missing(type, "from") : from;
      row[RowLayout.DST] = to == null ? missing(type, "to") : to;
    }
    row[RowLayout.ID] = id(layout, row);
    return row;
  }

  private String id(RowLayout layout, @Nullable Object[] row) {
    EntityType type = layout.type();
    if (type.key().isEmpty()) {
      return ids.next();
    }
    Map<String, @Nullable Object> members = new HashMap<>();
    for (String member : type.key().get().members()) {
      Object value = row[layout.position(member)];
      members.put(member, value == null ? missing(type, member) : value);
    }
    try {
      return KeySpelling.id(type, members);
    } catch (ValueException e) {
      throw e.in(String.join(", ", members.keySet()));
    }
  }

  private static Object missing(EntityType type, String field) {
    Violations violations = new Violations(null);
    violations.add(
        new Violation(
            ErrorKind.INVALID,
            "required_missing",
            0,
            type.name(),
            null,
            field,
            "is required and has no value",
            null));
    violations.throwIfAny();
    throw new IllegalStateException();
  }
}
