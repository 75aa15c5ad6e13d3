package dev.omnigraph.query.lang;

import dev.omnigraph.lang.LanguageError;
import dev.omnigraph.lang.Suggestions;
import dev.omnigraph.query.Expr;
import dev.omnigraph.query.QueryError;
import dev.omnigraph.query.ValueType;
import dev.omnigraph.value.JsonValues;
import dev.omnigraph.value.PropertyType;
import dev.omnigraph.value.PropertyType.Scalar;
import dev.omnigraph.value.Temporal;
import dev.omnigraph.value.ValueError;
import dev.omnigraph.value.ValueException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Literals in the Java form of the type that is expected of them. */
final class LiteralChecker {
  private static final BigDecimal HALF = new BigDecimal("0.5");

  /** More than any integer type has. */
  private static final int MAX_DIGITS = 400;

  private final Context context;

  LiteralChecker(Context context) {
    this.context = context;
  }

  static boolean isLiteral(Syntax.Expr expr) {
    return switch (expr) {
      case Syntax.Constant c -> true;
      case Syntax.NumberText n -> true;
      case Syntax.ListText l -> true;
      case Syntax.Call call -> isTemporal(call);
      default -> false;
    };
  }

  /** A date or time as written; of other values it is computed. */
  static boolean isTemporal(Syntax.Call call) {
    return (call.function().text().equals("date") || call.function().text().equals("datetime"))
        && (call.arguments().size() != 1
            || isLiteral(call.arguments().getFirst())
                && !(call.arguments().getFirst() instanceof Syntax.Call));
  }

  /**
   * A literal of the expected type; without expectation, whole numbers are I64 (or U64 beyond it)
   * and others F64.
   *
   * @param what has the expected type, for the message
   */
  @Nullable Expr literal(Syntax.Expr expr, @Nullable PropertyType expected, String what) {
    context.step();
    return switch (expr) {
      case Syntax.Constant(var value, var span) when value == null ->
          new Expr.Literal(null, new ValueType.Null(), span);
      case Syntax.Call call -> temporal(call, expected, what);
      case Syntax.ListText list -> list(list, expected, what);
      case Syntax.Constant constant -> plain(constant, constant.value(), expected, what);
      case Syntax.NumberText number -> plain(number, number(number), expected, what);
      default -> throw new IllegalArgumentException("not a literal");
    };
  }

  /**
   * A number with a fraction or an exponent that is compared with an integer: by its exact value.
   * One between two integers becomes a float between them, which no integer equals.
   */
  @Nullable Expr decimal(Syntax.NumberText number, Scalar type, String what) {
    BigDecimal exact = new BigDecimal(number.text());
    if (exact.signum() == 0) {
      return plain(number, BigInteger.ZERO, type, what);
    }
    if (Math.abs((long) exact.precision() - exact.scale()) <= MAX_DIGITS) {
      BigDecimal floor = exact.setScale(0, RoundingMode.FLOOR);
      if (exact.compareTo(floor) == 0) {
        return plain(number, floor.toBigInteger(), type, what);
      }
      BigDecimal middle = floor.add(HALF);
      for (double between : new double[] {exact.doubleValue(), middle.doubleValue()}) {
        BigDecimal rounded = new BigDecimal(between);
        if (rounded.compareTo(floor) > 0 && rounded.compareTo(floor.add(BigDecimal.ONE)) < 0) {
          return new Expr.Literal(between, new ValueType.Value(Scalar.F64, false), number.span());
        }
      }
    }
    mismatch(number, type, what);
    return null;
  }

  private static Object number(Syntax.NumberText number) {
    return number.decimal() ? new BigDecimal(number.text()) : new BigInteger(number.text());
  }

  private @Nullable Expr plain(
      Syntax.Expr expr, @Nullable Object value, @Nullable PropertyType expected, String what) {
    if (value == null) {
      return null;
    }
    PropertyType type = expected == null ? natural(value) : expected;
    if (type == Scalar.DATE || type == Scalar.DATETIME) {
      mismatch(expr, type, what);
      return null;
    }
    try {
      Object converted = JsonValues.fromJson(type, value);
      return new Expr.Literal(converted, new ValueType.Value(type, false), expr.span());
    } catch (ValueException e) {
      if (e.is(ValueError.WRONG_TYPE)) {
        mismatch(expr, type, what);
      } else {
        unfit(expr, type, what, e);
      }
      return null;
    }
  }

  private static PropertyType natural(Object value) {
    return switch (value) {
      case String s -> Scalar.STRING;
      case Boolean b -> Scalar.BOOL;
      case BigInteger i when i.bitLength() >= 64 -> Scalar.U64;
      case BigInteger i -> Scalar.I64;
      default -> Scalar.F64;
    };
  }

  /** A list of what its elements are, all numbers being of the widest kind among them. */
  private static @Nullable PropertyType natural(Syntax.ListText list) {
    PropertyType type = null;
    for (Syntax.Expr element : list.elements()) {
      PropertyType next =
          switch (element) {
            case Syntax.Constant(var value, var span) when value != null -> natural(value);
            case Syntax.NumberText number -> natural(number(number));
            case Syntax.Call call when isTemporal(call) ->
                call.function().text().equals("date") ? Scalar.DATE : Scalar.DATETIME;
            default -> null;
          };
      boolean wider = next == Scalar.F64 && type != null && TypeRules.isNumber(type);
      type = type == null || wider || next == Scalar.U64 && type == Scalar.I64 ? next : type;
    }
    return type == null && !list.elements().isEmpty()
        ? new PropertyType.ListOf(Scalar.STRING)
        : type == null ? null : new PropertyType.ListOf(type);
  }

