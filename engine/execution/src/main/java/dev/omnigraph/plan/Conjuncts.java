package dev.omnigraph.plan;

import dev.omnigraph.query.Expr;
import dev.omnigraph.query.ValueType;
import dev.omnigraph.query.Variable;
import dev.omnigraph.value.PropertyType.Scalar;
import dev.omnigraph.value.TimeSpan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Conditions that hold together, one by one, in any order. */
public final class Conjuncts {
  private static final long MANY = 100_000;

  private Conjuncts() {}

  /** Of more terms that can fail each would have all of those before it with it. */
  private static final int MOST_GUARDED = 8;

  /**
   * The terms of nested {@code and}s. One that can fail has those before it with it that may be
   * decided later than it; where there are many, they stay together.
   */
  public static List<Expr> of(Expr condition) {
    List<Expr> terms = stream(condition).toList();
    if (terms.stream().filter(Conjuncts::canFail).count() > MOST_GUARDED) {
      return List.of(condition);
    }
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
      if (term == last || used.size() != 1 || !known.containsAll(used) || term.hasBlock()) {
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
          case Expr.Arithmetic arithmetic -> !isSmall(arithmetic);
          case Expr.Shift shift -> !isNearToNow(shift);
          case Expr.Call call ->
              switch (call.function()) {
                case ABS, ROUND, FLOOR, CEIL, INT, DATE -> true;
                // A negative number among them is none of the type.
                case COALESCE, LEAST, GREATEST -> hasType(call, Scalar.U64);
                case LOWER, UPPER, TRIM, SIZE, YEAR, MONTH, DAY, STRING, FLOAT, DATETIME -> false;
              };
          default -> false;
        };
    return itself || expr.parts().stream().anyMatch(Conjuncts::canFail);
  }

  /** Whether integers of half the bits of the result are added or taken from each other. */
  private static boolean isSmall(Expr.Arithmetic arithmetic) {
    return (arithmetic.op() == Expr.Arithmetic.Op.ADD
            || arithmetic.op() == Expr.Arithmetic.Op.SUBTRACT)
        && hasType(arithmetic, Scalar.I64)
        && arithmetic.parts().stream().allMatch(Conjuncts::isSmall);
  }

  private static boolean isSmall(Expr expr) {
    return hasType(expr, Scalar.I32)
        || hasType(expr, Scalar.U32)
        || expr instanceof Expr.Literal(var value, var type, var span)
            && value instanceof Long number
            && number == number.intValue();
  }

  private static boolean hasType(Expr expr, Scalar wanted) {
    return expr.type() instanceof ValueType.Value(var type, var nullable) && type == wanted;
  }

  /** Whether a time is {@code now()} and a duration of some years at most, as is written often. */
  private static boolean isNearToNow(Expr.Shift shift) {
    if (!(shift.time() instanceof Expr.Now)
        || !(shift.duration() instanceof Expr.Literal(var text, var type, var span))) {
      return false;
    }
    TimeSpan duration = TimeSpan.of(String.valueOf(text));
    return Math.abs(duration.calendar().toTotalMonths()) < MANY
        && Math.abs(duration.calendar().getDays()) < MANY
        && Math.abs(duration.clock().toDays()) < MANY;
  }
}
