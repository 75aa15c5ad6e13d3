package dev.omnigraph.query.lang;

import dev.omnigraph.query.lang.Syntax.Expr;
import dev.omnigraph.value.TextLiteral;
import java.util.List;
import java.util.stream.Collectors;

/** Expressions as text in one spelling. */
final class SyntaxText {
  private final String sigil;

  private SyntaxText(String sigil) {
    this.sigil = sigil;
  }

  /** Without {@code $}: the names of columns, and what makes two expressions equal. */
  static String of(Expr expr) {
    return new SyntaxText("").text(expr);
  }

  /** As it is written in a query. */
  static String source(Expr expr) {
    return new SyntaxText("$").text(expr);
  }

  private String text(Expr expr) {
    return switch (expr) {
      case Syntax.Constant(var value, var span) ->
          value instanceof String text ? TextLiteral.quote(text) : String.valueOf(value);
      case Syntax.NumberText(var text, var decimal, var span) -> text;
      case Syntax.ListText(var elements, var span) -> "[" + list(elements, ", ") + "]";
      case Syntax.Var(var name, var span) -> sigil + name;
      case Syntax.Member(var variable, var member, var span) ->
          sigil + variable.text() + "." + member.text();
      case Syntax.Bare(var name, var span) -> name;
      case Syntax.Call(var function, var arguments, var span) ->
          function.text() + "(" + list(arguments, ", ") + ")";
      case Syntax.Comparison(var left, var operator, var right, var span) ->
          text(left) + " " + operator.text() + " " + text(right);
      case Syntax.Both(var terms, var span) -> "(" + list(terms, " and ") + ")";
      case Syntax.Either(var terms, var span) -> "(" + list(terms, " or ") + ")";
    };
  }

  private String list(List<Expr> elements, String separator) {
    return elements.stream().map(this::text).collect(Collectors.joining(separator));
  }
}
