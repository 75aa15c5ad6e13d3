package dev.omnigraph.lang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;

class LexerTest {

  @Test
  void wordsNumbersStringsAndSymbolsAreToldApart() {
    assertThat(lex("a $b_1 12 0..5 1.5e-3 \"x\" -> <= != .. @ // c\n/* d */ -7"))
        .extracting(t -> t.kind() + " " + t.text())
        .containsExactly(
            "IDENTIFIER a",
            "VARIABLE b_1",
            "INTEGER 12",
            "INTEGER 0",
            "SYMBOL ..",
            "INTEGER 5",
            "DECIMAL 1.5e-3",
            "STRING x",
            "SYMBOL ->",
            "SYMBOL <=",
            "SYMBOL !=",
            "SYMBOL ..",
            "SYMBOL @",
            "SYMBOL -",
            "INTEGER 7",
            "END ");
  }

  @Test
  void escapesAreResolved() {
    assertThat(lex("\"\\\"\\\\\\/\\n\\r\\t\\b\\f\\u00e9\\ud83d\\ude00\"").getFirst().text())
        .isEqualTo("\"\\/\n\r\t\b\fé😀");
  }

  @Test
  void positionsCountLinesOfAnyEndingAndColumnsInCodePoints() {
    assertThat(lex("a\r\nb\rc\nd \"😀\" e /* x\ny */ f\n\tg"))
        .extracting(t -> t.text() + " " + t.span().line() + ":" + t.span().column())
        .containsExactly(
            "a 1:1", "b 2:1", "c 3:1", "d 4:1", "😀 4:3", "e 4:7", "f 5:6", "g 6:2", " 6:3");
  }

  @Test
  void aByteOrderMarkIsSkipped() {
    assertThat(lex("\uFEFFa").getFirst().text()).isEqualTo("a");
  }

  @Test
  void aSourceBeyondTheLimitIsRefusedBeforeItIsRead() {
    assertThatExceptionOfType(LanguageException.class)
        .isThrownBy(() -> lex("x".repeat(Source.MAX_LENGTH + 1)))
        .satisfies(e -> assertThat(e.code()).isEqualTo("source_too_large"));
  }

  @Test
  void namesAndMessagesHaveALimit() {
    assertThat(lex("a".repeat(128)).getFirst().text()).hasSize(128);
    assertThatExceptionOfType(LanguageException.class)
        .isThrownBy(() -> lex("9".repeat(1_000_000)))
        .satisfies(e -> assertThat(e.code()).isEqualTo("bad_number"));
    for (String source : List.of("a".repeat(129), "$" + "a".repeat(100_000))) {
      assertThatExceptionOfType(LanguageException.class)
          .isThrownBy(() -> lex(source))
          .satisfies(e -> assertThat(e.code()).isEqualTo("name_too_long"))
          .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(500));
    }
    Source source = new Source("f", "x");
    Diagnostics diagnostics = new Diagnostics(source);
    diagnostics.error(LanguageError.SYNTAX, new Span("f", 1, 1, 0, 1), "😀".repeat(100_000));
    assertThatExceptionOfType(LanguageException.class)
        .isThrownBy(diagnostics::throwIfAny)
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(1500));
  }

  @Test
  void nestingBeyondTheLimitIsRefused() {
    Source source = new Source("f", "x");
    Diagnostics diagnostics = new Diagnostics(source);
    TokenStream in = new TokenStream(Lexer.tokens(source, diagnostics), diagnostics);

    assertThatExceptionOfType(ParseFailure.class)
        .isThrownBy(
            () -> {
              for (int i = 0; i < 1000; i++) {
                in.enter();
              }
            });
    assertThatExceptionOfType(LanguageException.class)
        .isThrownBy(diagnostics::throwIfAny)
        .satisfies(e -> assertThat(e.code()).isEqualTo("nested_too_deep"));
  }

  @Test
  void anExcerptExpandsTabsAndGivesWideCharactersTwoColumns() {
    assertThat(excerpt("\tx = 日本 ?", 8)).isEqualTo("    x = 日本 ?\n             ^");
    assertThat(excerpt("e\u0301 ?", 3)).isEqualTo("e\u0301 ?\n  ^");
    assertThat(excerpt("a\u0007 ?", 3)).isEqualTo("a\uFFFD ?\n   ^");
  }

  @Test
  void anExcerptOfALongLineShowsWhatIsAroundThePlace() {
    String line = "a".repeat(300) + "?" + "b".repeat(300);

    String excerpt = excerpt(line, 300);

    assertThat(excerpt)
        .isEqualTo("… " + "a".repeat(60) + "?" + "b".repeat(59) + " …\n" + " ".repeat(62) + "^");
  }

  @Test
  void anExcerptAtTheEndOfTheSourceHasOneCaret() {
    assertThat(excerpt("ab", 2)).isEqualTo("ab\n  ^");
    assertThat(excerpt("", 0)).isEqualTo("\n^");
  }

  @Test
  void aNameIsGuessedFromASlipOrTwo() {
    List<String> names = List.of("name", "email", "worksAt");

    assertThat(Suggestions.closest("nmae", names)).contains("name");
    assertThat(Suggestions.closest("WORKSAT", names)).contains("worksAt");
    assertThat(Suggestions.closest("phone", names)).isEmpty();
    assertThat(Suggestions.help("phone", names, "properties"))
        .isEqualTo("The properties: `email`, `name`, `worksAt`.");
    assertThat(Suggestions.closest("x".repeat(5000), names)).isEmpty();
  }

  private static String excerpt(String line, int at) {
    int end = Math.min(line.length(), at + 1);
    return new Source("f", line).excerpt(new Span("f", 1, at + 1, at, end));
  }

  private static List<Token> lex(String text) {
    Source source = new Source("f", text);
    Diagnostics diagnostics = new Diagnostics(source);
    List<Token> tokens = Lexer.tokens(source, diagnostics);
    diagnostics.throwIfAny();
    return tokens;
  }
}
