package dev.omnigraph.plan;

import dev.omnigraph.query.Expr;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Expressions as a person would write them. */
final class ExprText {
  private ExprText() {}

  static String of(Expr expr) {
    return switch (expr) {
      case Expr.Literal literal -> literal(literal.value());
      case Expr.Param param -> "$" + param.name();
      case Expr.Now now -> "now()";
      case Expr.Prop prop -> "$" + prop.variable().name() + "." + prop.property().name();
      case Expr.Meta meta -> "$" + meta.variable().name() + "." + EntityColumns.name(meta.field());
      case Expr.Whole whole -> "$" + whole.variable().name();
      case Expr.Compare compare ->
          of(compare.left()) + " " + symbol(compare.op()) + " " + of(compare.right());
      case Expr.Contains contains -> of(contains.subject()) + " contains " + of(contains.part());
      case Expr.StartsWith starts -> of(starts.subject()) + " starts_with " + of(starts.prefix());
      case Expr.And and -> "(" + join(and.terms(), " and ") + ")";
      case Expr.Or or -> "(" + join(or.terms(), " or ") + ")";
      case Expr.Aggregate aggregate ->
          lower(aggregate.function()) + "(" + of(aggregate.argument()) + ")";
      case Expr.Search search ->
          lower(search.function()) + "(" + join(search.arguments(), ", ") + ")";
    };
  }

  static String join(List<Expr> exprs, String between) {
    return exprs.stream().map(ExprText::of).collect(Collectors.joining(between));
  }

  private static String lower(Enum<?> name) {
    return name.name().toLowerCase(Locale.ROOT);
  }

  private static String symbol(Expr.Compare.Op op) {
    return switch (op) {
      case EQ -> "=";
      case NE -> "!=";
      case LT -> "<";
      case GT -> ">";
      case LE -> "<=";
      case GE -> ">=";
    };
  }

  private static String literal(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case String text -> "\"" + text + "\"";
      case float[] vector -> "[" + vector.length + " numbers]";
      case byte[] bytes -> bytes.length + " bytes";
      case List<?> list ->
          list.stream().map(ExprText::literal).collect(Collectors.joining(", ", "[", "]"));
      default -> value.toString();
    };
  }
}
