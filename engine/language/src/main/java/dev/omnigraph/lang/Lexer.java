package dev.omnigraph.lang;

import dev.omnigraph.value.TextLiteral;
import dev.omnigraph.value.ValueError;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Splits a source into tokens; reports what is malformed and carries on behind it. */
public final class Lexer {
  private static final List<String> LONG_SYMBOLS = List.of("..", "->", "<=", ">=", "!=");
  private static final int MAX_NAME = 128;

  /** The longest exact double has fewer digits. */
  private static final int MAX_NUMBER = 1_100;

  /** Digits; every number type overflows or underflows long before. */
  private static final int MAX_EXPONENT = 6;

  private static final String SYMBOLS = "{}()[]<>:,.?@=-+*/%|~";

  private final Source source;
  private final String text;
  private final Diagnostics diagnostics;
  private final List<Token> tokens = new ArrayList<>();
  private int at;
  private int line = 1;
  private int column = 1;

  private Lexer(Source source, Diagnostics diagnostics) {
    this.source = source;
    this.text = source.text();
    this.diagnostics = diagnostics;
  }

  /** The tokens of the source; the last one, and only it, is {@link Token.Kind#END}. */
  public static List<Token> tokens(Source source, Diagnostics diagnostics) {
    if (source.text().length() > Source.MAX_LENGTH) {
      Span start = new Span(source.file(), 1, 1, 0, 0);
      diagnostics.error(
          LanguageError.SOURCE_TOO_LARGE,
          start,
          "The source has %,d characters; the limit is %,d."
              .formatted(source.text().length(), Source.MAX_LENGTH));
      return List.of(new Token(Token.Kind.END, "", start));
    }
    return new Lexer(source, diagnostics).run();
  }

  private List<Token> run() {
    if (text.startsWith("\uFEFF")) {
      at = 1;
    }
    while (skipBlank()) {
      Mark start = mark();
      char c = text.charAt(at);
      if (isNameStart(c)) {
        takeName();
        add(Token.Kind.IDENTIFIER, start, name(start, start.offset()));
      } else if (c == '$') {
        variable(start);
      } else if (isDigit(c)) {
        number(start);
      } else if (c == '"') {
        string(start);
      } else {
        symbol(start, c);
      }
    }
    add(Token.Kind.END, mark(), "");
    return List.copyOf(tokens);
  }

