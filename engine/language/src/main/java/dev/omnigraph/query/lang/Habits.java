package dev.omnigraph.query.lang;

import dev.omnigraph.lang.Suggestions;
import dev.omnigraph.lang.SyntaxError;
import dev.omnigraph.lang.Token;
import dev.omnigraph.lang.TokenStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is written out of another language's habit or misspelt, and what to write instead. */
final class Habits {
  private static final List<String> OPERATORS = List.of("contains", "starts_with");
  private static final List<String> CONNECTIVES = List.of("and", "or");

  /** What other languages write for our operators. */
  private static final Map<String, String> FOREIGN_WORDS =
      Map.of(
          "like", "contains` or `starts_with",
          "is", "=",
          "in", "or",
          "startswith", "starts_with",
          "starts", "starts_with",
          "includes", "contains");

  private final TokenStream in;

  Habits(TokenStream in) {
    this.in = in;
  }

  /** What is no part of a match, though it stands where one does; null when it may be one. */
  @Nullable SyntaxError part() {
    Token next = in.peek(1);
    if (!in.at(Token.Kind.IDENTIFIER)) {
      return in.at("(") && next.kind() != Token.Kind.STRING && in.peek(2).isSymbol(":")
          ? in.unexpected("a part of the pattern", "A node is bound as in `$p: Person`.")
          : null;
    }
    if (in.atWord("return") && (next.isSymbol("{") || next.isWord("distinct"))) {
      return in.unexpected(
          "`}` after the last part of the pattern", "Close the `match` before it.");
    }
    if (in.atWord("where")) {
      return in.unexpected("a part of the pattern", "Filters stand here without `where`.");
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

  /** What is no operator, though it stands where one does; null when it may be something else. */
  @Nullable SyntaxError operator() {
    Token token = in.peek();
    if (token.isSymbol("<") && in.peek(1).isSymbol(">")) {
      return bad(token.span().to(in.peek(1).span()), "`<>`", "Unequal is written `!=`.");
    }
    if (token.kind() != Token.Kind.IDENTIFIER || in.peek(1).isSymbol("{")) {
      return null;
    }
    String foreign = FOREIGN_WORDS.get(token.text());
    if (foreign != null) {
      return bad(token.span(), token.describe(), "Write `%s`.".formatted(foreign));
    }
    return guess(token, OPERATORS);
  }

  /** What is no {@code and} or {@code or}, though it stands where one does. */
  @Nullable SyntaxError connective() {
    Token token = in.peek();
    return token.kind() == Token.Kind.IDENTIFIER && !in.peek(1).isSymbol("{")
        ? guess(token, CONNECTIVES)
        : null;
  }

  private @Nullable SyntaxError guess(Token token, List<String> words) {
    Optional<String> meant = Suggestions.closest(token.text(), words);
    return meant.isEmpty() || words.contains(token.text())
        ? null
        : bad(token.span(), token.describe(), "Did you mean `%s`?".formatted(meant.get()));
  }

  private SyntaxError bad(dev.omnigraph.lang.Span span, String what, String help) {
    return in.fail("bad_operator", span, "%s is not an operator.".formatted(what), help);
  }

  /** What is no value, though it stands where one does; null when it may be one. */
  @Nullable SyntaxError value() {
    Token next = in.peek(1);
    boolean arrow =
        in.at("->")
            || (in.at("-") && (next.isSymbol("[") || next.isSymbol("-") || next.isSymbol("->")));
    if (arrow) {
      return in.unexpected(
          "a value", "A traversal is `$from edge $to`, as in `$p knows $f`, without arrows.");
    }
    boolean negation =
        in.atWord("not")
            && (next.isSymbol("(") || next.isSymbol("{") || next.kind() == Token.Kind.VARIABLE);
    return negation
        ? in.fail(
            "bad_operator",
            in.peek().span(),
            "`not` negates a pattern in braces.",
            "Write `not { … }` in the match; elsewhere turn the comparison round, as in `!=`.")
        : null;
  }

  /** A condition where only a value stands. */
  @Nullable SyntaxError afterValue(String what) {
    return ExprParser.isOperator(in.peek())
        ? in.unexpected(
            "`,` or `}` after " + what, "Conditions stand in the `match`; here are values.")
        : null;
  }
}
