package dev.omnigraph.lang;

import dev.omnigraph.lang.Cursor.Mark;
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

  private final Cursor in;
  private final Diagnostics diagnostics;
  private final List<Token> tokens = new ArrayList<>();

  private Lexer(Source source, Diagnostics diagnostics) {
    this.in = new Cursor(source, diagnostics.work());
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
    while (skipBlank()) {
      Mark start = in.mark();
      char c = in.charAt(0);
      if (isNameStart(c)) {
        takeName();
        add(Token.Kind.IDENTIFIER, start, name(start, in.textFrom(start)));
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
    add(Token.Kind.END, in.mark(), "");
    return List.copyOf(tokens);
  }

  /** False at the end of the source. */
  private boolean skipBlank() {
    while (!in.atEnd()) {
      char c = in.charAt(0);
      if (c == ' ' || c == '\t' || Source.isLineEnd(c) || c == '\f' || c == '\u00A0') {
        in.advance();
      } else if (in.isAt("//")) {
        skipLine();
      } else if (in.isAt("/*")) {
        skipComment();
      } else {
        return true;
      }
    }
    return false;
  }

  private void skipLine() {
    while (!in.atLineEnd()) {
      in.advance();
    }
  }

  private void skipComment() {
    Mark start = in.mark();
    in.advance(2);
    Span opening = in.span(start);
    while (!in.isAt("*/")) {
      if (in.atEnd()) {
        diagnostics.error(
            LanguageError.UNTERMINATED_COMMENT, opening, "This comment is not closed.");
        return;
      }
      in.advance();
    }
    in.advance(2);
  }

  private void variable(Mark start) {
    in.advance();
    if (isNameStart(in.charAt(0))) {
      takeName();
      add(Token.Kind.VARIABLE, start, name(start, in.textFrom(start).substring(1)));
    } else if (isDigit(in.charAt(0)) || in.charAt(0) == '{') {
      diagnostics.error(
          LanguageError.BAD_VARIABLE,
          in.span(start),
          "A `$` is followed by the name of a variable or parameter.");
    } else {
      // The row at hand, whose variable has no name.
      add(Token.Kind.VARIABLE, start, "");
    }
  }

  private void number(Mark start) {
    takeDigits();
    Token.Kind kind = Token.Kind.INTEGER;
    if (in.charAt(0) == '.' && isDigit(in.charAt(1))) {
      kind = Token.Kind.DECIMAL;
      in.advance();
      takeDigits();
    }
    boolean tooLong = false;
    boolean signed = in.charAt(1) == '+' || in.charAt(1) == '-';
    if ((in.charAt(0) == 'e' || in.charAt(0) == 'E') && isDigit(in.charAt(signed ? 2 : 1))) {
      kind = Token.Kind.DECIMAL;
      in.advance(signed ? 2 : 1);
      Mark exponent = in.mark();
      takeDigits();
      tooLong = in.lengthFrom(exponent) > MAX_EXPONENT;
    }
    if (isNamePart(in.charAt(0)) || tooLong || in.lengthFrom(start) > MAX_NUMBER) {
      takeName();
      diagnostics.error(
          LanguageError.BAD_NUMBER,
          in.span(start),
          "`%s` is not a number.".formatted(in.textFrom(start)),
          "Numbers are written as 12, -1.5 or 1e9, and names start with a letter or `_`.");
      add(Token.Kind.INTEGER, start, "0");
      return;
    }
    add(kind, start, in.textFrom(start));
  }

  private void string(Mark start) {
    StringBuilder value = new StringBuilder();
    in.advance();
    while (!in.atLineEnd()) {
      char c = in.charAt(0);
      if (c == '"') {
        in.advance();
        finishString(start, value.toString());
        return;
      }
      if (c == '\\') {
        escape(value);
      } else {
        value.appendCodePoint(in.codePoint());
        in.advance();
      }
    }
    diagnostics.error(
        LanguageError.UNTERMINATED_STRING,
        in.span(start),
        "This string is not closed on its line.");
    add(Token.Kind.STRING, start, value.toString());
  }

  private void finishString(Mark start, String value) {
    if (!TextLiteral.isText(value)) {
      diagnostics.error(
          ValueError.BAD_TEXT,
          in.span(start),
          "This string has half of a surrogate pair, which is not a character.",
          "Write both halves, \\uD8xx\\uDCxx, or the character itself.");
    }
    add(Token.Kind.STRING, start, value);
  }

  private void escape(StringBuilder value) {
    Mark start = in.mark();
    in.advance();
    char c = in.charAt(0);
    if (c == 'u') {
      Integer code = hex();
      if (code != null) {
        value.append((char) code.intValue());
        in.advance(5);
        return;
      }
    }
    int plain = "\"\\/nrtbf".indexOf(c);
    if (c != 0 && plain >= 0) {
      value.append("\"\\/\n\r\t\b\f".charAt(plain));
      in.advance();
      return;
    }
    if (c != 0 && !Source.isLineEnd(c)) {
      in.advance();
    }
    diagnostics.error(
        LanguageError.BAD_ESCAPE,
        in.span(start),
        "`%s` is not an escape sequence.".formatted(in.textFrom(start)));
  }

  /** The four hexadecimal digits behind {@code u}, or null. */
  private @Nullable Integer hex() {
    int value = 0;
    for (int i = 1; i <= 4; i++) {
      int digit = Character.digit(in.charAt(i), 16);
      if (digit < 0) {
        return null;
      }
      value = value * 16 + digit;
    }
    return value;
  }

  private void symbol(Mark start, char c) {
    for (String symbol : LONG_SYMBOLS) {
      if (in.isAt(symbol)) {
        in.advance(symbol.length());
        add(Token.Kind.SYMBOL, start, symbol);
        return;
      }
    }
    int character = in.codePoint();
    in.advance();
    if (SYMBOLS.indexOf(c) >= 0) {
      add(Token.Kind.SYMBOL, start, String.valueOf(c));
      return;
    }
    diagnostics.error(
        LanguageError.UNEXPECTED_CHARACTER,
        in.span(start),
        UnexpectedCharacter.message(character),
        UnexpectedCharacter.help(character));
  }

  private String name(Mark start, String name) {
    if (name.length() <= MAX_NAME) {
      return name;
    }
    diagnostics.error(
        LanguageError.NAME_TOO_LONG,
        in.span(start),
        "A name has at most %d characters, this has %d.".formatted(MAX_NAME, name.length()));
    return name.substring(0, MAX_NAME);
  }

  private void takeName() {
    while (isNamePart(in.charAt(0))) {
      in.advance();
    }
  }

  private void takeDigits() {
    while (isDigit(in.charAt(0))) {
      in.advance();
    }
  }

  private void add(Token.Kind kind, Mark start, String value) {
    tokens.add(new Token(kind, value, in.span(start)));
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
