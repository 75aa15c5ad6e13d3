package dev.omnigraph.lang;

import dev.omnigraph.error.ErrorCode;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a recursive-descent parser reads from. */
public final class TokenStream {
  /** Deeper nesting is refused before it can exhaust the stack. */
  private static final int MAX_DEPTH = 64;

  private final List<Token> tokens;
  private final Diagnostics diagnostics;
  private int at;
  private int depth;

  public TokenStream(List<Token> tokens, Diagnostics diagnostics) {
    this.tokens = tokens;
    this.diagnostics = diagnostics;
  }

  public Token peek() {
    return peek(0);
  }

  /** The token that many places ahead, or the last one. */
  public Token peek(int ahead) {
    diagnostics.work().add();
    return tokens.get(Math.min(at + ahead, tokens.size() - 1));
  }

  /** The token before the next one. */
  public Token previous() {
    return tokens.get(Math.max(0, at - 1));
  }

  public Token next() {
    Token token = peek();
    if (token.kind() != Token.Kind.END) {
      at++;
    }
    return token;
  }

  public boolean atEnd() {
    return at(Token.Kind.END);
  }

  public boolean at(Token.Kind kind) {
    return peek().kind() == kind;
  }

  public boolean at(String symbol) {
    return peek().isSymbol(symbol);
  }

  public boolean atWord(String word) {
    return peek().isWord(word);
  }

  public boolean accept(String symbol) {
    if (!at(symbol)) {
      return false;
    }
    at++;
    return true;
  }

  public boolean acceptWord(String word) {
    if (!atWord(word)) {
      return false;
    }
    at++;
    return true;
  }

  /**
   * @param context what the symbol belongs to, as in "expected `{` after the name of the type"
   */
  public Token expect(String symbol, String context) {
    if (at(symbol)) {
      return next();
    }
    throw unexpected("`" + symbol + "` " + context);
  }

  /**
   * @param help what to do when something else comes
   */
  public Token expect(String symbol, String context, String help) {
    if (at(symbol)) {
      return next();
    }
    throw unexpected("`" + symbol + "` " + context, help);
  }

  public Token expect(Token.Kind kind, String what) {
    if (at(kind)) {
      return next();
    }
    throw unexpected(what);
  }

  /** Reports that something else was expected than what comes next. */
  public ParseFailure unexpected(String expected) {
    return unexpected(expected, null);
  }

  public ParseFailure unexpected(String expected, @Nullable String help) {
    String message = "Expected %s, found %s.".formatted(expected, peek().describe());
    String said =
        help == null && at(Token.Kind.SYMBOL) && peek().text().length() == 1
            ? UnexpectedCharacter.help(peek().text().charAt(0))
            : help;
    return fail(LanguageError.SYNTAX, peek().span(), message, said);
  }

  /**
   * The same, guessing which word was meant when what comes next is nearly one of them.
   *
   * @param help what to say when it is not
   */
  public ParseFailure misspelt(String expected, @Nullable String help, Collection<String> words) {
    Optional<String> meant =
        at(Token.Kind.IDENTIFIER) && !words.contains(peek().text())
            ? Suggestions.closest(peek().text(), words)
            : Optional.empty();
    return unexpected(expected, meant.map("Did you mean `%s`?"::formatted).orElse(help));
  }

  /** Reports as {@link Diagnostics#error} does, and gives up what is being parsed. */
  public ParseFailure fail(ErrorCode code, Span span, String message) {
    return fail(code, span, message, code.nextStep());
  }

  public ParseFailure fail(ErrorCode code, Span span, String message, @Nullable String help) {
    diagnostics.error(code, span, message, help);
    return new ParseFailure();
  }

  /** Enters a nested construct; pair it with {@link #leave}. */
  public void enter() {
    if (++depth > MAX_DEPTH) {
      throw fail(
          LanguageError.NESTED_TOO_DEEP,
          peek().span(),
          "This is nested more than %d levels deep.".formatted(MAX_DEPTH));
    }
  }

  public void leave() {
    depth--;
  }

  /** After an error at the top level: on to the next token that starts a declaration. */
  public void skipToDeclaration(Set<String> keywords) {
    depth = 0;
    int braces = 0;
    while (!atEnd()) {
      boolean outside = braces <= 0 || previous().span().line() < peek().span().line();
      if (outside && at(Token.Kind.IDENTIFIER) && keywords.contains(peek().text())) {
        Token.Kind second = peek(1).kind();
        if (second == Token.Kind.IDENTIFIER) {
          return;
        }
      }
      Token token = next();
      if (token.isSymbol("{")) {
        braces++;
      } else if (token.isSymbol("}")) {
        braces--;
      }
    }
  }
}
