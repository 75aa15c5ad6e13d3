package dev.omnigraph.exec;

import dev.omnigraph.query.Expr;
import dev.omnigraph.query.Expr.Call.Function;
import dev.omnigraph.query.ValueType;
import dev.omnigraph.query.Variable;
import dev.omnigraph.schema.Property;
import dev.omnigraph.value.PropertyType;
import dev.omnigraph.value.PropertyType.Enumeration;
import dev.omnigraph.value.PropertyType.ListOf;
import dev.omnigraph.value.PropertyType.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.NullUnmarked;

/** Random expressions over the variables of a query: every operator and function. */
@NullUnmarked
final class RandomExpressions {
  private static final int DEPTH = 3;
  private static final List<Scalar> INTEGERS =
      List.of(Scalar.I32, Scalar.I64, Scalar.U32, Scalar.U64);
  private static final List<String> DURATIONS =
      List.of("P1D", "P1M", "P1Y2M", "P3W", "P1DT2H30M", "PT0.5S", "PT1H", "P5H");
  private static final List<String> SPELLINGS =
      List.of("7", "-2", "0.1", "1e3", " 7", "x", "2024-02-29", "2024-05-06T07:08:09.010Z");

  private final Random random;
  private final RandomGraphs values;
  private final Map<String, Object> arguments;
  private final Blocks blocks;

  /** Patterns as values. */
  interface Blocks {
    /** Null where there is to be none. */
    Expr.Block next(List<Variable> visible, PropertyType type);
  }

  /**
   * @param arguments gets the values of parameters
   */
  RandomExpressions(
      Random random, RandomGraphs values, Map<String, Object> arguments, Blocks blocks) {
    this.blocks = blocks;
    this.random = random;
    this.values = values;
    this.arguments = arguments;
  }

  /** A literal, a parameter or the time. */
  Expr constant(PropertyType type) {
    Object value = random.nextInt(12) == 0 ? null : values.value(type);
    if (type == Scalar.DATETIME && random.nextInt(3) == 0) {
      return new Expr.Now(new ValueType.Value(type, false), Ir.AT);
    }
    return constant(type, value);
  }

  /** What has no type is refused nearly wherever it stands, so null is a parameter. */
  private Expr constant(PropertyType type, Object value) {
    return value == null || random.nextBoolean()
        ? parameter(type, value)
        : new Expr.Literal(value, new ValueType.Value(type, false), Ir.AT);
  }

  private Expr parameter(PropertyType type, Object value) {
    String name = "a" + arguments.size();
    arguments.put(name, value);
    return Ir.param(name, type);
  }

  /** One piece of any type. */
  Expr any(List<Variable> visible) {
    return new Scope(visible).any(DEPTH);
  }

  Expr number(List<Variable> visible) {
    return new Scope(visible).number(DEPTH);
  }

  Expr condition(List<Variable> visible) {
    return new Scope(visible).condition(DEPTH);
  }

  private final class Scope {
    private final List<Variable> visible;

    Scope(List<Variable> visible) {
      this.visible = visible;
    }

    Expr any(int depth) {
      return switch (random.nextInt(5)) {
        case 0 -> text(depth);
        case 1 -> date(depth);
        case 2 -> time(depth);
        case 3 -> condition(depth);
        default -> number(depth);
      };
    }

    Expr condition(int depth) {
      Expr block = blocks.next(visible, Scalar.BOOL);
      if (block != null) {
        return block;
      }
      return switch (random.nextInt(depth > 0 ? 11 : 5)) {
        case 0 -> Ir.isNull(whole());
        case 1 -> Ir.isNull(property());
        case 2, 3 -> among();
        case 4 -> leaf(Scalar.BOOL);
        case 5 -> Ir.isNull(any(depth - 1));
        case 6 -> Ir.not(condition(depth - 1));
        case 7 -> Ir.and(condition(depth - 1), condition(depth - 1));
        case 8 -> Ir.or(condition(depth - 1), condition(depth - 1));
        case 9 ->
            random.nextBoolean()
                ? Ir.contains(text(depth - 1), text(depth - 1))
                : Ir.startsWith(text(depth - 1), text(depth - 1));
        default ->
            switch (random.nextInt(4)) {
              case 0 -> compare(text(depth - 1), text(depth - 1));
              case 1 -> compare(date(depth - 1), date(depth - 1));
              case 2 -> compare(time(depth - 1), time(depth - 1));
              default -> compare(number(depth - 1), number(depth - 1));
            };
      };
    }

