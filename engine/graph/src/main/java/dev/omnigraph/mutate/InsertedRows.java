package dev.omnigraph.mutate;

import dev.omnigraph.error.GraphException;
import dev.omnigraph.query.Expr;
import dev.omnigraph.query.Statement;
import dev.omnigraph.row.FreshIds;
import dev.omnigraph.row.RowLayout;
import dev.omnigraph.rule.RuleError;
import dev.omnigraph.rule.Violation;
import dev.omnigraph.rule.Violations;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.schema.IdSource;
import dev.omnigraph.value.ValueException;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows that insert statements state; they depend on nothing but the arguments. */
final class InsertedRows {
  private final Catalog catalog;
  private final AssignedValues values;
  private final FreshIds ids;
  private final Map<Statement.Insert, @Nullable Object[]> rows = new IdentityHashMap<>();

  InsertedRows(Catalog catalog, AssignedValues values, IdSource ids) {
    this.catalog = catalog;
    this.values = values;
    this.ids = new FreshIds(ids);
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
    @Nullable Object[] row = layout.blank();
    for (Statement.Assignment assignment : insert.assignments()) {
      row[layout.position(assignment.property().name())] = values.of(assignment);
    }
    if (type instanceof EdgeType edge) {
      row[RowLayout.SRC] = end(edge, "from", edge.source(), insert.from());
      row[RowLayout.DST] = end(edge, "to", edge.target(), insert.to());
    }
    row[RowLayout.ID] = type.key().isPresent() ? keyed(layout, row) : given(insert);
    return row;
  }

  private Object end(EdgeType type, String field, String node, @Nullable Expr given) {
    String id = given == null ? null : values.id(given);
    return id == null ? missing(type, field) : catalog.node(node).orElseThrow().idOf(id);
  }

  private Object given(Statement.Insert insert) {
    if (insert.id() == null) {
      return ids.next().toString();
    }
    String id = values.id(insert.id());
    if (id == null) {
      return missing(insert.type(), "id");
    }
    if (!IdSource.isId(id)) {
      throw refused(
          RuleError.ID_NOT_CANONICAL,
          insert.type(),
          null,
          "id",
          "\"%s\" is not a ULID".formatted(id));
    }
    return id;
  }

  private String keyed(RowLayout layout, @Nullable Object[] row) {
    EntityType type = layout.type();
    Map<String, @Nullable Object> members = new HashMap<>();
    for (String member : type.key().orElseThrow().members()) {
      Object value = row[layout.position(member)];
      members.put(member, value == null ? missing(type, member) : value);
    }
    try {
      return type.keyedId(members);
    } catch (ValueException e) {
      throw e.in(String.join(", ", members.keySet()));
    }
  }

  /** An insert of what is there already, and may not be. */
  static GraphException exists(EntityType type, String id) {
    return refused(RuleError.KEY_CONFLICT, type, id, null, "exists already");
  }

  private static Object missing(EntityType type, String field) {
    throw refused(RuleError.REQUIRED_MISSING, type, null, field, "is required and has no value");
  }

  private static GraphException refused(
      RuleError code, EntityType type, @Nullable String id, @Nullable String field, String reason) {
    Violations violations = new Violations(null);
    violations.add(Violation.of(code, reason).in(type.name(), id).at(field));
    return violations.error();
  }
}
