package dev.omnigraph.plan;

import dev.omnigraph.query.Expr;
import dev.omnigraph.query.ValueType;
import dev.omnigraph.query.Variable;
import dev.omnigraph.value.PropertyType.Scalar;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Conditions that hold together, one by one, in any order. */
public final class Conjuncts {
  private Conjuncts() {}

  /**
   * The terms of nested {@code and}s. One that can fail has those before it with it that may be
   * decided later than it.
   */
  public static List<Expr> of(Expr condition) {
    List<Expr> terms = stream(condition).toList();
    List<Expr> conjuncts = new ArrayList<>();
    for (int i = 0; i < terms.size(); i++) {
      conjuncts.add(canFail(terms.get(i)) ? guarded(terms.subList(0, i + 1)) : terms.get(i));
    }
    return conjuncts;
  }

  private static Stream<Expr> stream(Expr condition) {
    return switch (condition) {
      case Expr.And and -> and.terms().stream().flatMap(Conjuncts::stream);
      case Expr.Not(Expr.Or or, var type, var span) ->
          or.terms().stream().flatMap(term -> stream(new Expr.Not(term, type, span)));
      case Expr.Not(Expr.Not(var term, var t, var s), var type, var span) -> stream(term);
      default -> Stream.of(condition);
    };
  }

  /**
   * The last term after those before it that are not decided anyhow before anything is computed
   * from its variables: all but conditions on a single one of them, without a block.
   */
  private static Expr guarded(List<Expr> terms) {
    Expr last = terms.getLast();
    Set<Variable> known = References.variables(last);
    List<Expr> guarded = new ArrayList<>();
    for (Expr term : terms) {
      Set<Variable> used = References.variables(term);
      if (term == last
          || used.size() != 1
          || !known.containsAll(used)
          || References.hasBlock(term)) {
        guarded.add(term);
      }
    }
    return guarded.size() == 1 ? last : new Expr.And(guarded, last.type(), last.span());
  }

  /** The same conditions in an order in which those that can fail are tried on the fewest rows. */
  public static List<Expr> safeFirst(List<Expr> conditions) {
    return conditions.stream().sorted(Comparator.comparing(Conjuncts::canFail)).toList();
  }

  /**
   * Whether there may be values for which the expression cannot be computed. A block is computed
   * for all rows there are, whatever stands before it, so nothing guards it.
   */
  public static boolean canFail(Expr expr) {
    boolean itself =
        switch (expr) {
          case Expr.Arithmetic arithmetic ->
              !(arithmetic.type() instanceof ValueType.Value(var type, var nullable)
                  && type == Scalar.STRING);
          case Expr.Shift shift -> true;
          case Expr.Call call ->
              switch (call.function()) {
                case ABS, ROUND, FLOOR, CEIL, INT, DATE, COALESCE, LEAST, GREATEST -> true;
                case LOWER, UPPER, TRIM, SIZE, YEAR, MONTH, DAY, STRING, FLOAT, DATETIME -> false;
              };
          default -> false;
        };
    return itself || expr.parts().stream().anyMatch(Conjuncts::canFail);
  }
}
