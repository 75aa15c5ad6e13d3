package dev.omnigraph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MergeCommandTest {
  private static final String SCHEMA = "node Person { name: String @key  age: I32? }";

  @TempDir private Path folder;
  private Terminal terminal;

  @BeforeEach
  void makeTwoBranches() throws IOException {
    terminal = new Terminal(folder.resolve("g"));
    assertThat(terminal.graph("init", "--schema", schema(SCHEMA))).isZero();
    load("main", 1);
    load("side", 2);
    load("main", 3);
    terminal.clear();
  }

  @Test
  void aDryRunShowsConflictsPageByPage() {
    assertThat(terminal.graph("merge side --dry-run --conflicts-limit 2")).isOne();

    String reason = "age: both sides changed it, to different values\n";
    assertThat(terminal.out())
        .startsWith(
            "DivergentUpdate: Person \"ann\": "
                + reason
                + "DivergentUpdate: Person \"bob\": "
                + reason
                + "3 conflicts in all: DivergentUpdate 3\n"
                + "The next: --dry-run --conflicts-after ");
    String cursor =
        terminal.out().split("--conflicts-after ", 2)[1].lines().findFirst().orElseThrow();
    terminal.clear();

    assertThat(terminal.graph("merge side --dry-run --conflicts-after " + cursor)).isOne();

    assertThat(terminal.out())
        .startsWith("DivergentUpdate: Person \"cid\": " + reason + "conflicts · commit ");
  }

  @Test
  void aPageIsOfAThousandAtMost() {
    assertThat(terminal.graph("merge side --dry-run --conflicts-limit 1001")).isNotZero();

    assertThat(terminal.err()).contains("--conflicts-limit is 1 to 1000, not 1001");
  }

  @Test
  void aRefusalForSchemasShowsTheStepsOfBothSides() throws IOException {
    apply("main", SCHEMA.replace("I32", "I64"));
    apply("side", SCHEMA.replace("}", " note: String? }"));

    assertThat(terminal.graph("merge side")).isEqualTo(ExitCodes.CONFLICT);

    assertThat(terminal.err())
        .contains(
            """
            The target would
              change Person.age from I32 to I64
            The source would
              add Person.note: String?
            """);
  }

  private void apply(String branch, String text) throws IOException {
    assertThat(terminal.graph("schema apply " + schema(text), "--branch", branch))
        .as(terminal.err())
        .isZero();
  }

  private String schema(String text) throws IOException {
    Path file = folder.resolve("g.pg");
    Files.writeString(file, text);
    return file.toString();
  }

  private void load(String branch, int age) {
    StringBuilder lines = new StringBuilder();
    for (String name : new String[] {"ann", "bob", "cid"}) {
      lines.append(
          "{\"type\":\"Person\",\"data\":{\"name\":\"%s\",\"age\":%d}}\n".formatted(name, age));
    }
    terminal.pipe(lines.toString());
    assertThat(terminal.graph("load -", "--branch", branch, "--create-from", "main"))
        .as(terminal.err())
        .isZero();
  }
}
