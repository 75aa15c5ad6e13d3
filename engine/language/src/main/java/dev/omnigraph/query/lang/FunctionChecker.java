package dev.omnigraph.query.lang;

import dev.omnigraph.query.Expr;
import dev.omnigraph.query.Expr.Call.Function;
import dev.omnigraph.query.QueryError;
import dev.omnigraph.query.ValueType;
import dev.omnigraph.value.KeyFunction;
import dev.omnigraph.value.PropertyType;
import dev.omnigraph.value.PropertyType.Scalar;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The functions that compute one value: what they take, and the type of what they give. */
final class FunctionChecker {
  /** As queries write them. */
  static final Set<String> NAMES =
      Arrays.stream(Function.values())
          .map(function -> function.name().toLowerCase(Locale.ROOT))
          .collect(Collectors.toUnmodifiableSet());

  private final Context context;
  private final ExprChecker values;

  FunctionChecker(Context context, ExprChecker values) {
    this.context = context;
    this.values = values;
  }

  /**
   * @param expected the type that literals take on where the function gives what it is given
   */
  @Nullable Expr call(Syntax.Call call, @Nullable PropertyType expected) {
    Function function = Function.valueOf(call.function().text().toUpperCase(Locale.ROOT));
    boolean chooses = chooses(function);
    int given = call.arguments().size();
    if (chooses ? given < 2 : given != 1) {
      context.error(
          QueryError.CALL_ARGUMENTS,
          call.span(),
          "`%s` takes %s; this is %s."
              .formatted(
                  call.function().text(),
                  chooses ? "two arguments or more" : "one argument",
                  given == 0 ? "none" : String.valueOf(given)));
      return null;
    }
    List<Expr> arguments = arguments(call, chooses ? expected : null, chooses);
    if (arguments == null) {
      return null;
    }
    PropertyType type =
        chooses
            ? chosen(function, arguments)
            : function == Function.SIZE && arguments.getFirst().type() instanceof ValueType.Entities
                ? Scalar.I64
                : computed(function, ExprChecker.typeOf(arguments.getFirst()));
    if (type == null) {
      mismatch(call, function, arguments);
      return null;
    }
    return new Expr.Call(
        function,
        arguments,
        new ValueType.Value(type, isNullable(function, arguments)),
        call.span());
  }

  /** Whether the function gives one of its arguments. */
  private static boolean chooses(Function function) {
    return function == Function.COALESCE
        || function == Function.LEAST
        || function == Function.GREATEST;
  }

  /** Literals may take the type of the first argument that is none. */
  private @Nullable List<Expr> arguments(
      Syntax.Call call, @Nullable PropertyType expected, boolean alike) {
    PropertyType type = expected;
    Expr[] checked = new Expr[call.arguments().size()];
    for (int i = 0; i < checked.length; i++) {
      Syntax.Expr argument = call.arguments().get(i);
      if (!LiteralChecker.isLiteral(argument)) {
        Expr value = values.value(argument, expected, "this");
        if (value == null) {
          return null;
        }
        checked[i] = value;
        type = type == null ? ExprChecker.typeOf(value) : type;
      }
    }
    for (int i = 0; i < checked.length; i++) {
      Syntax.Expr argument = call.arguments().get(i);
      if (LiteralChecker.isLiteral(argument)) {
        boolean takes = alike && type != null && takesType(argument, type);
        Expr value = values.value(argument, takes ? type : null, "this");
        if (value == null) {
          return null;
        }
        checked[i] = value;
      }
    }
    return new ArrayList<>(List.of(checked));
  }

  /** A list has no type of its own, and a whole number none that goes with U64. */
  private static boolean takesType(Syntax.Expr literal, PropertyType type) {
    return literal instanceof Syntax.ListText
        || literal instanceof Syntax.NumberText number && !number.decimal() && type == Scalar.U64;
  }

  private static @Nullable PropertyType chosen(Function function, List<Expr> arguments) {
    PropertyType common = null;
    for (Expr argument : arguments) {
      if (function == Function.COALESCE && argument.type() instanceof ValueType.Null) {
        continue;
      }
      PropertyType type = ExprChecker.typeOf(argument);
      common = type == null ? null : common == null ? type : TypeRules.common(common, type);
      if (common == null || (function != Function.COALESCE && !TypeRules.isOrdered(common))) {
        return null;
      }
    }
    return common;
  }

  private static @Nullable PropertyType computed(Function function, @Nullable PropertyType of) {
    if (of == null) {
      return null;
    }
    boolean number = TypeRules.isNumber(of);
    boolean text = TypeRules.isText(of);
    boolean time = of == Scalar.DATE || of == Scalar.DATETIME;
    return switch (function) {
      case LOWER, UPPER, TRIM, YEAR, MONTH, DAY, STRING, INT, DATE ->
          KeyFunction.valueOf(function.name()).type(of);
      case SIZE ->
          text || of instanceof PropertyType.ListOf || of instanceof PropertyType.Vector
              ? Scalar.I64
              : null;
      case ABS -> number ? TypeRules.computed(of, of) : null;
      case ROUND, FLOOR, CEIL -> number ? Scalar.I64 : null;
      case FLOAT -> number || text ? Scalar.F64 : null;
      case DATETIME -> text || time ? Scalar.DATETIME : null;
      case COALESCE, LEAST, GREATEST -> throw new IllegalArgumentException(function.name());
    };
  }

  private static boolean isNullable(Function function, List<Expr> arguments) {
    return switch (function) {
      case COALESCE -> arguments.stream().map(Expr::type).allMatch(TypeRules::isNullable);
      case INT, FLOAT, DATE, DATETIME -> {
        PropertyType of = ExprChecker.typeOf(arguments.getFirst());
        yield TypeRules.isAnyNullable(arguments) || of != null && TypeRules.isText(of);
      }
      default -> TypeRules.isAnyNullable(arguments);
    };
  }

  private void mismatch(Syntax.Call call, Function function, List<Expr> arguments) {
    String takes =
        switch (function) {
          case COALESCE -> "values of one type, or numbers, or texts";
          case LEAST, GREATEST -> "numbers, texts or times of one type";
          case LOWER, UPPER, TRIM, YEAR, MONTH, DAY, STRING, INT, DATE ->
              KeyFunction.valueOf(function.name()).takes();
          case SIZE -> "a text, a list or a vector";
          case ABS, ROUND, FLOOR, CEIL -> "a number";
          case FLOAT -> "a number or a text";
          case DATETIME -> "a text, a Date or a DateTime";
        };
    context.error(
        QueryError.CALL_ARGUMENTS,
        call.span(),
        "`%s` takes %s; this is %s."
            .formatted(
                call.function().text(),
                takes,
                arguments.stream()
                    .map(argument -> TypeRules.describe(argument.type()))
                    .collect(Collectors.joining(", "))));
  }
}
