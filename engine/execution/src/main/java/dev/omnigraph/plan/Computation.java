package dev.omnigraph.plan;

import dev.omnigraph.error.GraphException;
import dev.omnigraph.query.Expr;
import dev.omnigraph.query.ValueType;
import dev.omnigraph.value.PropertyType;
import dev.omnigraph.value.ValueError;
import dev.omnigraph.value.ValueException;
import dev.omnigraph.value.ValueOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Expressions as functions of rows, with values in Java form: the one meaning that they have
 * wherever they stand. A condition is true, false or null. Arguments are computed from the left,
 * and what needs one that is null computes no more. What has no variable is computed once: if a row
 * reaches it, or when a scan, an order or an aggregate begins that needs it.
 */
public final class Computation {
  /** The rows, or groups of rows, that expressions speak of, by their numbers. */
  public interface Rows {
    /**
     * The values of a property, an id, an entity, a block, what was sought, or of groups of an
     * aggregate.
     */
    IntFunction<@Nullable Object> values(Expr leaf);

    /** Where there is one, which takes less than to read it. */
    IntPredicate presence(Expr leaf);
  }

  private final ConstantValues arguments;
  private final Rows rows;

  private Computation(ConstantValues arguments, Rows rows) {
    this.arguments = arguments;
    this.rows = rows;
  }

  /**
   * The function throws a {@link GraphException} where the expression has no value that its type
   * holds: {@code out_of_range}, {@code division_by_zero}, {@code bad_duration}.
   */
  public static IntFunction<@Nullable Object> of(Expr expr, ConstantValues arguments, Rows rows) {
    return new Computation(arguments, rows).compile(expr);
  }

  /** Whether values in an order meet a comparison. */
  public static boolean holds(Expr.Compare.Op op, int order) {
    return switch (op) {
      case EQ -> order == 0;
      case NE -> order != 0;
      case LT -> order < 0;
      case GT -> order > 0;
      case LE -> order <= 0;
      case GE -> order >= 0;
    };
  }

  private IntFunction<@Nullable Object> compile(Expr expr) {
    return switch (expr) {
      case Expr.Literal literal -> row -> literal.value();
      case Expr.Param param -> {
        Object value = arguments.values().get(param.name());
        yield row -> value;
      }
      case Expr.Now now -> row -> arguments.now();
      case Expr.Prop prop -> rows.values(prop);
      case Expr.Meta meta -> rows.values(meta);
      case Expr.Whole whole -> rows.values(whole);
      case Expr.Search search -> rows.values(search);
      case Expr.Fusion fusion -> rows.values(fusion);
      case Expr.Aggregate aggregate -> rows.values(aggregate);
      case Expr.Block block -> rows.values(block);
      default -> ConstantValues.isConstant(expr) ? once(computed(expr)) : computed(expr);
    };
  }

  private IntFunction<@Nullable Object> computed(Expr expr) {
    return switch (expr) {
      case Expr.And and -> connective(and.terms(), false);
      case Expr.Or or -> connective(or.terms(), true);
      case Expr.Not not -> {
        IntFunction<@Nullable Object> term = compile(not.term());
        yield row -> term.apply(row) instanceof Boolean truth ? !truth : null;
      }
      case Expr.IsNull isNull -> isNull(isNull.value());
      case Expr.Compare compare ->
          strict(compare, (a, b) -> holds(compare.op(), ValueOrder.compare(a, b)));
      case Expr.Contains contains -> contains(contains);
      case Expr.StartsWith starts ->
          strict(starts, (text, prefix) -> ((String) text).startsWith((String) prefix));
      case Expr.Arithmetic arithmetic ->
          strict(
              arithmetic,
              (a, b) -> ScalarFunctions.arithmetic(arithmetic.op(), type(arithmetic), a, b));
      case Expr.Shift shift ->
          strict(
              shift,
              (time, duration) -> ScalarFunctions.shift(time, shift.back(), (String) duration));
      case Expr.Call call when call.function() == Expr.Call.Function.COALESCE -> coalesce(call);
      case Expr.Call call ->
          strictly(call, values -> ScalarFunctions.call(call.function(), type(call), values));
      default -> throw new IllegalArgumentException("Not computed: " + expr);
    };
  }

  private IntFunction<@Nullable Object> isNull(Expr value) {
    if (value instanceof Expr.Prop || value instanceof Expr.Meta || value instanceof Expr.Whole) {
      IntPredicate presence = rows.presence(value);
      return row -> !presence.test(row);
    }
    IntFunction<@Nullable Object> values = compile(value);
    return row -> values.apply(row) == null;
  }

