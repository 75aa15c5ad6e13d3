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

  /** What has parts stands in parentheses inside of another. */
  private String part(Expr expr) {
    return switch (expr) {
      case Syntax.Comparison c -> "(" + text(c) + ")";
      case Syntax.NullTest t -> "(" + text(t) + ")";
      case Syntax.Operation o -> "(" + text(o) + ")";
      case Syntax.Minus m -> "(" + text(m) + ")";
      case Syntax.Negation n -> "(" + text(n) + ")";
      case Syntax.Both b -> "(" + text(b) + ")";
      case Syntax.Either e -> "(" + text(e) + ")";
      default -> text(expr);
    };
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
      case Syntax.Call(var function, var distinct, var arguments, var span) ->
          function.text() + (distinct ? "(distinct " : "(") + list(arguments, ", ") + ")";
      case Syntax.Block(var call, var clauses, var span) ->
          (call.arguments().isEmpty() ? call.function().text() : text(call)) + block(clauses);
      case Syntax.Comparison(var left, var operator, var right, var span) ->
          part(left) + " " + operator.text() + " " + part(right);
      case Syntax.NullTest(var value, var negated, var span) ->
          part(value) + (negated ? " is not null" : " is null");
      case Syntax.Operation(var left, var operator, var right, var span) ->
          part(left) + " " + operator.text() + " " + part(right);
      case Syntax.Minus(var value, var span) -> "-" + part(value);
      case Syntax.Negation(var term, var span) -> "not " + part(term);
      case Syntax.Both(var terms, var span) -> parts(terms, " and ");
      case Syntax.Either(var terms, var span) -> parts(terms, " or ");
    };
  }

  private String parts(List<Expr> terms, String separator) {
    return terms.stream().map(this::part).collect(Collectors.joining(separator));
  }

  private String block(List<Syntax.Clause> clauses) {
    return clauses.stream().map(this::clause).collect(Collectors.joining(", ", " { ", " }"));
  }

  private String clause(Syntax.Clause clause) {
    return switch (clause) {
      case Syntax.Bind(var variable, var type, var inline, var span) ->
          sigil + variable.text() + ": " + type.text() + inline(inline);
      case Syntax.Traverse t ->
          sigil
              + t.from().text()
              + (t.along() == null ? " " : " " + sigil + t.along().text() + ":")
              + (t.undirected() ? "<" + t.edges().text() + ">" : t.edges().text())
              + (t.bounds() == null ? " " : "{" + t.bounds().min() + "," + t.bounds().max() + "} ")
              + sigil
              + t.to().text();
      case Syntax.Filter(var condition, var span) -> text(condition);
      case Syntax.Not(var clauses, var span) -> "not" + block(clauses);
      case Syntax.Optionally(var clauses, var span) -> "optional" + block(clauses);
    };
  }

  private String inline(List<Syntax.Assignment> assignments) {
    return assignments.isEmpty()
        ? ""
        : assignments.stream()
            .map(assignment -> assignment.name().text() + ": " + text(assignment.value()))
            .collect(Collectors.joining(", ", " { ", " }"));
  }

  private String list(List<Expr> elements, String separator) {
    return elements.stream().map(this::text).collect(Collectors.joining(separator));
  }
}
