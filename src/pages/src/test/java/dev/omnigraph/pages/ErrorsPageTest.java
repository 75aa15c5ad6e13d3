package dev.omnigraph.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The page of errors has every code, and every code is one that callers can meet. */
class ErrorsPageTest {
  private static final Path PAGE = Project.ROOT.resolve("docs/errors.md");

  /** With {@code -Dpages.write=true} the page is written anew, to be read before it is kept. */
  @Test
  void thePageSaysWhatTheCodesSay() throws IOException {
    String now = ErrorsPage.text();

    if (Boolean.getBoolean("pages.write")) {
      Files.writeString(PAGE, now);
    }
    assertThat(Files.readString(PAGE)).isEqualTo(now);
  }

  @Test
  void theCodesOfEveryModuleAreKnownHere() {
    assertThat(Catalogue.enums())
        .extracting(Class::getSimpleName)
        .contains("LanguageError", "StorageError", "ProtocolError", "ExecutionError", "GraphError")
        .contains("FunctionError", "HttpError", "EventError", "CliError");
  }

  @Test
  void oneCodeHasOneMeaning() {
    assertThat(Catalogue.codes()).extracting(ErrorCode::text).doesNotHaveDuplicates();
    assertThat(Catalogue.codes()).extracting(ErrorCode::meaning).doesNotHaveDuplicates();
  }

  @Test
  void everyCodeSaysWhenItHappensInASentence() {
    assertThat(Catalogue.codes())
        .allSatisfy(code -> assertThat(code.meaning()).as(code.text()).matches("(?s)[A-Z`].*\\."));
  }

  @Test
  void noCodeIsLeftThatNothingUses() {
    assertThat(Catalogue.unused()).isEmpty();
  }
}
