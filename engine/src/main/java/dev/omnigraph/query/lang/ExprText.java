package dev.omnigraph.query.lang;

import dev.omnigraph.query.lang.Syntax.Expr;
import dev.omnigraph.schema.TextLiteral;
import java.util.List;
import java.util.stream.Collectors;

/** Expressions as text without {@code $}: the names of columns, and what makes two equal. */
final class ExprText {
  private ExprText() {}

  static String of(Expr expr) {
    return switch (expr) {
      case Syntax.Constant(var value, var span) ->
          value instanceof String text ? TextLiteral.quote(text) : String.valueOf(value);
      case Syntax.NumberText(var text, var decimal, var span) -> text;
      case Syntax.ListText(var elements, var span) -> "[" + list(elements, ", ") + "]";
      case Syntax.Var(var name, var span) -> name;
      case Syntax.Member(var variable, var member, var span) ->
          variable.text() + "." + member.text();
      case Syntax.Bare(var name, var span) -> name;
      case Syntax.Call(var function, var arguments, var span) ->
          function.text() + "(" + list(arguments, ", ") + ")";
      case Syntax.Comparison(var left, var operator, var right, var span) ->
          of(left) + " " + operator.text() + " " + of(right);
      case Syntax.Both(var terms, var span) -> "(" + list(terms, " and ") + ")";
      case Syntax.Either(var terms, var span) -> "(" + list(terms, " or ") + ")";
    };
  }

  private static String list(List<Expr> elements, String separator) {
    return elements.stream().map(ExprText::of).collect(Collectors.joining(separator));
  }
}