  private @Nullable Expr temporal(Syntax.Call call, @Nullable PropertyType expected, String what) {
    boolean date = call.function().text().equals("date");
    PropertyType type = date ? Scalar.DATE : Scalar.DATETIME;
    if (expected != null && expected != type) {
      mismatch(call, expected, what);
      return null;
    }
    boolean oneString =
        call.arguments().size() == 1
            && call.arguments().getFirst() instanceof Syntax.Constant(var text, var span)
            && text instanceof String;
    if (!oneString) {
      context.error(
          QueryError.CALL_ARGUMENTS,
          call.span(),
          "`%s` takes one string.".formatted(call.function().text()),
          date ? "Write `date(\"2024-02-29\")`." : "Write `datetime(\"2024-02-29T12:00:00Z\")`.");
      return null;
    }
    Object text = ((Syntax.Constant) call.arguments().getFirst()).value();
    try {
      Object value =
          date ? Temporal.date(String.valueOf(text)) : Temporal.dateTime(String.valueOf(text));
      return new Expr.Literal(value, new ValueType.Value(type, false), call.span());
    } catch (ValueException e) {
      context.error(
          e.errorCode(), call.arguments().getFirst().span(), "The text " + e.getMessage() + ".");
      return null;
    }
  }

  private @Nullable Expr list(Syntax.ListText list, @Nullable PropertyType given, String what) {
    PropertyType expected = given == null ? natural(list) : given;
    if (expected == null) {
      context.error(
          QueryError.UNTYPED_LIST,
          list.span(),
          "Nothing says which type this list has: it has no elements.");
      return null;
    }
    PropertyType element =
        switch (expected) {
          case PropertyType.ListOf(var e) -> e;
          case PropertyType.Vector v -> Scalar.F32;
          default -> null;
        };
    if (element == null) {
      mismatch(list, expected, what);
      return null;
    }
    List<@Nullable Object> values = new ArrayList<>();
    for (Syntax.Expr syntax : list.elements()) {
      if (!isLiteral(syntax) || syntax instanceof Syntax.ListText) {
        context.error(
            LanguageError.LIST_ELEMENT, syntax.span(), "The elements of a list are literals.");
        return null;
      }
      Expr literal = literal(syntax, element, "an element of " + what);
      if (!(literal instanceof Expr.Literal(var value, var type, var span))) {
        return null;
      }
      if (value == null) {
        context.error(
            ValueError.NULL_ELEMENT, syntax.span(), "The elements of a list are never null.");
        return null;
      }
      values.add(value);
    }
    return sequence(list, expected, what, values);
  }

  private @Nullable Expr sequence(
      Syntax.ListText list, PropertyType expected, String what, List<?> values) {
    Object value = List.copyOf(values);
    if (expected instanceof PropertyType.Vector vector) {
      try {
        value = JsonValues.fromJson(vector, values);
      } catch (ValueException e) {
        unfit(list, expected, what, e);
        return null;
      }
    }
    return new Expr.Literal(value, new ValueType.Value(expected, false), list.span());
  }

  private void mismatch(Syntax.Expr found, PropertyType expected, String what) {
    context.error(
        QueryError.TYPE_MISMATCH,
        found.span(),
        "%s is %s, and this is %s.".formatted(capital(what), expected.spelling(), describe(found)),
        helpFor(found, expected));
  }

  private void unfit(Syntax.Expr found, PropertyType expected, String what, ValueException e) {
    String help =
        expected instanceof PropertyType.Enumeration enumeration
                && found instanceof Syntax.Constant(var value, var span)
            ? Suggestions.closest(String.valueOf(value), enumeration.values())
                .map("Did you mean \"%s\"?"::formatted)
                .orElse(null)
            : null;
    context.error(
        e.errorCode(),
        found.span(),
        "%s is %s, which this does not fit: %s."
            .formatted(capital(what), expected.spelling(), e.getMessage()),
        help);
  }

  private static @Nullable String helpFor(Syntax.Expr found, PropertyType expected) {
    boolean text = found instanceof Syntax.Constant(var value, var span) && value instanceof String;
    if (expected == Scalar.DATE) {
      return "Write `date(\"2024-02-29\")`.";
    }
    if (expected == Scalar.DATETIME) {
      return "Write `datetime(\"2024-02-29T12:00:00Z\")` or `now()`.";
    }
    if (text && TypeRules.isNumber(expected)) {
      return "Numbers are written without quotes.";
    }
    boolean list = found instanceof Syntax.ListText;
    if (!text && !list && TypeRules.isText(expected)) {
      return "Text is written in double quotes.";
    }
    return null;
  }

  private static String describe(Syntax.Expr found) {
    return switch (found) {
      case Syntax.Constant(var value, var span) when value instanceof String -> "a string";
      case Syntax.Constant(var value, var span) -> String.valueOf(value);
      case Syntax.NumberText(var text, var decimal, var span) ->
          decimal ? "a decimal number" : "a whole number";
      case Syntax.ListText list -> "a list";
      case Syntax.Call call -> call.function().text().equals("date") ? "a Date" : "a DateTime";
      default -> "something else";
    };
  }

  static String capital(String text) {
    return text.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + text.substring(1);
  }
}
