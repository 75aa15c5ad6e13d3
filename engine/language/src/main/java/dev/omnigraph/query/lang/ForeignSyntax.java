package dev.omnigraph.query.lang;

import dev.omnigraph.lang.ParseFailure;
import dev.omnigraph.lang.Span;
import dev.omnigraph.lang.Suggestions;
import dev.omnigraph.lang.Token;
import dev.omnigraph.lang.TokenStream;
import dev.omnigraph.query.QueryError;
import dev.omnigraph.query.lang.ForeignWords.Place;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds what is written out of another language's habit or misspelt, where the parser meets it.
 * Each method gives the error to throw, or null when what stands there may be right.
 */
final class ForeignSyntax {
  private static final List<String> OPERATORS = List.of("contains", "starts_with");
  private static final List<String> CONNECTIVES = List.of("and", "or");
  private static final Set<String> COMPARISONS = Set.of("=", "!=", "<", ">", "<=", ">=");

  private final TokenStream in;

  ForeignSyntax(TokenStream in) {
    this.in = in;
  }

  /** What is not a part of a match, though it stands where one does. */
  @Nullable ParseFailure part() {
    Token next = in.peek(1);
    if (!in.at(Token.Kind.IDENTIFIER)) {
      return parenthesis(next);
    }
    if (in.atWord("return") && (next.isSymbol("{") || next.isWord("distinct"))) {
      return in.unexpected(
          "`}` after the last part of the pattern", "Close the `match` before it.");
    }
    String help = ForeignWords.help(Place.PART, in.peek().text(), in.peek().text());
    if (help != null && !in.atWord("not") && !next.isSymbol(":")) {
      return in.unexpected("a part of the pattern", help);
    }
    if (next.isSymbol(":")) {
      return in.unexpected(
          "a part of the pattern", "Variables start with `$`, as in `$p: Person`.");
    }
    return next.isSymbol("{") && !ExprParser.isBlock(in.peek())
        ? in.misspelt(
            "a part of the pattern",
            "Blocks are `not { … }`, `optional { … }`, `exists { … }` and `count { … }`.",
            List.of("not", "optional", "exists", "count"))
        : null;
  }

  private @Nullable ParseFailure parenthesis(Token next) {
    if (!in.at("(") || next.kind() == Token.Kind.STRING) {
      return null;
    }
    if (in.peek(2).isSymbol(":")) {
      return in.unexpected("a part of the pattern", "A node is bound as in `$p: Person`.");
    }
    return next.kind() == Token.Kind.IDENTIFIER && in.peek(2).isSymbol("|")
        ? in.unexpected("a part of the pattern", ForeignWords.help(Place.PART, "|"))
        : null;
  }

  /**
   * What is not an operator, though it stands where one does.
   *
   * @param left what stands before it
   */
  @Nullable ParseFailure operator(Syntax.Expr left) {
    Token token = in.peek();
    Token next = in.peek(1);
    for (String symbol : List.of("<>", "==", "=~", "||", "~", "|")) {
      if (startsWith(symbol)) {
        return symbol(symbol);
      }
    }
    if (token.kind() != Token.Kind.IDENTIFIER || next.isSymbol("{")) {
      return null;
    }
    if (token.isWord("not") && !isOperator(next)) {
      // The next condition begins.
      return null;
    }
    String word = phrase(token, next);
    String help = ForeignWords.help(Place.OPERATOR, word, SyntaxText.source(left));
    return help == null ? guess(token, OPERATORS) : bad(token.span(), token.describe(), help);
  }

  private static boolean isOperator(Token token) {
    return ExprParser.isOperatorWord(token)
        || token.kind() == Token.Kind.IDENTIFIER
            && ForeignWords.help(Place.OPERATOR, token.text()) != null
            && !token.isWord("not");
  }

  private ParseFailure symbol(String symbol) {
    Span first = in.peek().span();
    Span span = symbol.length() > 1 ? first.to(in.peek(1).span()) : first;
    return bad(span, "`" + symbol + "`", ForeignWords.help(Place.OPERATOR, symbol));
  }

  private boolean startsWith(String symbols) {
    for (int i = 0; i < symbols.length(); i++) {
      if (!in.peek(i).isSymbol(symbols.substring(i, i + 1))) {
        return false;
      }
    }
    return true;
  }

  private String phrase(Token token, Token next) {
    boolean is = token.text().equalsIgnoreCase("is");
    if (is && next.text().equalsIgnoreCase("not")) {
      return "is not null";
    }
    return is && next.text().equalsIgnoreCase("null") ? "is null" : token.text();
  }

  /** A list in parentheses behind {@code in}. */
  @Nullable ParseFailure list(Syntax.Name operator) {
    return operator.text().equals("in") && in.at("(") && in.peek(2).isSymbol(",")
        ? in.unexpected("a list after `in`", "A list stands in brackets, as in `[1, 2]`.")
        : null;
  }

