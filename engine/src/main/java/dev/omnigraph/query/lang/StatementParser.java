package dev.omnigraph.query.lang;

import static dev.omnigraph.query.lang.ClauseParser.name;

import dev.omnigraph.lang.Token;
import dev.omnigraph.lang.TokenStream;
import dev.omnigraph.query.lang.Syntax.Assignment;
import dev.omnigraph.query.lang.Syntax.Expr;
import dev.omnigraph.query.lang.Syntax.Statement;
import java.util.ArrayList;
import java.util.List;

/** {@code insert}, {@code update} and {@code delete}. */
final class StatementParser {
  private final TokenStream in;
  private final ClauseParser clauses;
  private final ExprParser expressions;

  StatementParser(TokenStream in, ClauseParser clauses, ExprParser expressions) {
    this.in = in;
    this.clauses = clauses;
    this.expressions = expressions;
  }

  /** All up to the closing brace of the query. */
  List<Statement> statements() {
    List<Statement> statements = new ArrayList<>();
    while (!in.at("}") && !in.atEnd()) {
      statements.add(statement());
    }
    return statements;
  }

  private Statement statement() {
    Token keyword = in.peek();
    if (in.acceptWord("insert")) {
      Token type = in.expect(Token.Kind.IDENTIFIER, "the name of a type after `insert`");
      List<Assignment> assignments =
          in.at("{") ? clauses.assignments("after the name of the type") : List.of();
      return new Syntax.Insert(name(type), assignments, keyword.span().to(in.previous().span()));
    }
    if (in.acceptWord("update")) {
      Token type = in.expect(Token.Kind.IDENTIFIER, "the name of a type after `update`");
      if (!in.acceptWord("set")) {
        throw in.unexpected("`set` after the name of the type");
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
    throw in.unexpected(
        "`insert`, `update` or `delete`", "A mutation is a list of these statements.");
  }

  private Expr where(String verb, Token type) {
    if (!in.acceptWord("where")) {
      throw in.unexpected(
          "`where` and a condition",
          "Say which ones, as in `%s %s … where id = \"…\"`.".formatted(verb, type.text()));
    }
    return expressions.condition();
  }
}
