package dev.omnigraph.query;

import dev.omnigraph.lang.Span;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.schema.Property;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A statement of a mutation. Updates and deletes have variables, by slot: first that of the entity
 * at hand, which conditions and values speak of, and then those of the patterns in them.
 */
public sealed interface Statement {

  /**
   * A property and the value it gets: of an insert one without variables, of an update one that may
   * speak of the entity as it was before the statement.
   */
  record Assignment(Property property, Expr value) {}

  /**
   * Inserts an entity; upserts when its type has a key.
   *
   * @param id given for an entity whose type has no key; null when the graph makes it
   * @param from id of the source node, on edges only
   * @param to id of the target node, on edges only
   */
  record Insert(
      EntityType type,
      List<Assignment> assignments,
      @Nullable Expr id,
      @Nullable Expr from,
      @Nullable Expr to,
      Span span)
      implements Statement {
    public Insert {
      assignments = List.copyOf(assignments);
    }
  }

  /** Updates every entity that the condition matches. */
  record Update(List<Variable> variables, List<Assignment> assignments, Expr condition, Span span)
      implements Statement {
    public Update {
      variables = List.copyOf(variables);
      assignments = List.copyOf(assignments);
    }
  }

  /** Deletes every entity that the condition matches; a node takes its edges with it. */
  record Delete(List<Variable> variables, Expr condition, Span span) implements Statement {
    public Delete {
      variables = List.copyOf(variables);
    }
  }

  /** The type of the entities that it is about. */
  default EntityType type() {
    return switch (this) {
      case Insert insert -> insert.type;
      case Update update -> update.variables.getFirst().type();
      case Delete delete -> delete.variables.getFirst().type();
    };
  }

  /** The expressions that are computed of an entity at hand. */
  default List<Expr> ofEntity() {
    return switch (this) {
      case Insert insert -> List.of();
      case Update update ->
          Stream.concat(
                  Stream.of(update.condition), update.assignments.stream().map(Assignment::value))
              .toList();
      case Delete delete -> List.of(delete.condition);
    };
  }

  /** Whether patterns decide which entities it is about, or what becomes of them. */
  default boolean hasPattern() {
    return ofEntity().stream().anyMatch(Expr::hasBlock);
  }
}
