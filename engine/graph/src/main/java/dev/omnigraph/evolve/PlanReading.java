package dev.omnigraph.evolve;

import dev.omnigraph.id.TableId;
import dev.omnigraph.rule.StateCheck;
import dev.omnigraph.rule.Violation;
import dev.omnigraph.rule.Violations;
import dev.omnigraph.schema.Constraint;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.schema.NodeType;
import dev.omnigraph.schema.Property;
import dev.omnigraph.schema.SchemaPlan;
import dev.omnigraph.schema.SchemaPlan.Offender;
import dev.omnigraph.schema.SchemaPlan.Planned;
import dev.omnigraph.schema.SchemaPlan.Reading;
import dev.omnigraph.schema.SchemaStep;
import dev.omnigraph.table.ArrowSchemas;
import dev.omnigraph.table.ColumnChange;
import dev.omnigraph.table.Predicate;
import dev.omnigraph.view.View;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Asks the rows of a view about the steps of a plan that depend on them, each with no other columns
 * than its own and the id.
 */
final class PlanReading {
  /** Offenders that are told by name. */
  private static final int FIRST = 5;

  private final SchemaPlan plan;
  private final StateCheck state;
  private final Set<TableId> tables = new HashSet<>();

  PlanReading(SchemaPlan plan, View view, BufferAllocator allocator) {
    this.plan = plan;
    this.state = new StateCheck(view, allocator);
  }

  /** The plan for the view. */
  SchemaPlan read() {
    return plan.afterReading(this::reading);
  }

  /** The tables that decided. */
  Set<TableId> tables() {
    return tables;
  }

  private @Nullable Reading reading(SchemaStep step) {
    return switch (step) {
      case SchemaStep.ChangeNullability(var type, var property) ->
          columns(type, List.of(property), List.of(), nulls(type, property));
      case SchemaStep.AddConstraint(var type, var constraint) ->
          columns(type, nullable(type, members(constraint)), List.of(constraint), null);
      case SchemaStep.ChangeCardinality(var before, var type) -> cardinality(type);
      case SchemaStep.AddType(var type) when type instanceof EdgeType edge -> cardinality(edge);
      default -> null;
    };
  }

  private Reading cardinality(EdgeType edges) {
    EntityType nodes = plan.after().node(edges.source()).orElseThrow();
    long rows = state.rows(edges);
    tables.add(edges.tableId());
    if (edges.cardinality().min() > 0) {
      rows += state.rows(nodes);
      tables.add(nodes.tableId());
    }
    return reading(rows, state.cardinality(plan.after(), edges));
  }

  private @Nullable Reading columns(
      EntityType type,
      List<Property> properties,
      List<Constraint> rules,
      @Nullable Predicate only) {
    EntityType before = before(type);
    if (isRefused(type, properties)) {
      return null;
    }
    EntityType narrow = narrow(type, properties, rules);
    ColumnChange change = ColumnChange.between(before, narrow, false);
    tables.add(type.tableId());
    Violations violations =
        rules.stream().anyMatch(Constraint.Unique.class::isInstance)
            ? state.unique(before, narrow, change, (Constraint.Unique) rules.getFirst())
            : state.rows(before, narrow, change, only);
    return reading(state.rows(before), violations);
  }

  private EntityType before(EntityType type) {
    return plan.before().entities().stream()
        .filter(t -> t.id().equals(type.id()))
        .findFirst()
        .orElseThrow();
  }

  /** Whether one of the properties gets values that it cannot have. */
  private boolean isRefused(EntityType type, List<Property> properties) {
    List<String> names = properties.stream().map(Property::name).toList();
    return plan.steps().stream()
        .filter(planned -> !planned.isSupported())
        .map(Planned::step)
        .anyMatch(
            step ->
                switch (step) {
                  case SchemaStep.ChangeType(var owner, var was, var property) ->
                      owner.id().equals(type.id()) && names.contains(property.name());
                  case SchemaStep.AddProperty(var owner, var property) ->
                      owner.id().equals(type.id()) && names.contains(property.name());
                  default -> false;
                });
  }

  /** Of a property that is read for nothing but its nulls, the rows that have none are enough. */
  private Predicate nulls(EntityType type, Property property) {
    return new Predicate.IsNull(
        before(type).properties().stream()
            .filter(p -> p.id() == property.id())
            .map(Property::name)
            .findFirst()
            .orElseThrow());
  }

  /** Of a rule, which says nothing of nulls: whether there may be some is a step of its own. */
  private static List<Property> nullable(EntityType type, List<String> names) {
    return type.properties().stream()
        .filter(p -> names.contains(p.name()))
        .map(p -> new Property(p.id(), p.name(), p.type(), true, p.annotations()))
        .toList();
  }

  /** The type with these properties and rules alone; an edge without ends where none is named. */
  private static EntityType narrow(
      EntityType type, List<Property> properties, List<Constraint> rules) {
    boolean ends =
        rules.stream()
            .flatMap(rule -> members(rule).stream())
            .anyMatch(m -> m.equals(ArrowSchemas.SRC) || m.equals(ArrowSchemas.DST));
    return type instanceof EdgeType edge && ends
        ? new EdgeType(
            edge.id(),
            edge.incarnation(),
            edge.name(),
            edge.source(),
            edge.target(),
            edge.cardinality(),
            properties,
            rules,
            List.of(),
            edge.nextPropertyId())
        : new NodeType(
            type.id(),
            type.incarnation(),
            type.name(),
            List.of(),
            properties,
            rules,
            List.of(),
            type.nextPropertyId());
  }

  private static List<String> members(Constraint constraint) {
    return switch (constraint) {
      case Constraint.Key key -> key.members();
      case Constraint.Unique(var members) -> members;
      case Constraint.Range range -> List.of(range.property());
      case Constraint.Check check -> List.of(check.property());
    };
  }

  private static Reading reading(long rows, Violations violations) {
    return new Reading(
        rows,
        violations.total(),
        violations.first().stream().limit(FIRST).map(PlanReading::offender).toList());
  }

  private static Offender offender(Violation violation) {
    return new Offender(violation.id(), violation.field(), violation.reason());
  }
}
