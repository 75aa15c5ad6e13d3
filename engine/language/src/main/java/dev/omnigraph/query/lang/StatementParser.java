package dev.omnigraph.query.lang;

import static dev.omnigraph.query.lang.ClauseParser.name;

import dev.omnigraph.lang.Limit;
import dev.omnigraph.lang.Token;
import dev.omnigraph.lang.TokenStream;
import dev.omnigraph.query.lang.Syntax.Assignment;
import dev.omnigraph.query.lang.Syntax.Expr;
import dev.omnigraph.query.lang.Syntax.Statement;
import java.util.ArrayList;
import java.util.List;

/** {@code insert}, {@code update} and {@code delete}. */
final class StatementParser {
  private static final List<String> VERBS = List.of("insert", "update", "delete");

  private final TokenStream in;
  private final ClauseParser clauses;
  private final ExprParser expressions;

  StatementParser(TokenStream in, ClauseParser clauses) {
    this.in = in;
    this.clauses = clauses;
    this.expressions = clauses.expressions();
  }

  /** All up to the closing brace of the query. */
  List<Statement> statements() {
    List<Statement> statements = new ArrayList<>();
    while (!in.at("}") && !in.atEnd()) {
      Limit.TOO_MANY_STATEMENTS.check(statements.size() + 1, in, in.peek().span());
      statements.add(statement());
    }
    return statements;
  }

  private Statement statement() {
    Token keyword = in.peek();
    clauses.start();
    if (in.acceptWord("insert")) {
      Token type = in.expect(Token.Kind.IDENTIFIER, "the name of a type after `insert`");
      if (in.at("(")) {
        throw in.unexpected("`{` after the name of the type", "Write `{ name: … }`.");
      }
      List<Assignment> assignments =
          in.at("{") ? clauses.assignments("after the name of the type") : List.of();
      return new Syntax.Insert(name(type), assignments, keyword.span().to(in.previous().span()));
    }
    if (in.acceptWord("update")) {
      Token type = in.expect(Token.Kind.IDENTIFIER, "the name of a type after `update`");
      if (!in.acceptWord("set")) {
        throw in.misspelt(
            "`set` after the name of the type",
            "Write `update %s set { … } where …`.".formatted(type.text()),
            List.of("set"));
      }
      if (!in.at("{")) {
        throw in.unexpected("`{` after `set`", "Write `set { name: … }`.");
      }
      List<Assignment> assignments = clauses.assignments("after `set`");
      Expr condition = where("update", type);
      return new Syntax.Update(
          name(type), assignments, condition, keyword.span().to(condition.span()));
    }
    if (in.acceptWord("delete")) {
      Token type = in.expect(Token.Kind.IDENTIFIER, "the name of a type after `delete`");
      Expr condition = where("delete", type);
      return new Syntax.Delete(name(type), condition, keyword.span().to(condition.span()));
    }
    String help = new ForeignSyntax(in).statement();
    throw in.misspelt(
        "`insert`, `update` or `delete`",
        help == null
            ? "A query has a `match` and a `return`, or is a list of these statements."
            : help,
        List.of("insert", "update", "delete", "match", "return"));
  }

  private Expr where(String verb, Token type) {
    if (!in.acceptWord("where")) {
      throw in.misspelt(
          "`where` and a condition",
          "Say which ones, as in `%s %s %swhere id = \"…\"`."
              .formatted(verb, type.text(), verb.equals("update") ? "set { … } " : ""),
          List.of("where"));
    }
    expressions.countTerm();
    Expr condition = expressions.expression();
    boolean ends =
        in.at("}") || in.atEnd() || VERBS.stream().anyMatch(statement -> in.atWord(statement));
    if (condition instanceof Syntax.Var(var name, var span) && name.isEmpty() && !ends) {
      throw in.unexpected(
          "`.` and the name of a property after `$`",
          "A pattern stands in braces, as in `exists { $ knows $_ }`.");
    }
    return condition;
  }
}
