package dev.omnigraph.plan;

import dev.omnigraph.query.Clause;
import dev.omnigraph.query.Expr;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Expressions as a person would write them. */
public final class ExprText {
  private ExprText() {}

  public static String of(Expr expr) {
    return switch (expr) {
      case Expr.Literal literal -> value(literal.value());
      case Expr.Param param -> "$" + param.name();
      case Expr.Now now -> "now()";
      case Expr.Prop prop -> "$" + prop.variable().name() + "." + prop.property().name();
      case Expr.Meta meta -> meta(meta);
      case Expr.Whole whole -> "$" + whole.variable().name();
      case Expr.Compare compare ->
          part(compare.left()) + " " + symbol(compare.op()) + " " + part(compare.right());
      case Expr.Contains contains when ConstantValues.isConstant(contains.subject()) ->
          part(contains.part()) + " in " + part(contains.subject());
      case Expr.Contains contains ->
          part(contains.subject()) + " contains " + part(contains.part());
      case Expr.StartsWith starts ->
          part(starts.subject()) + " starts_with " + part(starts.prefix());
      case Expr.IsNull isNull -> part(isNull.value()) + " is null";
      case Expr.Not(Expr.IsNull isNull, var type, var span) ->
          part(isNull.value()) + " is not null";
      case Expr.Not not -> "not " + part(not.term());
      case Expr.Arithmetic arithmetic ->
          part(arithmetic.left()) + " " + symbol(arithmetic.op()) + " " + part(arithmetic.right());
      case Expr.Shift shift ->
          part(shift.time())
              + (shift.back() ? " - " : " + ")
              + "duration("
              + of(shift.duration())
              + ")";
      case Expr.Call call -> lower(call.function()) + "(" + join(call.arguments(), ", ") + ")";
      case Expr.And and -> "(" + join(and.terms(), " and ") + ")";
      case Expr.Or or -> "(" + join(or.terms(), " or ") + ")";
      case Expr.Aggregate aggregate ->
          lower(aggregate.function())
              + (aggregate.distinct() ? "(distinct " : "(")
              + of(aggregate.argument())
              + ")";
      case Expr.Block block -> call(block) + " { " + clauses(block.clauses()) + " }";
      case Expr.Search search ->
          lower(search.function())
              + "("
              + properties(search)
              + ", "
              + join(sought(search), ", ")
              + ")";
      case Expr.Fusion fusion ->
          "rrf(" + join(fusion.rankings(), ", ") + ", " + of(fusion.k()) + ")";
    };
  }

  private static String meta(Expr.Meta meta) {
    String variable = "$" + meta.variable().name();
    return switch (meta.field()) {
      case ID, SRC, DST -> variable + "." + lower(meta.field());
      case TYPE, LENGTH, NODES, EDGES -> lower(meta.field()) + "(" + variable + ")";
    };
  }

  /** What stands before a pattern that is a value. */
  private static String call(Expr.Block block) {
    Expr.Aggregate aggregate = block.aggregate();
    return aggregate != null ? of(aggregate) : block.function() == null ? "exists" : "count";
  }

  private static String clauses(List<Clause> clauses) {
    return clauses.stream().map(ExprText::clause).collect(Collectors.joining(", "));
  }

  private static String clause(Clause clause) {
    return switch (clause) {
      case Clause.Bind bind -> Explain.typed(bind.node());
      case Clause.Traverse traverse -> Explain.traversal(traverse);
      case Clause.Where where -> of(where.condition());
      case Clause.Not not -> "not { " + clauses(not.clauses()) + " }";
      case Clause.Optionally optional -> "optional { " + clauses(optional.clauses()) + " }";
    };
  }

  private static String properties(Expr.Search search) {
    return search.properties().size() == 1
        ? of(search.properties().getFirst())
        : "[" + join(search.properties(), ", ") + "]";
  }

  /** What is sought, and by how much it may differ. */
  private static List<Expr> sought(Expr.Search search) {
    return search.edits() == null
        ? List.of(search.query())
        : List.of(search.query(), search.edits());
  }

  static String join(List<? extends Expr> exprs, String between) {
    return exprs.stream().map(ExprText::of).collect(Collectors.joining(between));
  }

  /** What has parts stands in parentheses inside of another. */
  private static String part(Expr expr) {
    return switch (expr) {
      case Expr.Compare e -> "(" + of(e) + ")";
      case Expr.Contains e -> "(" + of(e) + ")";
      case Expr.StartsWith e -> "(" + of(e) + ")";
      case Expr.IsNull e -> "(" + of(e) + ")";
      case Expr.Not e -> "(" + of(e) + ")";
      case Expr.Arithmetic e -> "(" + of(e) + ")";
      case Expr.Shift e -> "(" + of(e) + ")";
      default -> of(expr);
    };
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

  private static String symbol(Expr.Arithmetic.Op op) {
    return switch (op) {
      case ADD -> "+";
      case SUBTRACT -> "-";
      case MULTIPLY -> "*";
      case DIVIDE -> "/";
      case REMAINDER -> "%";
    };
  }

  /** A value in Java form. */
  static String value(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case String text -> "\"" + text + "\"";
      case float[] vector -> "[" + vector.length + " numbers]";
      case byte[] bytes -> bytes.length + " bytes";
      case List<?> list ->
          list.stream().map(ExprText::value).collect(Collectors.joining(", ", "[", "]"));
      default -> value.toString();
    };
  }
}