    private Expr compare(Expr left, Expr right) {
      return Ir.compare(left, values.any(List.of(Expr.Compare.Op.values())), right);
    }

    /** {@code x in …}: a literal or parameter, or the list that an entity has. */
    private Expr among() {
      Expr property = property();
      if (Ir.type(property) instanceof ListOf list) {
        boolean fixed = random.nextBoolean();
        return Ir.contains(property, fixed ? constant(list.element()) : leaf(list.element()));
      }
      if (!RandomGraphs.isSingle(Ir.type(property))) {
        return Ir.isNull(property);
      }
      PropertyType element =
          RandomGraphs.isNumber(Ir.type(property)) && random.nextInt(3) == 0
              ? values.any(INTEGERS)
              : Ir.type(property);
      List<Object> list = new ArrayList<>();
      for (int i = 0; i < random.nextInt(4); i++) {
        list.add(values.value(element));
      }
      return Ir.contains(
          constant(new ListOf(element), random.nextInt(12) == 0 ? null : list), property);
    }

    Expr number(int depth) {
      if (depth == 0) {
        return leaf(
            values.any(
                List.of(Scalar.I32, Scalar.I64, Scalar.U32, Scalar.U64, Scalar.F32, Scalar.F64)));
      }
      Expr part = random.nextInt(6) == 0 ? text(depth - 1) : number(depth - 1);
      boolean text = Ir.type(part) == Scalar.STRING;
      return switch (random.nextInt(8)) {
        case 0 -> text ? call(Function.SIZE, Scalar.I64, part) : rounded(part);
        case 1 ->
            text
                ? call(Function.INT, Scalar.I64, spelled(part))
                : call(Function.ABS, Ir.computed(Ir.type(part), Scalar.I64), part);
        case 2 -> call(Function.FLOAT, Scalar.F64, text ? spelled(part) : part);
        case 3 -> {
          Expr day = random.nextBoolean() ? date(depth - 1) : time(depth - 1);
          yield call(
              values.any(List.of(Function.YEAR, Function.MONTH, Function.DAY)), Scalar.I64, day);
        }
        case 4 -> {
          Expr other = number(depth - 1);
          Expr first = text ? number(depth - 1) : part;
          yield call(
              values.any(List.of(Function.COALESCE, Function.LEAST, Function.GREATEST)),
              Ir.computed(Ir.type(first), Ir.type(other)),
              first,
              other);
        }
        case 5 -> call(Function.SIZE, Scalar.I64, sized(depth));
        default ->
            Ir.arithmetic(
                text ? number(depth - 1) : part,
                values.any(List.of(Expr.Arithmetic.Op.values())),
                number(depth - 1));
      };
    }

    /** One of two or three. */
    private Expr chosen(PropertyType type, Expr first, Expr second, Expr third) {
      List<Expr> all = List.of(first, second, third).subList(0, 2 + random.nextInt(2));
      return call(
          values.any(List.of(Function.COALESCE, Function.LEAST, Function.GREATEST)),
          type,
          all.toArray(new Expr[0]));
    }

    /** A property that has one of some texts, if there is one. */
    private Expr enumeration(int depth) {
      return all().stream()
          .filter(p -> p.property().type() instanceof Enumeration)
          .findAny()
          .<Expr>map(p -> Ir.prop(p.variable(), p.property().name()))
          .orElseGet(() -> text(depth - 1));
    }

