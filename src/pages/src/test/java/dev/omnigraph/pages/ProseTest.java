package dev.omnigraph.pages;

import static org.assertj.core.api.Assertions.fail;

import dev.omnigraph.pages.Prose.Kind;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Pages and messages are in plain English, spelled as the dictionary has it. */
class ProseTest {
  /** A full stop inside a line, but not the one that ends the bold beginning of a paragraph. */
  private static final Pattern NEXT_SENTENCE =
      Pattern.compile("(?<!\\b(?:e\\.g|i\\.e|vs|etc|\\d))[.!?][)\"*_]* +(?=[\"(*_]*[A-Z¤])");

  private static final Pattern LEAD =
      Pattern.compile("^\\s*(?:[-*] |\\d+\\. )?(\\*\\*?)[^*]+\\1[.:]? *");
  private static final Pattern MARKER = Pattern.compile("^\\s*(?:[-*]|\\d+\\.) ");
  private static final Pattern END = Pattern.compile("[.:;!?…)¤|][\"*_)\\]]*$");

  private final English english = new English();

  @Test
  void wordsOfThePagesAreInTheDictionaryOrTheProjectsList() {
    assertNone(lines().flatMap(this::misspelt));
  }

  @Test
  void wordsOfTheMessagesAreInTheDictionaryOrTheProjectsList() {
    assertNone(messages().flatMap(this::misspelt));
  }

  @Test
  void pagesAvoidPhrasesThatAreNotPlain() {
    assertNone(lines().flatMap(Phrases::found));
  }

  @Test
  void messagesAvoidPhrasesThatAreNotPlain() {
    assertNone(messages().flatMap(Phrases::found));
  }

  @Test
  void aLineOfAPageHoldsOneSentence() {
    assertNone(
        lines()
            .filter(line -> line.kind() == Kind.TEXT)
            .filter(line -> NEXT_SENTENCE.matcher(withoutLead(line)).find())
            .map(line -> line.found("two sentences on one line: begin a new line for the second")));
  }

  @Test
  void aSentenceOfAPageIsOnOneLine() {
    assertNone(
        pages().stream()
            .flatMap(ProseTest::brokenSentences)
            .map(line -> line.found("the sentence goes on on the next line: join the lines")));
  }

  private static Stream<Prose> brokenSentences(List<Prose> page) {
    return Stream.iterate(0, at -> at < page.size() - 1, at -> at + 1)
        .filter(at -> isContinued(page.get(at), page.get(at + 1)))
        .map(page::get);
  }

  private static boolean isContinued(Prose line, Prose next) {
    return line.kind() == Kind.TEXT
        && next.kind() == Kind.TEXT
        && next.line() == line.line() + 1
        && !MARKER.matcher(next.text()).find()
        && !END.matcher(line.text().stripTrailing()).find();
  }

  private static String withoutLead(Prose line) {
    return MARKER.matcher(LEAD.matcher(line.text()).replaceFirst("")).replaceFirst("");
  }

  private static List<List<Prose>> pages() {
    return Project.pages().stream().map(Prose::ofPage).toList();
  }

  private static Stream<Prose> lines() {
    return pages().stream().flatMap(List::stream);
  }

  private static Stream<Prose> messages() {
    return Project.sources("src/main/java").stream()
        .flatMap(source -> Prose.ofMessages(source).stream());
  }

  private Stream<String> misspelt(Prose prose) {
    return english.unknownWords(prose.text()).map(word -> prose.found(advice(word)));
  }

  private String advice(String word) {
    List<String> near = english.suggestions(word);
    return "\"%s\" is not in the dictionary%s: correct it, put code in backticks, or add the word to %s"
        .formatted(
            word, near.isEmpty() ? "" : " (" + String.join(", ", near) + "?)", English.OWN_WORDS);
  }

  private static void assertNone(Stream<String> findings) {
    List<String> all = findings.toList();
    if (!all.isEmpty()) {
      fail("%d to mend:\n%s", all.size(), String.join("\n", all));
    }
  }
}
