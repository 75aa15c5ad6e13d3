package dev.omnigraph.exec;

import dev.omnigraph.error.GraphException;
import dev.omnigraph.exec.memory.ExecutionError;
import dev.omnigraph.plan.ConstantValues;
import dev.omnigraph.plan.Plan;
import dev.omnigraph.plan.Planner;
import dev.omnigraph.plan.TableCounts;
import dev.omnigraph.query.TypedQuery;
import dev.omnigraph.query.Window;
import dev.omnigraph.query.lang.ArgumentBinder;
import dev.omnigraph.query.lang.QueryCompiler;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.table.Pin;
import dev.omnigraph.view.View;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A read query as its caller sent it, which is compiled and planned as soon as a schema is known:
 * once for each schema, however often the state of the branch is read again. Thread-safe.
 */
public final class PreparedQuery {
  private final String source;
  private final String file;
  private final @Nullable String name;
  private final Map<String, ?> arguments;
  private final @Nullable Window window;
  private @Nullable Catalog catalog;
  private @Nullable Plan plan;

  /**
   * @param source {@code .gq} text
   * @param file display name of the source in messages
   * @param name of the query; null when the source has only one
   * @param arguments JSON-shaped values by parameter name
   * @param window the part of the answer that is asked for; null for all of it
   */
  public PreparedQuery(
      String source,
      String file,
      @Nullable String name,
      Map<String, ?> arguments,
      @Nullable Window window) {
    this.source = source;
    this.file = file;
    this.name = name;
    this.arguments = arguments;
    this.window = window;
  }

  /**
   * The types whose tables it reads, so that they can be opened early.
   *
   * @throws GraphException a mistake in the source, {@code query_writes}
   */
  public Set<EntityType> types(View view) {
    return plan(view).types();
  }

  /** The plan for the view, or for an earlier state with the same schema, which is as right. */
  synchronized Plan plan(View view) {
    Plan known = plan;
    if (known == null || !view.catalog().equals(catalog)) {
      known = plan(windowed(read(view.catalog()), view), view);
      catalog = view.catalog();
      plan = known;
    }
    return known;
  }

  /** A plan by what the view's pins say of its tables; reads nothing. */
  static Plan plan(TypedQuery.Read query, View view) {
    return Planner.plan(
        query,
        view.catalog(),
        type -> {
          Pin pin = view.pins().get(type.tableId());
          return pin == null ? TableCounts.NONE : new TableCounts(pin.rows(), pin.values());
        });
  }

  /** The arguments as the query declares them, and the time that it is asked at. */
  ConstantValues constants(TypedQuery.Read query, View view) {
    return new ConstantValues(
        ArgumentBinder.bind(query.parameters(), arguments),
        window == null ? view.now() : window.now());
  }

  /** The window is known before the plan, which seeks no more than is asked for. */
  private TypedQuery.Read windowed(TypedQuery.Read query, View view) {
    if (window == null) {
      return query;
    }
    ConstantValues constants = constants(query, view);
    long limit = AnswerOperator.limit(query, constants);
    long offset = AnswerOperator.offset(query, constants);
    long rest = Math.max(0, limit - Math.min(limit, window.offset()));
    long start =
        offset > Long.MAX_VALUE - window.offset() ? Long.MAX_VALUE : offset + window.offset();
    return query.within(Math.min(rest, window.limit()), start);
  }

  private TypedQuery.Read read(Catalog inForce) {
    TypedQuery query = QueryCompiler.query(source, file, name, inForce);
    if (query instanceof TypedQuery.Read read) {
      return read;
    }
    throw GraphException.of(
            ExecutionError.QUERY_WRITES,
            "The query `%s` writes, and this call only reads.".formatted(query.name()))
        .with("query", query.name())
        .build();
  }
}
