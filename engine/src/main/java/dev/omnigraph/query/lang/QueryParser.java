package dev.omnigraph.query.lang;

import static dev.omnigraph.query.lang.ClauseParser.name;

import dev.omnigraph.lang.Diagnostics;
import dev.omnigraph.lang.SyntaxError;
import dev.omnigraph.lang.Token;
import dev.omnigraph.lang.TokenStream;
import dev.omnigraph.query.lang.Syntax.Body;
import dev.omnigraph.query.lang.Syntax.Clause;
import dev.omnigraph.query.lang.Syntax.Column;
import dev.omnigraph.query.lang.Syntax.Expr;
import dev.omnigraph.query.lang.Syntax.Order;
import dev.omnigraph.query.lang.Syntax.Param;
import dev.omnigraph.query.lang.Syntax.Query;
import dev.omnigraph.schema.lang.TypeParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Queries and their heads. After a mistake it carries on with the next query. */
final class QueryParser {
  private static final Set<String> KEYWORDS = Set.of("query");

  private final TokenStream in;
  private final TypeParser types;
  private final ExprParser expressions;
  private final ClauseParser clauses;
  private final StatementParser statements;

  QueryParser(TokenStream in, Diagnostics diagnostics) {
    this.in = in;
    this.types = new TypeParser(in, diagnostics);
    this.expressions = new ExprParser(in);
    this.clauses = new ClauseParser(in, expressions);
    this.statements = new StatementParser(in, clauses, expressions);
  }

  List<Query> queries() {
    List<Query> queries = new ArrayList<>();
    while (!in.atEnd()) {
      try {
        queries.add(query());
      } catch (SyntaxError e) {
        in.skipToDeclaration(KEYWORDS);
      }
    }
    return queries;
  }

  private Query query() {
    Token start = in.peek();
    if (!in.acceptWord("query")) {
      throw in.unexpected("`query`", "A source is a list of `query name(…) { … }`.");
    }
    Token name = in.expect(Token.Kind.IDENTIFIER, "the name of the query");
    List<Param> parameters = in.at("(") ? parameters() : List.of();
    String description = description();
    in.expect("{", "before the body of the query");
    Body body = in.atWord("match") || in.atWord("return") ? read() : write();
    Token end = in.expect("}", "after the body of the query");
    return new Query(name(name), description, parameters, body, start.span().to(end.span()));
  }

  private List<Param> parameters() {
    in.expect("(", "before the parameters");
    List<Param> parameters = new ArrayList<>();
    while (!in.at(")")) {
      Token name = in.expect(Token.Kind.VARIABLE, "a parameter, as in `$name: String`");
      in.expect(":", "between a parameter and its type");
      TypeParser.TypeSyntax type = types.type();
      parameters.add(new Param(name(name), type.type(), type.nullable()));
      if (!in.accept(",")) {
        break;
      }
    }
    in.expect(")", "after the parameters");
    return parameters;
  }

  private @Nullable String description() {
    String description = null;
    while (in.accept("@")) {
      Token name = in.expect(Token.Kind.IDENTIFIER, "the name of an annotation after `@`");
      if (!name.isWord("description")) {
        throw in.fail(
            "unknown_annotation",
            name.span(),
            "A query has no annotation `@%s`.".formatted(name.text()),
            "The one annotation of queries is `@description(\"…\")`.");
      }
      in.expect("(", "after `@description`");
      description = in.expect(Token.Kind.STRING, "the description, a string").text();
      in.expect(")", "after the description");
    }
    return description;
  }

  private Body read() {
    List<Clause> match = List.of();
    if (in.acceptWord("match")) {
      match = clauses.block("after `match`");
    }
    if (!in.acceptWord("return")) {
      throw in.unexpected(
          "`return { … }` after the match", "A query that reads says what it returns.");
    }
    boolean distinct = in.acceptWord("distinct");
    List<Column> columns = columns();
    List<Order> order = in.acceptWord("order") ? order() : List.of();
    Expr limit = in.acceptWord("limit") ? limit() : null;
    return new Syntax.Read(match, distinct, columns, order, limit);
  }

  private List<Column> columns() {
    in.expect("{", "after `return`");
    List<Column> columns = new ArrayList<>();
    while (!in.at("}") && !in.atEnd()) {
      Expr value = expressions.operand();
      Syntax.Name alias = null;
      if (in.acceptWord("as")) {
        alias = name(in.expect(Token.Kind.IDENTIFIER, "a name for the column after `as`"));
      }
      columns.add(new Column(value, alias, value.span().to(in.previous().span())));
      in.accept(",");
    }
    in.expect("}", "after the last column");
    return columns;
  }

  private List<Order> order() {
    in.expect("{", "after `order`");
    List<Order> order = new ArrayList<>();
    while (!in.at("}") && !in.atEnd()) {
      Expr value = expressions.operand();
      boolean descending = in.acceptWord("desc");
      if (!descending) {
        in.acceptWord("asc");
      }
      order.add(new Order(value, descending, value.span().to(in.previous().span())));
      in.accept(",");
    }
    in.expect("}", "after the last key of the order");
    return order;
  }

  private Expr limit() {
    if (!in.at(Token.Kind.INTEGER) && !in.at(Token.Kind.VARIABLE)) {
      throw in.unexpected("a number or a parameter after `limit`");
    }
    return expressions.operand();
  }

  private Body write() {
    return new Syntax.Write(statements.statements());
  }
}