  /** Ends at the first term that has the value which decides; else null if any term is. */
  private IntFunction<@Nullable Object> connective(List<Expr> terms, boolean decides) {
    List<IntFunction<@Nullable Object>> compiled = terms.stream().map(this::compile).toList();
    return row -> {
      boolean known = true;
      for (IntFunction<@Nullable Object> term : compiled) {
        Object value = term.apply(row);
        if (value == null) {
          known = false;
        } else if (value.equals(decides)) {
          return decides;
        }
      }
      return known ? !decides : null;
    };
  }

  private IntFunction<@Nullable Object> contains(Expr.Contains contains) {
    IntFunction<@Nullable Object> subject = compile(contains.subject());
    if (!ConstantValues.isConstant(contains.subject())
        || !(type(contains.subject()) instanceof PropertyType.ListOf)) {
      return strict(contains, Computation::contains);
    }
    // Put in order once: there may be thousands of values, and more rows.
    IntFunction<@Nullable Object> among =
        once(row -> subject.apply(row) instanceof List<?> list ? set(list) : null);
    IntFunction<@Nullable Object> part = compile(contains.part());
    return row -> {
      NavigableSet<?> values = (NavigableSet<?>) among.apply(row);
      Object value = values == null ? null : part.apply(row);
      return values == null || value == null ? null : values.contains(value);
    };
  }

  private static NavigableSet<Object> set(List<?> list) {
    NavigableSet<Object> set = new TreeSet<>(ValueOrder::compare);
    set.addAll(list);
    return set;
  }

  private static boolean contains(Object subject, Object part) {
    return subject instanceof String text
        ? text.contains((String) part)
        : ((List<?>) subject).stream().anyMatch(element -> ValueOrder.equal(element, part));
  }

  private IntFunction<@Nullable Object> coalesce(Expr.Call call) {
    List<IntFunction<@Nullable Object>> compiled =
        call.arguments().stream().map(this::compile).toList();
    return row -> {
      for (IntFunction<@Nullable Object> argument : compiled) {
        Object value = argument.apply(row);
        if (value != null) {
          return told(call, List.of(value), values -> ScalarFunctions.as(type(call), value));
        }
      }
      return null;
    };
  }

  private IntFunction<@Nullable Object> strict(Expr expr, BinaryOperator<Object> operator) {
    return strictly(expr, values -> operator.apply(values.getFirst(), values.getLast()));
  }

  /** Null for a null part. */
  private IntFunction<@Nullable Object> strictly(
      Expr expr, Function<List<Object>, @Nullable Object> function) {
    List<IntFunction<@Nullable Object>> compiled =
        expr.parts().stream().map(this::compile).toList();
    return row -> {
      List<Object> values = new ArrayList<>(compiled.size());
      for (IntFunction<@Nullable Object> part : compiled) {
        Object value = part.apply(row);
        if (value == null) {
          return null;
        }
        values.add(value);
      }
      return told(expr, values, function);
    };
  }

  /** Says of an error where it came about. */
  private static @Nullable Object told(
      Expr expr, List<Object> values, Function<List<Object>, @Nullable Object> function) {
    try {
      return function.apply(values);
    } catch (ValueException e) {
      String text = ExprText.of(expr);
      String of = values.stream().map(ExprText::value).collect(Collectors.joining(" and "));
      throw GraphException.of(e.errorCode(), "`%s` of %s: %s.".formatted(text, of, e.getMessage()))
          .next(
              e.is(ValueError.OUT_OF_RANGE)
                  ? "Keep such values from it with a condition before it, or compute with smaller ones."
                  : e.errorCode().nextStep())
          .with("expression", text)
          .with("line", expr.span().line())
          .with("column", expr.span().column())
          .cause(e)
          .build();
    }
  }

  private static IntFunction<@Nullable Object> once(IntFunction<@Nullable Object> constant) {
    return new IntFunction<>() {
      private @Nullable Object value;
      private boolean known;

      @Override
      public @Nullable Object apply(int row) {
        if (!known) {
          value = constant.apply(row);
          known = true;
        }
        return value;
      }
    };
  }

  private static PropertyType type(Expr expr) {
    return expr.type() instanceof ValueType.Value(var type, var nullable)
        ? type
        : PropertyType.Scalar.STRING;
  }
}
