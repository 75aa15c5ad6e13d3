package dev.omnigraph.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.pages.Prose.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The checkers find what they are for, and nothing in plain English. */
class CheckersTest {
  private final English english = new English();
  private @TempDir Path folder;

  @Test
  void aMisspeltWordIsFoundWithWhatIsNear() {
    assertThat(english.unknownWords("The tables are kept seperate.")).containsExactly("seperate");
    assertThat(english.suggestions("seperate")).contains("separate");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "An isn't-it-plain sentence, with the graph's name and Lance's.",
        "Files such as people.pg, src/pages and a_name are code.",
        "Set --flag to 5ms, see OmniGraph's `anything gose here`."
      })
  void plainEnglishAndCodeAreNotFound(String text) throws IOException {
    assertThat(page(text))
        .flatExtracting(line -> english.unknownWords(line.text()).toList())
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "The mode is none of these.",
        "It writes so many rows.",
        "Readers see it, too.",
        "What stands behind it is skipped.",
        "This is no number.",
        "It ended for want of time."
      })
  void aPhraseThatIsNotPlainIsFoundWithItsPlace(String text) throws IOException {
    assertThat(page("First.\n" + text).stream().flatMap(Phrases::found))
        .singleElement()
        .asString()
        .contains(":2: avoid \"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "There is no server, and it is no longer needed.",
        "It is large, too large, or too.old and so on.",
        "The API behind that port answers; nothing else, or else."
      })
  void aPlainPhraseIsNotFound(String text) throws IOException {
    assertThat(page(text).stream().flatMap(Phrases::found)).isEmpty();
  }

  @Test
  void blocksOfCodeAreNotProse() throws IOException {
    assertThat(page("One.\n```console\n$ gose\n```\n# Two"))
        .extracting(Prose::kind)
        .containsExactly(Kind.TEXT, Kind.HEADING);
  }

  @Test
  void sentencesInStringsOfASourceAreMessagesAndOtherStringsAreNot() throws IOException {
    Path source = folder.resolve("Source.java");
    Files.writeString(
        source,
        """
        // "a comment is not a message"
        String pattern = "no such (?:key|file) is [a-z]+";
        String message = "The table %s is not there.";
        """);

    assertThat(Prose.ofMessages(source))
        .singleElement()
        .extracting(Prose::line, Prose::text)
        .containsExactly(3, "\"The table ¤ is not there.\"");
  }

  private List<Prose> page(String text) throws IOException {
    return Prose.ofPage(Files.writeString(folder.resolve("page.md"), text));
  }
}
