package dev.omnigraph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgressTest {
  private final StringWriter shown = new StringWriter();
  private final PrintWriter err = new PrintWriter(shown);

  @Test
  void awayFromATerminalEachQuarterIsALine() {
    try (Progress progress = Progress.of(err, false, 10)) {
      for (int line = 1; line <= 10; line++) {
        progress.lines(line);
      }
    }

    assertThat(shown.toString().lines())
        .containsExactly(
            "loading: 3 of 10 lines",
            "loading: 5 of 10 lines",
            "loading: 8 of 10 lines",
            "loading: 10 of 10 lines, writing");
  }

  @Test
  void onATerminalOneLineChangesAndIsEndedOnce() {
    Progress progress = Progress.of(err, true, 4);

    progress.lines(2);
    progress.lines(4);
    progress.close();
    progress.close();

    String text = shown.toString();
    assertThat(text.chars().filter(c -> c == '\r')).hasSize(2);
    assertThat(text).endsWith("4 of 4 lines, writing …" + System.lineSeparator());
    assertThat(text.chars().filter(c -> c == '\n')).hasSize(1);
  }

  @Test
  void theLinesOfAFileAreCountedWithAndWithoutAnEndOfLine(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("in"), "a\nb\nc");

    try (Progress progress = Progress.of(piped(), file)) {
      progress.lines(3);
    }

    assertThat(shown.toString()).contains("3 of 3 lines");
  }

  @Test
  void whereTheLinesAreNotKnownEachDoublingIsALine() {
    try (Progress progress = Progress.uncounted(piped())) {
      for (int line = 1_000; line <= 45_000; line += 1_000) {
        progress.lines(line);
      }
    }

    assertThat(shown.toString().lines())
        .containsExactly("loading: 10,000 lines", "loading: 20,000 lines", "loading: 40,000 lines");
  }

  @Test
  void anEmptyFileIsDoneAtOnce() {
    try (Progress progress = Progress.of(err, false, 0)) {
      progress.lines(0);
    }

    assertThat(shown.toString()).contains("0 of 0 lines, writing");
  }

  private Surroundings piped() {
    return Surroundings.plain(
        InputStream.nullInputStream(), OutputStream.nullOutputStream(), err, err);
  }
}