  /** False at the end of the source. */
  private boolean skipBlank() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == ' ' || c == '\t' || Source.isLineEnd(c) || c == '\f' || c == '\u00A0') {
        advance();
      } else if (text.startsWith("//", at)) {
        skipLine();
      } else if (text.startsWith("/*", at)) {
        skipComment();
      } else {
        return true;
      }
    }
    return false;
  }

  private void skipLine() {
    while (at < text.length() && !Source.isLineEnd(text.charAt(at))) {
      advance();
    }
  }

  private void skipComment() {
    Mark start = mark();
    advance(2);
    Span opening = span(start);
    while (!text.startsWith("*/", at)) {
      if (at >= text.length()) {
        diagnostics.error(
            LanguageError.UNTERMINATED_COMMENT, opening, "This comment is not closed.");
        return;
      }
      advance();
    }
    advance(2);
  }

  private void variable(Mark start) {
    advance();
    if (at < text.length() && isNameStart(text.charAt(at))) {
      takeName();
      add(Token.Kind.VARIABLE, start, name(start, start.offset() + 1));
    } else {
      diagnostics.error(
          LanguageError.BAD_VARIABLE,
          span(start),
          "A `$` is followed by the name of a variable or parameter.");
    }
  }

  private void number(Mark start) {
    takeDigits();
    Token.Kind kind = Token.Kind.INTEGER;
    if (charAt(0) == '.' && isDigit(charAt(1))) {
      kind = Token.Kind.DECIMAL;
      advance();
      takeDigits();
    }
    boolean tooLong = false;
    boolean signed = charAt(1) == '+' || charAt(1) == '-';
    if ((charAt(0) == 'e' || charAt(0) == 'E') && isDigit(charAt(signed ? 2 : 1))) {
      kind = Token.Kind.DECIMAL;
      advance(signed ? 2 : 1);
      int exponent = at;
      takeDigits();
      tooLong = at - exponent > MAX_EXPONENT;
    }
    if (isNamePart(charAt(0)) || tooLong || at - start.offset() > MAX_NUMBER) {
      takeName();
      diagnostics.error(
          LanguageError.BAD_NUMBER,
          span(start),
          "`%s` is not a number.".formatted(textFrom(start)),
          "Numbers are written as 12, -1.5 or 1e9, and names start with a letter or `_`.");
      add(Token.Kind.INTEGER, start, "0");
      return;
    }
    add(kind, start, textFrom(start));
  }

  private void string(Mark start) {
    StringBuilder value = new StringBuilder();
    advance();
    while (at < text.length() && !Source.isLineEnd(text.charAt(at))) {
      char c = text.charAt(at);
      if (c == '"') {
        advance();
        finishString(start, value.toString());
        return;
      }
      if (c == '\\') {
        escape(value);
      } else {
        value.appendCodePoint(text.codePointAt(at));
        advance();
      }
    }
    diagnostics.error(
        LanguageError.UNTERMINATED_STRING, span(start), "This string is not closed on its line.");
    add(Token.Kind.STRING, start, value.toString());
  }

  private void finishString(Mark start, String value) {
    if (!TextLiteral.isText(value)) {
      diagnostics.error(
          ValueError.BAD_TEXT,
          span(start),
          "This string has half of a surrogate pair, which is not a character.",
          "Write both halves, \\uD8xx\\uDCxx, or the character itself.");
    }
    add(Token.Kind.STRING, start, value);
  }

  private void escape(StringBuilder value) {
    Mark start = mark();
    advance();
    char c = charAt(0);
    if (c == 'u') {
      Integer code = hex();
      if (code != null) {
        value.append((char) code.intValue());
        advance(5);
        return;
      }
    }
    int plain = "\"\\/nrtbf".indexOf(c);
    if (c != 0 && plain >= 0) {
      value.append("\"\\/\n\r\t\b\f".charAt(plain));
      advance();
      return;
    }
    if (c != 0 && !Source.isLineEnd(c)) {
      advance();
    }
    diagnostics.error(
        LanguageError.BAD_ESCAPE,
        span(start),
        "`%s` is not an escape sequence.".formatted(textFrom(start)));
  }

  /** The four hexadecimal digits behind {@code u}, or null. */
  private @Nullable Integer hex() {
    int value = 0;
    for (int i = 1; i <= 4; i++) {
      int digit = Character.digit(charAt(i), 16);
      if (digit < 0) {
        return null;
      }
      value = value * 16 + digit;
    }
    return value;
  }

  private void symbol(Mark start, char c) {
    for (String symbol : LONG_SYMBOLS) {
      if (text.startsWith(symbol, at)) {
        advance(symbol.length());
        add(Token.Kind.SYMBOL, start, symbol);
        return;
      }
    }
    advance();
    if (SYMBOLS.indexOf(c) >= 0) {
      add(Token.Kind.SYMBOL, start, String.valueOf(c));
      return;
    }
    int character = text.codePointAt(start.offset());
    diagnostics.error(
        LanguageError.UNEXPECTED_CHARACTER,
        span(start),
        UnexpectedCharacter.message(character),
        UnexpectedCharacter.help(character));
  }

  private String name(Mark start, int from) {
    if (at - from <= MAX_NAME) {
      return text.substring(from, at);
    }
    diagnostics.error(
        LanguageError.NAME_TOO_LONG,
        span(start),
        "A name has at most %d characters, this has %d.".formatted(MAX_NAME, at - from));
    return text.substring(from, from + MAX_NAME);
  }

  private void takeName() {
    while (isNamePart(charAt(0))) {
      advance();
    }
  }

  private void takeDigits() {
    while (isDigit(charAt(0))) {
      advance();
    }
  }

  /** NUL behind the end. */
  private char charAt(int ahead) {
    return at + ahead < text.length() ? text.charAt(at + ahead) : 0;
  }

  private void advance(int count) {
    for (int i = 0; i < count && at < text.length(); i++) {
      advance();
    }
  }

  /** One code point on; CR LF counts as one line end. */
  private void advance() {
    diagnostics.work().add();
    int c = text.codePointAt(at);
    at += Character.charCount(c);
    if (c == '\n' || (c == '\r' && charAt(0) != '\n')) {
      line++;
      column = 1;
    } else {
      column++;
    }
  }

  private record Mark(int offset, int line, int column) {}

  private Mark mark() {
    return new Mark(at, line, column);
  }

  private Span span(Mark start) {
    return new Span(source.file(), start.line(), start.column(), start.offset(), at);
  }

  private String textFrom(Mark start) {
    return text.substring(start.offset(), at);
  }

  private void add(Token.Kind kind, Mark start, String value) {
    tokens.add(new Token(kind, value, span(start)));
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isNameStart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }

  private static boolean isNamePart(char c) {
    return isNameStart(c) || isDigit(c);
  }
}
