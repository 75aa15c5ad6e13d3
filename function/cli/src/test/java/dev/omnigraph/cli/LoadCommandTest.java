package dev.omnigraph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadCommandTest {
  private static final String DATA =
      """
      {"type":"Town","data":{"name":"Ulm","people":126}}
      {"type":"Town","data":{"name":"Bonn","people":330}}
      {"edge":"Road","from":"Ulm","to":"Bonn","data":{"km":420.5}}
      """;

  private @TempDir Path folder;
  private Terminal terminal = new Terminal(Path.of(""));
  private Path data = Path.of("");

  @BeforeEach
  void makeAGraph() throws IOException {
    terminal = new Terminal(folder.resolve("graph"));
    data = Files.writeString(folder.resolve("town.jsonl"), DATA);
    Path schema =
        Files.writeString(
            folder.resolve("town.pg"),
            "node Town { name: String @key  people: I32? }  edge Road: Town -> Town { km: F64 }");
    terminal.graph("init", "--schema", schema.toString());
  }

  @Test
  void whatIsPipedInIsLoaded() {
    terminal.pipe(DATA);

    assertThat(terminal.graph("load", "-")).isZero();

    assertThat(terminal.out()).contains("1 Road, 2 Town read: 2 nodes and 1 edge changed");
  }

  @Test
  void aPipeIsReadOnce() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Thread writer =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    Files.writeString(pipe, DATA);
                  } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                  }
                });

    assertThat(terminal.graph("load", pipe.toString())).isZero();

    writer.join();
    assertThat(terminal.out()).contains("1 Road, 2 Town read: 2 nodes and 1 edge changed");
  }

  @Test
  void aPackedFileIsUnpacked() throws IOException {
    Path packed = folder.resolve("town.jsonl.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write(Files.readAllBytes(data));
    }

    assertThat(terminal.graph("load", packed.toString())).isZero();

    assertThat(terminal.out()).contains("1 Road, 2 Town read: 2 nodes and 1 edge changed");
  }

  @Test
  void aFolderIsNotAnInput() {
    assertThat(terminal.graph("load", folder.toString())).isEqualTo(1);

    assertThat(terminal.err()).contains(folder + " cannot be read: it is a folder");
  }

  @Test
  void loadingAgainIsTheSameStateButForWhatHasNoKey() {
    terminal.graph("load", data.toString());
    terminal.clear();

    assertThat(terminal.graph("load", data.toString())).isZero();

    assertThat(terminal.out()).contains("0 nodes and 1 edge changed");
    assertThat(terminal.err())
        .contains(
            "note: added as new, since there is neither a key nor an id: 1 Road; loading the input"
                + " again adds them again");
  }

  @Test
  void appendingSaysNothingOfWhatHasNoKey() {
    terminal.graph("load", "--mode", "APPEND", data.toString());

    assertThat(terminal.err()).doesNotContain("note:");
  }

  @Test
  void aLoadOfNothingDoesNotMakeItsBranch() {
    terminal.pipe("");

    assertThat(terminal.graph("load", "--branch", "draft", "--create-from", "main", "-")).isZero();

    assertThat(terminal.out()).contains("nothing read: 0 nodes and 0 edges changed");
    assertThat(terminal.err()).contains("so the branch draft was not made");
    assertThat(terminal.graph("snapshot", "--branch", "draft")).isEqualTo(ExitCodes.NOT_FOUND);
  }

  @Test
  void aModeThatIsUnknownIsToldWithThoseThatAre() {
    assertThat(terminal.graph("load", "--mode", "upsert", data.toString())).isEqualTo(2);

    assertThat(terminal.err())
        .contains("unknown load mode \"upsert\"; use append, merge or overwrite");
  }
}
