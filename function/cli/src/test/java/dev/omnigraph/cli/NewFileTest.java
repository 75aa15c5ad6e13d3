package dev.omnigraph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewFileTest {
  private @TempDir Path folder;

  @Test
  void aFileThatIsThereIsNotLostToAFailure() throws IOException {
    Path file = Files.writeString(folder.resolve("map.png"), "before");

    try (NewFile failed = new NewFile(file);
        OutputStream out = failed.open()) {
      out.write('x');
    }

    assertThat(file).hasContent("before");
    assertThat(folder).isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void aCompleteFileHasItsName() throws IOException {
    Path file = Files.writeString(folder.resolve("map.png"), "before");

    try (NewFile complete = new NewFile(file)) {
      try (OutputStream out = complete.open()) {
        out.write('x');
      }
      complete.complete();
    }

    assertThat(file).hasContent("x");
    assertThat(folder).isDirectoryNotContaining("glob:**.part");
  }
}
