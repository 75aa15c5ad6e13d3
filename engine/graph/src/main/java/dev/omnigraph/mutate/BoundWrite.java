package dev.omnigraph.mutate;

import dev.omnigraph.call.MutationRequest;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.query.TypedQuery;
import dev.omnigraph.query.lang.ArgumentBinder;
import dev.omnigraph.query.lang.QueryCompiler;
import dev.omnigraph.rule.GraphError;
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
record BoundWrite(TypedQuery.Write query, Map<String, @Nullable Object> arguments) {
  BoundWrite {
    arguments = new HashMap<>(arguments);
  }

  /**
   * Compiles the query against the schema that is in force where it will run.
   *
   * @throws GraphException if the query or an argument does not fit, {@code query_reads}
   */
  static BoundWrite of(MutationRequest request, Catalog inForce) {
    TypedQuery query =
        QueryCompiler.query(request.source(), request.file(), request.name(), inForce);
    if (query instanceof TypedQuery.Write write) {
      return new BoundWrite(write, ArgumentBinder.bind(write.parameters(), request.arguments()));
    }
    throw GraphException.of(
            GraphError.QUERY_READS,
            "The query `%s` only reads, and this call is for writes.".formatted(query.name()))
        .with("query", query.name())
        .build();
  }
}
