package dev.omnigraph.query;

import dev.omnigraph.lang.Span;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.schema.Property;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement of a mutation. Conditions speak of {@code variable}, the entity at hand. */
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
  record Update(Variable variable, List<Assignment> assignments, Expr condition, Span span)
      implements Statement {
    public Update {
      assignments = List.copyOf(assignments);
    }
  }

  /** Deletes every entity that the condition matches; a node takes its edges with it. */
  record Delete(Variable variable, Expr condition, Span span) implements Statement {}
}
