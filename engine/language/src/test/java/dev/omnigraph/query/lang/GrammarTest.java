package dev.omnigraph.query.lang;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.lang.Diagnostics;
import dev.omnigraph.lang.LanguageException;
import dev.omnigraph.lang.Lexer;
import dev.omnigraph.lang.Source;
import dev.omnigraph.lang.Span;
import dev.omnigraph.lang.Token;
import dev.omnigraph.lang.TokenStream;
import dev.omnigraph.schema.SchemaError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The grammar that is published is the one that is read. More by hand: {@code -Dgrammar.inputs}.
 */
class GrammarTest {
  private static final Path PAGES = Path.of("..", "..", "docs", "use");
  private static final Pattern EXAMPLE = Pattern.compile("(?s)```gq\n(.*?)```");

  private final Grammar grammar = Grammar.of(PAGES.resolve("query-language.ebnf"));

  @Test
  void whatTheGrammarMakesIsRead() {
    long seed = Long.getLong("grammar.seed", System.nanoTime());
    Random random = new Random(seed);
    int inputs = Integer.getInteger("grammar.inputs", 1_000);
    for (int i = 0; i < inputs; i++) {
      String source = grammar.random(random);

      assertThat(mistakes(source)).as("-Dgrammar.seed=%d, input %d: %s", seed, i, source).isEmpty();
    }
  }

  @Test
  void whatIsReadIsInTheGrammar() {
    for (long seed = 0; seed < 1_000; seed++) {
      String source = RandomQueryText.text(seed);

      assertThat(mistakes(source)).isEmpty();
      assertThat(grammar.has(tokens(source))).as(source).isTrue();
    }
  }

  @Test
  void everyExampleOfThePagesIsInTheGrammar() throws IOException {
    List<String> examples = examples();

    assertThat(examples).hasSizeGreaterThan(20);
    for (String example : examples) {
      assertThat(grammar.has(tokens(example))).as(example).isEqualTo(mistakes(example).isEmpty());
    }
  }

  @Test
  void whatIsNotInTheGrammarIsAMistake() {
    Random random = new Random(7);
    int refused = 0;
    for (int i = 0; i < 500; i++) {
      String whole = grammar.random(random);
      List<Token> tokens = tokens(whole);
      Span cut = tokens.get(random.nextInt(tokens.size() - 1)).span();
      String source = whole.substring(0, cut.start()) + whole.substring(cut.end());

      if (!grammar.has(tokens(source))) {
        refused++;
        assertThat(mistakes(source)).as(source).isNotEmpty();
      }
    }
    assertThat(refused).isGreaterThan(200);
  }

  /** What the editor's grammar colours as words of the language are its words and functions. */
  @Test
  void theGrammarOfEditorsHasEveryWordAndFunction() throws IOException {
    String editors = Files.readString(Path.of("..", "..", "infra", "editor", "gq.tmLanguage.json"));
    Set<String> known = new TreeSet<>(CallChecker.names());
    known.addAll(grammar.words());
    known.removeAll(Set.of("description"));
    Set<String> coloured = new TreeSet<>();
    Matcher list = Pattern.compile("\\\\b\\(([a-z_0-9|]+)\\)").matcher(editors);
    while (list.find()) {
      coloured.addAll(List.of(list.group(1).split("\\|")));
    }
    coloured.add("enum");

    assertThat(coloured).isEqualTo(known);
  }

  private static List<String> examples() throws IOException {
    List<String> examples = new ArrayList<>();
    try (var pages = Files.list(PAGES)) {
      for (Path page : pages.filter(p -> p.toString().endsWith(".md")).sorted().toList()) {
        Matcher example = EXAMPLE.matcher(Files.readString(page));
        while (example.find()) {
          examples.add(example.group(1));
        }
      }
    }
    return examples;
  }

  private static List<Token> tokens(String text) {
    Source source = new Source("q.gq", text);
    return Lexer.tokens(source, new Diagnostics(source));
  }

  /** What the parser says, which knows no schema. */
  private static List<String> mistakes(String text) {
    Source source = new Source("q.gq", text);
    Diagnostics diagnostics = new Diagnostics(source);
    List<Token> tokens = Lexer.tokens(source, diagnostics);
    new QueryParser(new TokenStream(tokens, diagnostics), diagnostics).queries();
    try {
      diagnostics.throwIfAny();
      return List.of();
    } catch (LanguageException e) {
      return e.diagnostics().stream()
          .filter(d -> d.code() != SchemaError.DUPLICATE_ENUM_VALUE)
          .map(d -> d.span().column() + " " + d.message())
          .toList();
    }
  }
}
