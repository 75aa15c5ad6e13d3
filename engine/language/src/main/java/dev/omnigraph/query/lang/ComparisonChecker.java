package dev.omnigraph.query.lang;

import dev.omnigraph.lang.Span;
import dev.omnigraph.query.Expr;
import dev.omnigraph.query.QueryError;
import dev.omnigraph.query.ValueType;
import dev.omnigraph.value.PropertyType;
import dev.omnigraph.value.PropertyType.Scalar;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether two values can be compared, and what the comparison then is. */
final class ComparisonChecker {
  private final Context context;

  ComparisonChecker(Context context) {
    this.context = context;
  }

  /** An order or an equality; null, and reported, when it has no sense. */
  @Nullable Expr compare(Expr.Compare.Op op, Expr left, Expr right, Span span) {
    boolean equality = op == Expr.Compare.Op.EQ || op == Expr.Compare.Op.NE;
    if (left instanceof Expr.Whole a && right instanceof Expr.Whole b && equality) {
      return sameEntity(op, a, b, span);
    }
    if (isSelf(op, left, right)) {
      return new Expr.Compare(op, left, right, TypeRules.bool(List.of(left)), span);
    }
    PropertyType a = ExprChecker.typeOf(left);
    PropertyType b = ExprChecker.typeOf(right);
    if (a == null || b == null || !TypeRules.isSingle(a) || !TypeRules.comparable(a, b)) {
      context.error(
          QueryError.NOT_COMPARABLE,
          span,
          a != null && a.equals(b)
              ? "Values of type %s are not compared.".formatted(a.spelling())
              : "%s cannot be compared with %s."
                  .formatted(
                      LiteralChecker.capital(TypeRules.describe(left.type())),
                      TypeRules.describe(right.type())),
          helpFor(left, right, a, b));
      return null;
    }
    if (!equality && !(TypeRules.isOrdered(a) && TypeRules.isOrdered(b))) {
      context.error(
          QueryError.NO_ORDER,
          span,
          "%s has no order; only `=` and `!=` compare it."
              .formatted(TypeRules.isOrdered(a) ? b.spelling() : a.spelling()));
      return null;
    }
    return new Expr.Compare(op, left, right, TypeRules.bool(List.of(left, right)), span);
  }

  /** {@code $p.x = $p.x}, which holds where there is a value; so it is for every type. */
  private static boolean isSelf(Expr.Compare.Op op, Expr left, Expr right) {
    return op == Expr.Compare.Op.EQ
        && left instanceof Expr.Prop a
        && right instanceof Expr.Prop b
        && a.variable().equals(b.variable())
        && a.property().equals(b.property());
  }

  private static @Nullable String helpFor(
      Expr left, Expr right, @Nullable PropertyType a, @Nullable PropertyType b) {
    for (Expr side : List.of(left, right)) {
      if (side instanceof Expr.Whole whole) {
        return "Compare a property or the id, `$%s.id`.".formatted(whole.variable().name());
      }
      if (side.type() instanceof ValueType.Entities) {
        return "Collect the ids instead, as in `collect($x.id)`, or ask for the `size(…)`.";
      }
    }
    if (a instanceof PropertyType.ListOf) {
      return "Ask for an element of a list with `contains`, for its length with `size(…)`.";
    }
    if (a == Scalar.DATE && b == Scalar.DATETIME) {
      return "`date(…)` makes a Date of a DateTime.";
    }
    return null;
  }

  private @Nullable Expr sameEntity(
      Expr.Compare.Op op, Expr.Whole left, Expr.Whole right, Span span) {
    if (!left.variable().isEntity() || !right.variable().isEntity()) {
      context.error(
          QueryError.NOT_COMPARABLE,
          span,
          "Paths and edges of several types are not compared.",
          "Compare what they have, as in `length($p) = 2` or `$e.id = $f.id`.");
      return null;
    }
    if (!left.variable().type().equals(right.variable().type())) {
      context.error(
          QueryError.NOT_COMPARABLE,
          span,
          "`$%s` is %s and `$%s` is %s: they are never the same."
              .formatted(
                  left.variable().name(),
                  left.variable().type().name(),
                  right.variable().name(),
                  right.variable().type().name()));
      return null;
    }
    return new Expr.Compare(
        op,
        NameResolver.id(left),
        NameResolver.id(right),
        TypeRules.bool(List.of(left, right)),
        span);
  }

  /**
   * @param operator as written: {@code contains} or {@code in}
   */
  @Nullable Expr contains(Expr subject, Expr part, String operator, Span span) {
    PropertyType in = ExprChecker.typeOf(subject);
    PropertyType what = ExprChecker.typeOf(part);
    boolean fits =
        in instanceof PropertyType.ListOf(var element)
            ? what != null && TypeRules.comparable(element, what)
            : in == Scalar.STRING
                && operator.equals("contains")
                && what != null
                && TypeRules.isText(what);
    if (!fits) {
      context.error(
          QueryError.CONTAINS_TYPES,
          span,
          (operator.equals("in")
                  ? "`in` finds an element in a list; this looks for %s in %s."
                  : "`contains` finds text in a String or an element in a list; this looks for %s"
                      + " in %s.")
              .formatted(TypeRules.describe(part.type()), TypeRules.describe(subject.type())),
          helpFor(subject, part, null, null));
      return null;
    }
    return new Expr.Contains(subject, part, TypeRules.bool(List.of(subject, part)), span);
  }

  @Nullable Expr startsWith(Expr subject, Expr prefix, Span span) {
    PropertyType what = ExprChecker.typeOf(prefix);
    if (ExprChecker.typeOf(subject) != Scalar.STRING || what == null || !TypeRules.isText(what)) {
      context.error(
          QueryError.STARTS_WITH_TYPES,
          span,
          "`starts_with` compares Strings; these are %s and %s."
              .formatted(TypeRules.describe(subject.type()), TypeRules.describe(prefix.type())));
      return null;
    }
    return new Expr.StartsWith(subject, prefix, TypeRules.bool(List.of(subject, prefix)), span);
  }
}
