package dev.omnigraph.mutate;

import dev.omnigraph.query.TypedQuery;
import dev.omnigraph.schema.Catalog;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A write query and the values of its parameters.
 *
 * @param arguments by parameter name, in the Java form of {@code query.Expr.Literal}; a parameter
 *     left out is null
 */
public record BoundWrite(TypedQuery.Write query, Map<String, @Nullable Object> arguments) {
  public BoundWrite {
    arguments = new HashMap<>(arguments);
  }

  /** Compiles a write query against the schema that is in force where it will run. */
  @FunctionalInterface
  public interface Source {
    /**
     * @throws dev.omnigraph.error.GraphException if the query or an argument does not fit
     */
    BoundWrite against(Catalog catalog);
  }
}
