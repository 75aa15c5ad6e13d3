package dev.omnigraph.query.lang;

import dev.omnigraph.lang.Limit;
import dev.omnigraph.lang.ParseFailure;
import dev.omnigraph.lang.Span;
import dev.omnigraph.lang.Token;
import dev.omnigraph.lang.TokenStream;
import dev.omnigraph.query.QueryError;
import dev.omnigraph.query.lang.Syntax.Assignment;
import dev.omnigraph.query.lang.Syntax.Bounds;
import dev.omnigraph.query.lang.Syntax.Clause;
import dev.omnigraph.query.lang.Syntax.Name;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The parts of a match. Nothing separates them: each one's first tokens tell what it is. */
final class ClauseParser {
  private final TokenStream in;
  private final ExprParser expressions;
  private final ForeignSyntax foreign;
  private int patterns;

  ClauseParser(TokenStream in) {
    this.in = in;
    this.expressions = new ExprParser(in, this);
    this.foreign = new ForeignSyntax(in);
  }

  /** The expressions that stand in patterns, in which patterns may stand. */
  ExprParser expressions() {
    return expressions;
  }

  /** Before each query and each statement, whose parts are counted for themselves. */
  void start() {
    patterns = 0;
    expressions.start();
  }

  /** A block inside of a pattern or an expression. */
  List<Clause> inner(String context) {
    countPattern();
    return block(context);
  }

  /** {@code { … }}. */
  List<Clause> block(String context) {
    in.expect("{", context);
    in.enter();
    List<Clause> clauses = new ArrayList<>();
    while (!in.at("}") && !in.atEnd()) {
      clauses.add(clause());
      in.accept(",");
    }
    in.expect("}", "after the last part of the pattern");
    in.leave();
    return clauses;
  }

  private Clause clause() {
    Span start = in.peek().span();
    if (in.atWord("not") && in.peek(1).isSymbol("{")) {
      in.next();
      List<Clause> clauses = inner("after `not`");
      return new Syntax.Not(clauses, start.to(in.previous().span()));
    }
    if (in.atWord("optional") && in.peek(1).isSymbol("{")) {
      in.next();
      List<Clause> clauses = inner("after `optional`");
      return new Syntax.Optionally(clauses, start.to(in.previous().span()));
    }
    if (in.at(Token.Kind.VARIABLE)) {
      if (in.peek(1).isSymbol(":")) {
        return bind();
      }
      if (startsTraversal()) {
        return traverse();
      }
    }
    refuse(foreign.part());
    expressions.countTerm();
    Syntax.Expr condition = expressions.expression();
    return new Syntax.Filter(condition, condition.span());
  }

  private void countPattern() {
    Limit.TOO_MANY_PATTERNS.check(++patterns, in, in.peek().span());
  }

  private static void refuse(@Nullable ParseFailure found) {
    if (found != null) {
      throw found;
    }
  }

  private Clause bind() {
    countPattern();
    Token variable = in.next();
    in.next();
    Token type = in.expect(Token.Kind.IDENTIFIER, "the name of a node type after `:`");
    List<Assignment> inline = in.at("{") ? assignments("after the name of the type") : List.of();
    return new Syntax.Bind(
        name(variable), name(type), inline, variable.span().to(in.previous().span()));
  }

  /** {@code { name: value, … }}. */
  List<Assignment> assignments(String context) {
    in.expect("{", context);
    List<Assignment> assignments = new ArrayList<>();
    while (!in.at("}") && !in.atEnd()) {
      Token name = in.expect(Token.Kind.IDENTIFIER, "the name of a property");
      if (ExprParser.isOperator(in.peek())) {
        throw in.unexpected(
            "`:` after the name of the property",
            in.at("=") ? "Write `:`." : "Only equalities stand here; others are filters.");
      }
      in.expect(":", "after the name of the property");
      expressions.countTerm();
      assignments.add(new Assignment(name(name), expressions.expression()));
      if (!in.accept(",") && !in.at("}")) {
        throw in.unexpected("`,` or `}` after the value");
      }
    }
    in.expect("}", "after the last property");
    return assignments;
  }

  /** {@code $a knows}, {@code $a $w:}, {@code $a <knows} and not a condition. */
  private boolean startsTraversal() {
    Token second = in.peek(1);
    Token third = in.peek(2);
    if (second.isSymbol("<")) {
      return startsUndirected(third);
    }
    return switch (second.kind()) {
      case IDENTIFIER ->
          third.isSymbol("{") && in.peek(3).kind() == Token.Kind.INTEGER
              || !ExprParser.isOperatorWord(second)
                  && !ExprParser.isNullTest(second, third)
                  && !third.isSymbol("(")
                  && !(isBlockWord(second) && third.isSymbol("{"));
      case VARIABLE -> third.isSymbol(":");
      case STRING -> third.kind() == Token.Kind.VARIABLE || third.isSymbol("{");
      case SYMBOL ->
          second.isSymbol("*") && (third.isSymbol("{") || endsTraversal(2)) || startsList(1);
      case INTEGER, DECIMAL, END -> false;
    };
  }

