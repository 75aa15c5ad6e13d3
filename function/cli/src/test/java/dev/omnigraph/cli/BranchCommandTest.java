package dev.omnigraph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Branches and their commits at a terminal. */
class BranchCommandTest {
  private @TempDir Path folder;
  private Terminal terminal = new Terminal(Path.of(""));
  private String queries = "";

  @BeforeEach
  void makeAGraph() throws IOException {
    terminal = new Terminal(folder.resolve("graph"));
    Path schema = Files.writeString(folder.resolve("t.pg"), "node Town { name: String @key }");
    terminal.graph("init", "--schema", schema.toString(), "--actor", "ann");
    queries =
        Files.writeString(
                folder.resolve("t.gq"), "query add($n: String) { insert Town { name: $n } }")
            .toString();
    add("main", "Ulm");
    terminal.clear();
  }

  @Test
  void aBranchIsMadeListedShownAndDeleted() {
    assertThat(terminal.graph("branch create agent/7", "--actor", "bo")).isZero();
    assertThat(terminal.out())
        .containsPattern("^branch agent/7 made from main · commit \\S+-2 · \\d+ requests");
    add("agent/7", "Bonn");
    add("main", "Jena");
    add("main", "Kiel");
    terminal.clear();

    assertThat(terminal.graph("branch list")).isZero();
    assertThat(
            terminal
                .out()
                .lines()
                .filter(line -> !line.startsWith("──"))
                .map(BranchCommandTest::brief))
        .containsExactly(
            "branch head parent ahead behind created by",
            "agent/7 -3 main 1 2 … bo",
            "main -4 … ann");
    terminal.clear();
    assertThat(terminal.graph("branch show", "agent/7")).isZero();
    assertThat(terminal.out().lines().map(BranchCommandTest::brief))
        .containsExactly(
            "branch agent/7",
            "head -3",
            "parent main",
            "fork -2",
            "ahead 1",
            "behind 2",
            "created … by bo");
    terminal.clear();
    assertThat(terminal.graph("branch delete", "agent/7")).isZero();
    assertThat(terminal.out()).startsWith("branch agent/7 deleted · commit ");
    assertThat(terminal.graph("branch show", "agent/7")).isEqualTo(ExitCodes.NOT_FOUND);
    assertThat(terminal.err()).contains("error: Branch agent/7 was deleted.");
  }

  @Test
  void aBranchStartsFromAnotherBranchAnOldCommitOrATime() {
    String old = head("main");
    add("main", "Bonn");
    terminal.graph("branch create draft");
    add("draft", "Jena");

    assertThat(terminal.graph("branch create a --from draft")).isZero();
    assertThat(terminal.graph("branch create b", "--at", old)).isZero();
    assertThat(terminal.graph("branch create c --at 2999-01-01T00:00:00+02:00")).isZero();
    assertThat(terminal.graph("branch create d --at none")).isEqualTo(ExitCodes.NOT_FOUND);

    assertThat(terminal.err()).contains("error: Branch main has no commit none.");
    assertThat(head("a")).isEqualTo(head("draft"));
    assertThat(head("b")).isEqualTo(old);
    assertThat(head("c")).isEqualTo(head("main"));
  }

  @Test
  void aParentThatIsDeletedIsMarked() {
    terminal.graph("branch create draft");
    terminal.graph("branch create child --from draft");
    terminal.graph("branch delete draft");
    terminal.clear();

    terminal.graph("branch list");
    terminal.graph("branch show child");

    assertThat(terminal.out()).contains("draft (gone)", "parent   draft (gone)");
  }

  @Test
  void aDeletionIsRefusedWhenTheBranchHasMovedOn() {
    terminal.graph("branch create draft");
    String old = head("draft");
    add("draft", "Bonn");
    terminal.clear();

    assertThat(terminal.graph("branch delete draft", "--expect", old))
        .isEqualTo(ExitCodes.CONFLICT);
    assertThat(terminal.graph("branch delete main")).isEqualTo(1);

    assertThat(terminal.err()).contains("Branch draft is at commit ", "main cannot be deleted");
  }

  @Test
  void programsGetJson() {
    terminal.clear();
    terminal.graph("branch create draft --json");
    terminal.graph("branch show draft --json");
    terminal.graph("branch list --json");
    terminal.graph("log --json -n 1");
    terminal.graph("branch delete draft --json");

    List<String> lines = terminal.out().lines().toList();
    assertThat(lines).hasSize(5);
    assertThat(lines.get(0)).startsWith("{\"branch\":\"draft\",\"branch_id\":");
    assertThat(lines.get(1)).isEqualTo(lines.get(0));
    assertThat(lines.get(2)).startsWith("{\"branches\":[" + lines.get(0) + ",{\"branch\":\"main\"");
    assertThat(lines.get(3)).startsWith("{\"commits\":[{\"commit\":").contains("\"mutate\"");
    assertThat(lines.get(4)).startsWith("{\"branch\":\"draft\",\"commit\":");
  }

  @Test
  void theLogDrawsABranchAndThoseThatWereMadeFromIt() {
    terminal.graph("branch create agent/7");
    terminal.graph("branch create agent/8");
    add("main", "Bonn");
    add("agent/7", "Jena");
    terminal.graph("branch create deep --from agent/7");
    add("deep", "Kiel");
    terminal.clear();

    assertThat(terminal.graph("log")).isZero();

    assertThat(terminal.out().lines().skip(2).map(BranchCommandTest::brief))
        .containsExactly(
            "● agent/7 -3 … mutate ann Town +1",
            "│ ● main -3 … mutate ann Town +1",
            "├─╯",
            "● agent/8 -2 … mutate ann Town +1",
            "● -1 … init ann Town");
    terminal.clear();
    assertThat(terminal.graph("log --all --limit 3")).isZero();
    assertThat(terminal.out().lines().skip(2).map(BranchCommandTest::brief))
        .containsExactly(
            "● deep -4 … mutate ann Town +1",
            "● agent/7 -3 … mutate ann Town +1",
            "│ ● main -3 … mutate ann Town +1");
  }

  /** Without what differs from run to run, and with one blank between words. */
  private static String brief(String line) {
    return line.replaceAll("[0-7][0-9A-HJKMNP-TV-Z]{25}-", "-")
        .replaceAll("20\\d\\d-\\S+Z", "…")
        .replaceAll(" +", " ")
        .strip();
  }

  private String head(String branch) {
    terminal.clear();
    terminal.graph("branch show", branch);
    String head = terminal.out().lines().skip(1).findFirst().orElseThrow().substring(9);
    terminal.clear();
    return head;
  }

  private void add(String branch, String town) {
    terminal.graph("mutate", "--branch", branch, "--actor", "ann", queries, "n=" + town);
  }
}