    private Expr rounded(Expr number) {
      return call(
          values.any(List.of(Function.ROUND, Function.FLOOR, Function.CEIL, Function.INT)),
          Scalar.I64,
          number);
    }

    private Expr sized(int depth) {
      return all().stream()
          .filter(
              p ->
                  p.property().type() instanceof ListOf
                      || p.property().type() instanceof PropertyType.Vector)
          .findAny()
          .<Expr>map(p -> Ir.prop(p.variable(), p.property().name()))
          .orElseGet(() -> text(depth - 1));
    }

    /** A text that may be a number or a time; one that is written out had to be right. */
    private Expr spelled(Expr otherwise) {
      return random.nextBoolean() || otherwise instanceof Expr.Literal
          ? parameter(Scalar.STRING, values.any(SPELLINGS))
          : otherwise;
    }

    Expr text(int depth) {
      if (depth == 0) {
        return leaf(Scalar.STRING);
      }
      return switch (random.nextInt(6)) {
        case 0 -> Ir.arithmetic(text(depth - 1), Expr.Arithmetic.Op.ADD, text(depth - 1));
        case 1 ->
            call(
                values.any(List.of(Function.LOWER, Function.UPPER, Function.TRIM)),
                Scalar.STRING,
                random.nextInt(4) == 0 ? enumeration(depth) : text(depth - 1));
        case 2 -> call(Function.STRING, Scalar.STRING, any(depth - 1));
        case 3 -> chosen(Scalar.STRING, text(depth - 1), text(depth - 1), text(0));
        default -> leaf(Scalar.STRING);
      };
    }

    Expr date(int depth) {
      return moment(Scalar.DATE, depth);
    }

    Expr time(int depth) {
      return moment(Scalar.DATETIME, depth);
    }

    private Expr moment(Scalar type, int depth) {
      boolean date = type == Scalar.DATE;
      if (depth == 0) {
        return leaf(type);
      }
      return switch (random.nextInt(5)) {
        case 0 ->
            Ir.shift(
                moment(type, depth - 1),
                random.nextBoolean(),
                random.nextInt(8) == 0
                    ? parameter(Scalar.STRING, values.any(DURATIONS))
                    : constant(Scalar.STRING, values.any(DURATIONS.subList(0, date ? 4 : 7))));
        case 1 ->
            call(
                date ? Function.DATE : Function.DATETIME,
                type,
                moment(date ? Scalar.DATETIME : Scalar.DATE, depth - 1));
        case 2 ->
            call(date ? Function.DATE : Function.DATETIME, type, spelled(leaf(Scalar.STRING)));
        case 3 -> chosen(type, moment(type, depth - 1), moment(type, depth - 1), moment(type, 0));
        default -> leaf(type);
      };
    }

    private Expr leaf(PropertyType type) {
      Expr block = blocks.next(visible, type);
      if (block != null) {
        return block;
      }
      List<Named> fitting = all().stream().filter(p -> p.property().type().equals(type)).toList();
      if (fitting.isEmpty() || random.nextInt(3) == 0) {
        return constant(type);
      }
      Named one = values.any(fitting);
      return Ir.prop(one.variable(), one.property().name());
    }

    /** One of any type; an id where the variables have none. */
    private Expr property() {
      List<Named> all = all();
      if (all.isEmpty()) {
        return Ir.id(values.any(visible));
      }
      Named one = values.any(all);
      return Ir.prop(one.variable(), one.property().name());
    }

    private Expr whole() {
      return RandomQueries.whole(values.any(visible));
    }

    private List<Named> all() {
      return visible.stream()
          .flatMap(v -> v.type().properties().stream().map(p -> new Named(v, p)))
          .toList();
    }
  }

  /** A property of a variable. */
  private record Named(Variable variable, Property property) {}

  private static Expr call(Function function, PropertyType type, Expr... arguments) {
    return Ir.call(function, type, arguments);
  }
}
