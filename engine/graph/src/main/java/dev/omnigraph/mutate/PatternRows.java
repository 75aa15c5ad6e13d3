package dev.omnigraph.mutate;

import dev.omnigraph.exec.QueryRunner;
import dev.omnigraph.id.TableId;
import dev.omnigraph.query.Clause;
import dev.omnigraph.query.Expr;
import dev.omnigraph.query.TypedQuery;
import dev.omnigraph.query.ValueType;
import dev.omnigraph.query.Variable;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.NodeType;
import dev.omnigraph.value.PropertyType.Scalar;
import dev.omnigraph.view.View;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Finds what statements with patterns are about, by a query of the committed state. */
final class PatternRows {
  private final View view;
  private final Map<String, @Nullable Object> arguments;
  private final QueryRunner runner;
  private final Set<TableId> reads = new HashSet<>();

  PatternRows(View view, Map<String, @Nullable Object> arguments, QueryRunner runner) {
    this.view = view;
    this.arguments = arguments;
    this.runner = runner;
  }

  /** The tables that were looked at, and so decided what is written. */
  Set<TableId> reads() {
    return reads;
  }

  /**
   * Gives the id of every entity that the condition matches, with the values of expressions.
   *
   * @param variables of a statement
   */
  void forEach(
      List<Variable> variables,
      Expr condition,
      List<Expr> values,
      BiConsumer<String, List<@Nullable Object>> consumer) {
    Variable row = variables.getFirst();
    List<Variable> all = new ArrayList<>(variables);
    Clause bind =
        switch (row.type()) {
          case NodeType node -> new Clause.Bind(row, condition.span());
          case EdgeType edge ->
              new Clause.Traverse(
                  end(edge.source(), all),
                  row,
                  List.of(new Clause.Traverse.Edge(edge, Clause.Traverse.Direction.OUT)),
                  1,
                  1,
                  end(edge.target(), all),
                  condition.span());
        };
    List<TypedQuery.Column> columns = new ArrayList<>();
    ValueType id = new ValueType.Value(Scalar.STRING, false);
    columns.add(
        new TypedQuery.Column("id", new Expr.Meta(row, Expr.Meta.Field.ID, id, condition.span())));
    values.forEach(value -> columns.add(new TypedQuery.Column("v" + columns.size(), value)));
    TypedQuery.Read query =
        new TypedQuery.Read(
            "rows",
            Optional.empty(),
            List.of(),
            all,
            List.of(bind, new Clause.Where(condition, condition.span())),
            false,
            columns,
            null,
            List.of(),
            null,
            null);
    runner
        .run(
            query,
            arguments,
            view,
            found ->
                consumer.accept(String.valueOf(found.getFirst()), found.subList(1, found.size())))
        .forEach(type -> reads.add(type.tableId()));
  }

  /** An end of an edge that nothing is asked of. */
  private Variable end(String type, List<Variable> all) {
    NodeType node = view.catalog().node(type).orElseThrow();
    Variable end = new Variable(all.size(), "_", Variable.Kind.ENTITY, node, false);
    all.add(end);
    return end;
  }
}