  /** A comparison of a comparison. */
  @Nullable ParseFailure afterComparison(
      Syntax.Expr left, Syntax.Name operator, Syntax.Expr right) {
    Token token = in.peek();
    return token.kind() == Token.Kind.SYMBOL && COMPARISONS.contains(token.text())
        ? in.fail(
            QueryError.CHAINED_COMPARISON,
            token.span(),
            "`%s` stands behind a comparison.".formatted(token.text()),
            "Join two comparisons with `and`, as in `%1$s %2$s %3$s and %3$s %4$s …`."
                .formatted(
                    SyntaxText.source(left),
                    operator.text(),
                    SyntaxText.source(right),
                    token.text()))
        : null;
  }

  /** What is not {@code and} or {@code or}, though it stands where one does. */
  @Nullable ParseFailure connective() {
    Token token = in.peek();
    if (in.at("|")) {
      return symbol(startsWith("||") ? "||" : "|");
    }
    return token.kind() == Token.Kind.IDENTIFIER && !in.peek(1).isSymbol("{")
        ? guess(token, CONNECTIVES)
        : null;
  }

  /** A traversal where a condition has to stand, behind {@code and} or {@code or}. */
  @Nullable ParseFailure traversal(String connective) {
    boolean traversal =
        in.at(Token.Kind.VARIABLE)
            && in.peek(1).kind() == Token.Kind.IDENTIFIER
            && !ExprParser.isOperator(in.peek(1))
            && in.peek(2).kind() == Token.Kind.VARIABLE
            && ForeignWords.help(Place.OPERATOR, in.peek(1).text()) == null;
    return traversal
        ? in.unexpected("a condition", ForeignWords.help(Place.PART, connective))
        : null;
  }

  private @Nullable ParseFailure guess(Token token, List<String> words) {
    Optional<String> meant = Suggestions.closest(token.text(), words);
    return meant.isEmpty() || words.contains(token.text())
        ? null
        : bad(token.span(), token.describe(), "Did you mean `%s`?".formatted(meant.get()));
  }

  private ParseFailure bad(Span span, String what, @Nullable String help) {
    return in.fail(QueryError.BAD_OPERATOR, span, "%s is not an operator.".formatted(what), help);
  }

  /** What is not a value, though it stands where one does. */
  @Nullable ParseFailure value() {
    Token next = in.peek(1);
    if (atArrow()) {
      return arrow("a value");
    }
    if (in.at("*")) {
      return in.unexpected("a value", "Name what is meant, as in `count($p)` and `$p.name`.");
    }
    return null;
  }

  /** An arrow behind a value. */
  @Nullable ParseFailure afterValue() {
    return atArrow() ? arrow("an operator") : null;
  }

  private boolean atArrow() {
    Token next = in.peek(1);
    boolean line = next.isSymbol("[") || next.isSymbol("-") || next.isSymbol("->");
    return in.at("->") || in.at("-") && line && in.peek().span().end() == next.span().start();
  }

  private ParseFailure arrow(String expected) {
    return in.unexpected(
        expected, "A traversal is `$from edge $to`, as in `$p knows $f`, without arrows.");
  }

  /** What follows the name of an edge in other languages. */
  @Nullable ParseFailure afterEdge(Syntax.Edges edges) {
    boolean properties =
        in.at("{") && in.peek(1).kind() == Token.Kind.IDENTIFIER && in.peek(2).isSymbol(":");
    boolean alternatives = in.at("|") || in.at("*") || in.at("+");
    return properties || alternatives
        ? in.unexpected(
            "a variable or bounds after the name of the edge",
            ForeignWords.help(Place.EDGE, in.peek().text(), edges.text(), in.peek(1).text()))
        : null;
  }

  /**
   * An operator of another language where the name of an edge stands, and no variable behind it.
   */
  @Nullable ParseFailure edge(Token from, Token edge) {
    String word = phrase(edge, in.peek());
    String help = ForeignWords.help(Place.OPERATOR, word, "$" + from.text());
    return help == null ? null : bad(edge.span(), edge.describe(), help);
  }

  /** What other languages have behind a match or what is returned. */
  @Nullable String clause() {
    return ForeignWords.help(Place.CLAUSE, in.peek().text());
  }

  /** What other languages have behind {@code limit}. */
  @Nullable String limit() {
    return ForeignWords.help(Place.CLAUSE, "limit " + in.peek().text());
  }

  /** What other languages begin a statement with. */
  @Nullable String statement() {
    return in.at(Token.Kind.IDENTIFIER)
        ? ForeignWords.help(Place.STATEMENT, in.peek().text())
        : null;
  }
}
