package dev.omnigraph.lang;

/**
 * A word of either language.
 *
 * @param text an identifier or number as written, a variable without {@code $}, the value of a
 *     string with its escapes resolved, a symbol
 */
public record Token(Kind kind, String text, Span span) {
  /** Keywords are identifiers; the grammars tell them apart by position. */
  public enum Kind {
    IDENTIFIER,
    VARIABLE,
    INTEGER,
    DECIMAL,
    STRING,
    SYMBOL,
    END
  }

  public boolean isSymbol(String symbol) {
    return kind == Kind.SYMBOL && text.equals(symbol);
  }

  public boolean isWord(String word) {
    return kind == Kind.IDENTIFIER && text.equals(word);
  }

  /** As messages speak of it. */
  public String describe() {
    return switch (kind) {
      case IDENTIFIER, INTEGER, DECIMAL, SYMBOL -> "`" + shortened() + "`";
      case VARIABLE -> "`$" + shortened() + "`";
      case STRING -> "a string";
      case END -> "the end of the file";
    };
  }

  private String shortened() {
    return text.length() <= 60 ? text : text.substring(0, 59) + "…";
  }
}
