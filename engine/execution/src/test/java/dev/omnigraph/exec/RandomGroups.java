package dev.omnigraph.exec;

import dev.omnigraph.query.Expr;
import dev.omnigraph.query.Expr.Aggregate.Function;
import dev.omnigraph.query.TypedQuery;
import dev.omnigraph.query.ValueType;
import dev.omnigraph.query.Variable;
import dev.omnigraph.schema.Property;
import dev.omnigraph.value.PropertyType;
import dev.omnigraph.value.PropertyType.ListOf;
import dev.omnigraph.value.PropertyType.Scalar;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.NullUnmarked;

/** Random aggregates, and what is computed of them and of the columns that groups are equal in. */
@NullUnmarked
final class RandomGroups {
  private static final int DEPTH = 2;

  private final Random random;
  private final RandomGraphs values;
  private final RandomExpressions expressions;
  private final List<Variable> visible;
  private final List<Expr> keys;

  RandomGroups(
      Random random,
      RandomGraphs values,
      RandomExpressions expressions,
      List<Variable> visible,
      List<TypedQuery.Column> keys) {
    this.random = random;
    this.values = values;
    this.expressions = expressions;
    this.visible = visible;
    this.keys = keys.stream().map(TypedQuery.Column::value).toList();
  }

  /** A column that has an aggregate. */
  Expr column() {
    return switch (random.nextInt(6)) {
      case 0 -> random.nextBoolean() ? collect() : entities();
      case 1 -> computed(number(DEPTH));
      case 2 -> condition(1);
      default -> aggregate();
    };
  }

  /** Something with an aggregate, by which rows can be ordered. */
  Expr orderable() {
    return random.nextBoolean() ? aggregate() : computed(number(DEPTH));
  }

  private Expr computed(Expr number) {
    return number.hasAggregate() ? number : Ir.arithmetic(number, Expr.Arithmetic.Op.ADD, count());
  }

  Expr condition(int depth) {
    return switch (random.nextInt(depth == 0 ? 3 : 6)) {
      case 0 -> Ir.isNull(extreme());
      case 1 -> {
        Expr collected = collect();
        yield Ir.contains(collected, expressions.constant(((ListOf) Ir.type(collected)).element()));
      }
      case 2 -> Ir.compare(count(), values.any(List.of(Expr.Compare.Op.values())), small());
      case 3 -> Ir.not(condition(depth - 1));
      case 4 ->
          random.nextBoolean()
              ? Ir.and(condition(depth - 1), condition(depth - 1))
              : Ir.or(condition(depth - 1), condition(depth - 1));
      default ->
          Ir.compare(
              computed(number(depth)),
              values.any(List.of(Expr.Compare.Op.values())),
              number(depth));
    };
  }

  private Expr number(int depth) {
    List<Expr> numbers =
        keys.stream()
            .filter(
                key ->
                    key.type() instanceof ValueType.Value value
                        && RandomGraphs.isNumber(value.type()))
            .toList();
    return switch (random.nextInt(depth == 0 ? 4 : 7)) {
      case 0 -> count();
      case 1 -> total();
      case 2 ->
          Ir.call(
              Expr.Call.Function.SIZE, Scalar.I64, random.nextBoolean() ? collect() : entities());
      case 3 -> numbers.isEmpty() ? small() : values.any(numbers);
      case 4 -> Ir.call(Expr.Call.Function.COALESCE, Scalar.F64, total(), small());
      default ->
          Ir.arithmetic(
              number(depth - 1),
              values.any(List.of(Expr.Arithmetic.Op.values())),
              number(depth - 1));
    };
  }

  private Expr small() {
    return Ir.literal(random.nextInt(4));
  }

  Expr aggregate() {
    return switch (random.nextInt(4)) {
      case 0 -> total();
      case 1 -> extreme();
      default -> count();
    };
  }

  private Expr total() {
    Function function = random.nextBoolean() ? Function.SUM : Function.AVG;
    return of(function, piece(true), new ValueType.Value(Scalar.F64, true));
  }

  private Expr extreme() {
    Expr argument = piece(false);
    Function function = random.nextBoolean() ? Function.MIN : Function.MAX;
    return of(function, argument, new ValueType.Value(Ir.type(argument), true));
  }

  private Expr collect() {
    Expr argument = piece(false);
    return of(
        Function.COLLECT, argument, new ValueType.Value(new ListOf(Ir.type(argument)), false));
  }

  private Expr entities() {
    Variable variable = values.any(visible);
    return of(
        Function.COLLECT, RandomQueries.whole(variable), new ValueType.Entities(variable.type()));
  }

  Expr count() {
    Variable variable = values.any(visible);
    List<Property> properties =
        variable.type().properties().stream()
            .filter(p -> !(p.type() instanceof PropertyType.Vector))
            .toList();
    Expr argument =
        switch (random.nextInt(6)) {
          case 0 -> piece(false);
          case 1, 2 ->
              properties.isEmpty()
                  ? RandomQueries.whole(variable)
                  : Ir.prop(variable, values.any(properties).name());
          default -> RandomQueries.whole(variable);
        };
    return of(Function.COUNT, argument, new ValueType.Value(Scalar.I64, false));
  }

  private Expr of(Function function, Expr argument, ValueType type) {
    return new Expr.Aggregate(function, random.nextInt(3) == 0, argument, type, Ir.AT);
  }

  /** A property of one piece, or something computed. */
  private Expr piece(boolean number) {
    Variable variable = values.any(visible);
    List<Property> fitting =
        variable.type().properties().stream()
            .filter(p -> number ? RandomGraphs.isNumber(p.type()) : RandomGraphs.isSingle(p.type()))
            .toList();
    if (fitting.isEmpty() || random.nextInt(4) == 0) {
      return number ? expressions.number(visible) : expressions.any(visible);
    }
    return Ir.prop(variable, values.any(fitting).name());
  }
}