  private boolean startsUndirected(Token edge) {
    boolean one = edge.kind() == Token.Kind.IDENTIFIER || edge.kind() == Token.Kind.STRING;
    return one && (in.peek(3).isSymbol(">") || in.peek(3).isSymbol("{"))
        || edge.isSymbol("*")
        || startsList(2);
  }

  /** {@code (knows|} or {@code (knows)}, which no value is. */
  private boolean startsList(int at) {
    Token.Kind first = in.peek(at + 1).kind();
    Token second = in.peek(at + 2);
    return in.peek(at).isSymbol("(")
        && (first == Token.Kind.IDENTIFIER || first == Token.Kind.STRING)
        && (second.isSymbol("|") || second.isSymbol(")"));
  }

  /** A variable that is not one side of a product. */
  private boolean endsTraversal(int at) {
    Token next = in.peek(at + 1);
    return in.peek(at).kind() == Token.Kind.VARIABLE
        && !next.isSymbol(".")
        && !ExprParser.isOperator(next)
        && !ExprParser.isNullTest(next, in.peek(at + 2));
  }

  private static boolean isBlockWord(Token token) {
    return token.isWord("not")
        || token.isWord("optional")
        || token.isWord("exists")
        || token.isWord("count");
  }

  private Clause traverse() {
    countPattern();
    Token from = in.next();
    Name along = null;
    if (in.at(Token.Kind.VARIABLE)) {
      along = name(in.next());
      in.expect(":", "between the edge's variable and its type");
    }
    boolean undirected = in.accept("<");
    Token edge = in.peek();
    Syntax.Edges edges = edges();
    refuse(foreign.afterEdge(edges));
    Bounds bounds = bounds();
    if (undirected) {
      in.expect(">", "after the name of an undirected edge");
      if (bounds == null) {
        bounds = bounds();
      }
    }
    Token to = in.peek();
    if (to.kind() != Token.Kind.VARIABLE) {
      refuse(foreign.edge(from, edge));
      throw in.unexpected(
          "a variable at the end of the traversal `$%s %s …`".formatted(from.text(), edges.text()),
          "A traversal is `$from edge $to`; write `$_` when the end does not matter.");
    }
    in.next();
    return new Syntax.Traverse(
        name(from), along, edges, undirected, bounds, name(to), from.span().to(to.span()));
  }

  /** {@code knows}, {@code (knows|likes)} or {@code *}. */
  private Syntax.Edges edges() {
    Span start = in.peek().span();
    if (in.accept("*")) {
      return new Syntax.Edges(List.of(), start);
    }
    List<Name> names = new ArrayList<>();
    if (in.accept("(")) {
      names.add(edge());
      while (in.accept("|")) {
        countPattern();
        names.add(edge());
      }
      in.expect(")", "after the names of the edges", "Several are written `(knows|likes)`.");
    } else {
      names.add(edge());
    }
    return new Syntax.Edges(names, start.to(in.previous().span()));
  }

  private Name edge() {
    return name(
        in.at(Token.Kind.STRING)
            ? in.next()
            : in.expect(Token.Kind.IDENTIFIER, "the name of an edge"));
  }

  private @Nullable Bounds bounds() {
    Token open = in.peek();
    if (!in.accept("{")) {
      return null;
    }
    int min = hops();
    int max = min;
    if (in.accept(",")) {
      if (in.at("}")) {
        throw in.fail(
            QueryError.UNBOUNDED_TRAVERSAL,
            open.span().to(in.peek().span()),
            "A traversal is always bounded.",
            "Name the greatest number of hops, as in `{%d,%d}`.".formatted(min, min + 2));
      }
      max = hops();
    }
    Token close = in.expect("}", "after the bounds", "Bounds are written `{1,3}`.");
    return new Bounds(min, max, open.span().to(close.span()));
  }

  private int hops() {
    if (!in.at(Token.Kind.INTEGER)) {
      throw in.unexpected("a number of hops", "Bounds are written `{1,3}`.");
    }
    Token token = in.next();
    if (token.text().length() > 4) {
      throw in.fail(QueryError.HOP_BOUNDS, token.span(), "A traversal has 9999 hops at most.");
    }
    return Integer.parseInt(token.text());
  }

  static Name name(Token token) {
    return new Name(token.text(), token.span());
  }
}
