package dev.omnigraph.exec;

import dev.omnigraph.id.CommitId;
import dev.omnigraph.query.TypedQuery;
import dev.omnigraph.query.ValueType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a read query.
 *
 * @param commitId the logical commit it was read at
 * @param rows in order; values in the Java form of {@code query.Expr.Literal}, a whole entity as a
 *     map of {@code id}, endpoints and properties in the order of its type
 * @param rowCount of the answer, also when its rows were given away one by one
 */
public record QueryAnswer(
    String query,
    CommitId commitId,
    List<Column> columns,
    List<List<@Nullable Object>> rows,
    long rowCount,
    QueryReport report) {

  QueryAnswer with(List<List<@Nullable Object>> kept) {
    return new QueryAnswer(query, commitId, columns, kept, rowCount, report);
  }

  /** The same for whoever may not know how it is run. */
  public QueryAnswer withoutReport() {
    return new QueryAnswer(query, commitId, columns, rows, rowCount, QueryReport.NONE);
  }

  /** The same with its first rows only. */
  public QueryAnswer first(int count) {
    return new QueryAnswer(query, commitId, columns, rows.subList(0, count), count, report);
  }

  /** The columns of a query's answer. */
  static List<Column> columns(TypedQuery.Read query) {
    return query.columns().stream()
        .map(column -> new Column(column.name(), column.value().type()))
        .toList();
  }

  /** A column of the answer. */
  public record Column(String name, ValueType type) {}
}
