package dev.omnigraph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A graph is deleted only by whoever repeats its name and may do it. */
class DeleteCommandTest {
  private @TempDir Path folder;
  private Terminal terminal = new Terminal(Path.of(""));
  private String schema = "";

  @BeforeEach
  void makeAGraph() throws IOException {
    terminal = new Terminal(folder.resolve("towns"));
    schema =
        Files.writeString(folder.resolve("town.pg"), "node Town { name: String @key }").toString();
    assertThat(terminal.graph("init", "--schema", schema)).isZero();
    terminal.clear();
  }

  @Test
  void withoutItsNameNothingIsDeleted() {
    assertThat(terminal.graph("delete")).isEqualTo(ExitCodes.WRONG);
    assertThat(terminal.graph("delete", "--confirm", "town")).isEqualTo(ExitCodes.WRONG);

    assertThat(terminal.err())
        .contains("The deletion of the graph \"towns\" is not confirmed.")
        .contains("Add --confirm towns to delete all of it");
    assertThat(terminal.graph("snapshot")).isZero();
  }

  @Test
  void aDeletedGraphIsGoneAndAnotherCanBeMadeInItsPlace() {
    assertThat(terminal.graph("delete", "--confirm", "towns")).as(terminal.err()).isZero();

    assertThat(terminal.out()).matches("graph towns deleted: [0-9]+ objects\n");
    assertThat(terminal.graph("snapshot")).isEqualTo(ExitCodes.NOT_FOUND);
    assertThat(terminal.graph("delete", "--confirm", "towns")).isEqualTo(ExitCodes.NOT_FOUND);
    assertThat(terminal.graph("init", "--schema", schema)).isZero();
    assertThat(terminal.graph("snapshot")).isZero();
  }

  @Test
  void whoeverMayNotAdministerTheGraphDoesNotDeleteIt() throws IOException {
    String policy =
        Files.writeString(
                folder.resolve("all.cedar"),
                """
                permit(principal, action, resource);
                forbid(principal, action == Action::"admin", resource);
                """)
            .toString();
    terminal.graph("policy put", policy);

    assertThat(terminal.graph("delete", "--confirm", "towns")).isEqualTo(ExitCodes.DENIED);
    assertThat(terminal.graph("snapshot")).isZero();
  }

  @Test
  void aNewGraphIsAnObjectForPrograms() {
    terminal.graph("delete", "--confirm", "towns");
    terminal.clear();

    assertThat(terminal.graph("init", "--schema", schema, "--json")).isZero();
    assertThat(terminal.out()).startsWith("{\"graph\":\"towns\",\"branch\":\"main\",\"commit\":\"");
  }
}
