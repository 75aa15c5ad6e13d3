package dev.omnigraph.query;

import dev.omnigraph.lang.Span;
import dev.omnigraph.schema.EdgeType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One part of a {@code match}; all parts of a list hold together, in any order of evaluation. */
public sealed interface Clause {

  /** Binds a node variable to the nodes of its type; inline equalities are {@link Where}s. */
  record Bind(Variable node, Span span) implements Clause {}

  /**
   * A traversal. Without a variable of its own, or with that of a path, it gives the set of (from,
   * to) pairs at a distance of {@code min..max} hops, breadth first, each destination at most once
   * per source and visited nodes not expanded again. The source counts as visited: no cycle brings
   * it back, only a self-loop, at the first hop. A path is one of the shortest between the two: the
   * one whose nodes have the smallest ids, from {@code from} on, and whose edges have. With an edge
   * variable it is one hop and gives one row per edge.
   *
   * <p>A node variable that only traversals mention has no {@link Bind}: its type is that of its
   * end of the edge, and it ranges over all nodes of that type.
   *
   * @param along the variable of the edge or path; null for none
   * @param edges of which each hop follows any, together the nodes on the way; never empty
   */
  record Traverse(
      Variable from,
      @Nullable Variable along,
      List<Edge> edges,
      int min,
      int max,
      Variable to,
      Span span)
      implements Clause {
    public Traverse {
      edges = List.copyOf(edges);
    }

    /** Whether it gives a path for each pair. */
    public boolean hasPath() {
      return along != null && along.kind() == Variable.Kind.PATH;
    }

    /**
     * Edges of a type, as they are followed from {@code from} to {@code to}.
     *
     * @param direction {@code BOTH} only between equal types
     */
    public record Edge(EdgeType type, Direction direction) {
      /** The same edges as they are followed the other way. */
      public Edge turned() {
        return new Edge(type, direction.turned());
      }

      /** The name of the node type that it leads from. */
      public String start() {
        return direction == Direction.IN ? type.target() : type.source();
      }

      /** The name of the node type that it leads to. */
      public String end() {
        return direction == Direction.IN ? type.source() : type.target();
      }
    }

    /** Which way edges are followed. */
    public enum Direction {
      OUT,
      IN,
      BOTH;

      /** The same way as seen from the other end. */
      public Direction turned() {
        return switch (this) {
          case OUT -> IN;
          case IN -> OUT;
          case BOTH -> BOTH;
        };
      }
    }
  }

  /** A boolean condition. */
  record Where(Expr condition, Span span) implements Clause {}

  /** Keeps the rows for which the pattern has no match; it uses at least one outer variable. */
  record Not(List<Clause> clauses, Span span) implements Clause {
    public Not {
      clauses = List.copyOf(clauses);
    }
  }

  /** Left outer: its variables are null where the pattern has no match. */
  record Optionally(List<Clause> clauses, Span span) implements Clause {
    public Optionally {
      clauses = List.copyOf(clauses);
    }
  }
}
