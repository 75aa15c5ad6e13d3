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
  private static final Set<String> ARITHMETIC = Set.of("+", "*", "/", "%");

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
    if (help != null && !next.isSymbol(":")) {
      return in.unexpected("a part of the pattern", help);
    }
    if (next.isSymbol(":")) {
      return in.unexpected(
          "a part of the pattern", "Variables start with `$`, as in `$p: Person`.");
    }
    return next.isSymbol("{")
        ? in.misspelt(
            "a part of the pattern",
            "Blocks are `not { … }` and `optional { … }`.",
            List.of("not", "optional"))
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
    String word = phrase(token, next);
    String before = SyntaxText.source(left);
    String inWhere =
        left instanceof Syntax.Bare ? ForeignWords.help(Place.WHERE, word, before) : null;
    String help = inWhere == null ? ForeignWords.help(Place.OPERATOR, word, before) : inWhere;
    return help == null ? guess(token, OPERATORS) : bad(token.span(), token.describe(), help);
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

  /** {@code in}, which is known only after its list has been read. */
  ParseFailure membership(Token word, Syntax.Expr left, String list) {
    return bad(
        word.span(),
        word.describe(),
        ForeignWords.help(Place.OPERATOR, "in", SyntaxText.source(left), list));
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
    boolean negation =
        in.atWord("not")
            && (next.isSymbol("(") || next.isSymbol("{") || next.kind() == Token.Kind.VARIABLE);
    return negation
        ? in.fail(
            QueryError.BAD_OPERATOR,
            in.peek().span(),
            "`not` negates a pattern in braces.",
            "Write `not { … }` in the match; elsewhere turn the comparison round, as in `!=`.")
        : null;
  }

  /** Arithmetic or an arrow behind a value. */
  @Nullable ParseFailure afterOperand() {
    Token token = in.peek();
    if (token.kind() != Token.Kind.SYMBOL) {
      return null;
    }
    if (atArrow()) {
      return arrow("an operator");
    }
    return ARITHMETIC.contains(token.text()) || isSubtraction(token)
        ? bad(token.span(), token.describe(), ForeignWords.ARITHMETIC)
        : null;
  }

  /** A sign stands right before its number and apart from what is before it. */
  private boolean isSubtraction(Token minus) {
    Token next = in.peek(1);
    boolean number = next.kind() == Token.Kind.INTEGER || next.kind() == Token.Kind.DECIMAL;
    boolean sign =
        number
            && minus.span().end() == next.span().start()
            && in.previous().span().end() < minus.span().start();
    return minus.isSymbol("-") && !sign;
  }

  private boolean atArrow() {
    Token next = in.peek(1);
    return in.at("->")
        || (in.at("-") && (next.isSymbol("[") || next.isSymbol("-") || next.isSymbol("->")));
  }

  private ParseFailure arrow(String expected) {
    return in.unexpected(
        expected, "A traversal is `$from edge $to`, as in `$p knows $f`, without arrows.");
  }

  /** What follows the name of an edge in other languages. */
  @Nullable ParseFailure afterEdge(Token edge) {
    boolean properties =
        in.at("{") && in.peek(1).kind() == Token.Kind.IDENTIFIER && in.peek(2).isSymbol(":");
    boolean alternatives = in.at("|") || in.at("*") || in.at("+");
    return properties || alternatives
        ? in.unexpected(
            "a variable or bounds after the name of the edge",
            ForeignWords.help(Place.EDGE, in.peek().text(), edge.text(), in.peek(1).text()))
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

  /** A word before the argument of a function. */
  @Nullable ParseFailure argument(String function) {
    Token next = in.peek(1);
    String help =
        in.at(Token.Kind.IDENTIFIER)
                && (next.kind() == Token.Kind.VARIABLE || next.kind() == Token.Kind.IDENTIFIER)
            ? ForeignWords.help(Place.ARGUMENT, in.peek().text())
            : null;
    return help == null ? null : in.unexpected("the argument of `%s`".formatted(function), help);
  }

  /** A condition where only a value stands. */
  @Nullable ParseFailure afterValue(String what) {
    return ExprParser.isOperator(in.peek())
        ? in.unexpected(
            "`,` or `}` after " + what, "Conditions stand in the `match`; here are values.")
        : null;
  }
}
