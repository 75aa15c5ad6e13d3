package dev.omnigraph.query.lang;

import static dev.omnigraph.query.lang.ClauseParser.name;

import dev.omnigraph.lang.Diagnostics;
import dev.omnigraph.lang.LanguageError;
import dev.omnigraph.lang.Limit;
import dev.omnigraph.lang.ParseFailure;
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
  private static final String EXAMPLE =
      "A source is a list of queries, as in"
          + " `query adults { match { $p: Person  $p.age > 17 } return { $p.name } }`.";

  private final TokenStream in;
  private final TypeParser types;
  private final ExprParser expressions;
  private final ClauseParser clauses;
  private final StatementParser statements;
  private final ForeignSyntax foreign;

  QueryParser(TokenStream in, Diagnostics diagnostics) {
    this.in = in;
    this.types = TypeParser.ofParameters(in, diagnostics);
    this.clauses = new ClauseParser(in);
    this.expressions = clauses.expressions();
    this.statements = new StatementParser(in, clauses);
    this.foreign = new ForeignSyntax(in);
  }

  List<Query> queries() {
    List<Query> queries = new ArrayList<>();
    while (!in.atEnd()) {
      try {
        queries.add(query());
      } catch (ParseFailure e) {
        in.skipToDeclaration(KEYWORDS);
      }
    }
    return queries;
  }

  private Query query() {
    Token start = in.peek();
    if (!in.acceptWord("query")) {
      throw in.misspelt("`query`", in.at("}") ? "This `}` closes nothing." : EXAMPLE, KEYWORDS);
    }
    clauses.start();
    Token name = in.expect(Token.Kind.IDENTIFIER, "the name of the query");
    List<Param> parameters = in.at("(") ? parameters() : List.of();
    String description = description();
    in.expect("{", "before the body of the query");
    Body body = in.atWord("match") || in.atWord("return") ? read() : write();
    Token end = end(body);
    return new Query(name(name), description, parameters, body, start.span().to(end.span()));
  }

  private Token end(Body body) {
    if (in.at("}") || !(body instanceof Syntax.Read read)) {
      return in.expect("}", "after the body of the query");
    }
    String late = late(read);
    if (foreign.clause() != null) {
      throw in.unexpected("`}` after the body of the query", foreign.clause());
    }
    throw in.misspelt(
        "`}` after the body of the query",
        late,
        late != null ? List.of() : List.of("having", "order", "limit", "offset"));
  }

  /** What stands behind what it has to stand before. */
  private @Nullable String late(Syntax.Read read) {
    if (in.atWord("having") && (!read.order().isEmpty() || read.limit() != null)) {
      return "`having` stands right behind what is returned.";
    }
    return in.atWord("order") && read.limit() != null && read.order().isEmpty()
        ? "`order` stands before `limit`."
        : null;
  }

  private List<Param> parameters() {
    in.expect("(", "before the parameters");
    List<Param> parameters = new ArrayList<>();
    while (!in.at(")")) {
      if (in.at(Token.Kind.IDENTIFIER)) {
        throw in.unexpected(
            "a parameter, as in `$name: String`", "Write `$%s`.".formatted(in.peek().text()));
      }
      Token name = in.expect(Token.Kind.VARIABLE, "a parameter, as in `$name: String`");
      Limit.TOO_MANY_PARAMETERS.check(parameters.size() + 1, in, name.span());
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
            LanguageError.UNKNOWN_ANNOTATION,
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
      throw in.misspelt("`return { … }` after the match", instead(), List.of("return"));
    }
    boolean distinct = in.acceptWord("distinct");
    List<Column> columns = columns();
    Expr having = in.acceptWord("having") ? having() : null;
    List<Order> order = in.acceptWord("order") ? order() : List.of();
    Expr limit = in.acceptWord("limit") ? count("limit") : null;
    Expr offset = limit != null && in.acceptWord("offset") ? count("offset") : null;
    return new Syntax.Read(match, distinct, columns, having, order, limit, offset);
  }

  /** What to do about what stands where `return` is expected. */
  private String instead() {
    String help = foreign.clause();
    return help == null ? "A query that reads says what it returns." : help;
  }

  private List<Column> columns() {
    if (!in.at("{")) {
      throw in.misspelt("`{` after `return`", "Write `return { … }`.", List.of("distinct"));
    }
    in.next();
    List<Column> columns = new ArrayList<>();
    while (!in.at("}") && !in.atEnd()) {
      Limit.TOO_MANY_COLUMNS.check(columns.size() + 1, in, in.peek().span());
      Expr value = expressions.expression();
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
    in.expect("{", "after `order`", "Write `order { … }`.");
    List<Order> order = new ArrayList<>();
    while (!in.at("}") && !in.atEnd()) {
      Limit.TOO_MANY_KEYS.check(order.size() + 1, in, in.peek().span());
      Expr value = expressions.expression();
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

  /** Conditions that all hold, as in a match. */
  private Expr having() {
    Token open = in.expect("{", "after `having`", "Write `having { … }`.");
    List<Expr> conditions = new ArrayList<>();
    while (!in.at("}") && !in.atEnd()) {
      expressions.countTerm();
      conditions.add(expressions.expression());
      in.accept(",");
    }
    Token close = in.expect("}", "after the last condition");
    return conditions.size() == 1
        ? conditions.getFirst()
        : new Syntax.Both(conditions, open.span().to(close.span()));
  }

  /** A number of rows. */
  private Expr count(String word) {
    if (!in.at(Token.Kind.INTEGER) && !in.at(Token.Kind.VARIABLE)) {
      throw in.unexpected("a number or a parameter after `%s`".formatted(word), foreign.limit());
    }
    return expressions.count();
  }

  private Body write() {
    return new Syntax.Write(statements.statements());
  }
}
