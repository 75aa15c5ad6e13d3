package dev.omnigraph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiffCommandTest {
  @TempDir private Path folder;
  private Terminal terminal;

  @BeforeEach
  void makeTwoBranches() throws IOException {
    terminal = new Terminal(folder.resolve("g"));
    Path schema = folder.resolve("g.pg");
    Files.writeString(schema, "node Person { name: String @key  age: I32?  note: String? }");
    assertThat(terminal.graph("init", "--schema", schema.toString())).isZero();
    load("main", person("ann", 1) + person("bob", 1));
    load("side", person("bob", 2) + person("cid", 1));
    terminal.clear();
  }

  @Test
  void everyEntityThatDiffersHasALine() {
    assertThat(terminal.graph("diff main side")).as(terminal.err()).isZero();

    assertThat(terminal.out())
        .startsWith("~ Person \"bob\" age: 1 -> 2\n+ Person \"cid\"\n2 changes · commit ");
  }

  @Test
  void onlyWhatIsAskedForIsShown() {
    assertThat(terminal.graph("diff side main", "--operation", "delete", "--json")).isZero();

    assertThat(terminal.out())
        .isEqualTo(
            "{\"operation\":\"delete\",\"kind\":\"node\",\"type\":\"Person\",\"id\":\"cid\","
                + "\"before\":{\"id\":\"cid\",\"name\":\"cid\",\"age\":1,\"note\":null},"
                + "\"after\":null,\"changed\":[]}\n");
  }

  @Test
  void aCommitIsShownWithItsChanges() {
    assertThat(terminal.graph("commits --branch side --limit 1")).isZero();
    String commit = terminal.out().lines().filter(line -> line.contains("load")).findFirst().get();
    terminal.clear();

    assertThat(terminal.graph("show " + commit.split(" ")[0] + " --branch side"))
        .as(terminal.err())
        .isZero();

    assertThat(terminal.out())
        .startsWith("load by ")
        .contains("\nparents: ")
        .contains("\n~ Person \"bob\" age: 1 -> 2\n+ Person \"cid\"\n2 changes · commit ");
  }

  @Test
  void aStateThatIsNotNamedIsRefused() {
    assertThat(terminal.graph("diff main side@")).isOne();

    assertThat(terminal.err()).contains("\"TO\" does not name a state");
  }

  private void load(String branch, String lines) {
    terminal.pipe(lines);
    assertThat(terminal.graph("load -", "--branch", branch, "--create-from", "main"))
        .as(terminal.err())
        .isZero();
  }

  private static String person(String name, int age) {
    return "{\"type\":\"Person\",\"data\":{\"name\":\"%s\",\"age\":%d}}\n".formatted(name, age);
  }
}
