package dev.omnigraph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples of the references give what the pages say. */
class PagesTest {
  private static final Path DOCS = Path.of("..", "..", "docs", "use");

  private static final Path LIBRARY = Path.of("..", "..", "infra", "example", "library");

  private @TempDir Path folder;

  /**
   * With {@code -Dpages.write=true} the pages are written anew, to be read before they are kept.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "query-language.md",
        "search.md",
        "schema-language.md",
        "loading.md",
        "export.md",
        "feed.md",
        "blobs.md",
        "versions.md",
        "projects.md",
        "coming-from.md"
      })
  void everyExampleIsRunAndAnswersWhatThePageShows(String name) throws IOException {
    Path file = DOCS.resolve(name);
    String text = Files.readString(file);
    Page page = new Page(folder);
    page.write("people.pg", firstSchema());
    copyTheLibrary();

    String now = page.run(text);

    if (Boolean.getBoolean("pages.write")) {
      Files.writeString(file, now);
    }
    assertThat(now).isEqualTo(Files.readString(file));
  }

  @Test
  void everyBlockOfQueriesIsRun() throws IOException {
    String page = Files.readString(DOCS.resolve("query-language.md"));

    Matcher block = Pattern.compile("```gq\n.*?```\n\n", Pattern.DOTALL).matcher(page);
    while (block.find()) {
      assertThat(page.substring(block.end())).startsWith("```console\n$ omnigraph ");
    }
  }

  /** The project folder that the page on those walks through. */
  private void copyTheLibrary() throws IOException {
    for (Path file : ProjectFolder.files(LIBRARY, "")) {
      Path copy = folder.resolve("library").resolve(ProjectFolder.name(LIBRARY, file));
      Files.createDirectories(copy.getParent());
      Files.copy(file, copy);
    }
  }

  /** The one that the page on queries speaks of. */
  private static String firstSchema() throws IOException {
    String page = Files.readString(DOCS.resolve("schema-language.md"));
    int start = page.indexOf("```pg\n") + 6;
    return page.substring(start, page.indexOf("```", start));
  }
}
