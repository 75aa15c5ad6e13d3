package dev.omnigraph.query.lang;

import dev.omnigraph.query.lang.Syntax.Clause;
import java.util.List;

/**
 * Edges whose name is an operator too. {@code $a contains $b} is a traversal where the schema has
 * such an edge and neither side is a parameter: whole entities are not searched for text.
 */
final class EdgeWords {
  private EdgeWords() {}

  static List<Clause> resolve(List<Clause> clauses, Context context) {
    return clauses.stream().map(clause -> resolve(clause, context)).toList();
  }

  private static Clause resolve(Clause clause, Context context) {
    if (clause instanceof Syntax.Filter(Syntax.Comparison comparison, var span)
        && comparison.left() instanceof Syntax.Var from
        && comparison.right() instanceof Syntax.Var to
        && !context.parameters().containsKey(from.name())
        && !context.parameters().containsKey(to.name())
        && context.catalog().edge(comparison.operator().text()).isPresent()) {
      return new Syntax.Traverse(
          Scope.name(from),
          null,
          new Syntax.Edges(List.of(comparison.operator()), comparison.operator().span()),
          false,
          null,
          Scope.name(to),
          span);
    }
    return clause;
  }
}
