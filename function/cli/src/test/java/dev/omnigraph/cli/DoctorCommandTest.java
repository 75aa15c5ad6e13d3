package dev.omnigraph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What doctor finds, and that it leaves nothing. */
class DoctorCommandTest {
  private @TempDir Path folder;
  private Terminal terminal = new Terminal(Path.of(""));

  @BeforeEach
  void makeAGraph() throws IOException {
    terminal = new Terminal(folder.resolve("graph"));
    Path schema = Files.writeString(folder.resolve("town.pg"), "node Town { name: String @key }");
    terminal.graph("init", "--schema", schema.toString());
    terminal.clear();
  }

  @Test
  void aGraphThatCanBeReadAndWrittenIsWellAndTheProbeIsGone() throws IOException {
    assertThat(terminal.graph("doctor")).isZero();

    assertThat(
            terminal
                .out()
                .lines()
                .map(line -> line.substring(0, Math.min(19, line.length())).strip()))
        .contains(
            "ok    program",
            "ok    configuration",
            "ok    graph",
            "ok    list",
            "ok    write",
            "ok    create only",
            "ok    read",
            "ok    delete",
            "ok    graph state")
        .noneMatch(line -> line.startsWith("fail"));
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.filter(Files::isRegularFile).map(Path::toString))
          .noneMatch(file -> file.contains("__probe"));
    }
  }

  @Test
  void nothingIsWrittenWhenItMayOnlyRead() {
    assertThat(terminal.graph("doctor", "--read-only", "--format", "csv")).isZero();

    assertThat(terminal.out())
        .startsWith("status,check,finding,next_step\n")
        .doesNotContain("write");
  }

  @Test
  void whatFailsIsToldWithWhatToDo() {
    assertThat(terminal.run("doctor", "-g", folder.resolve("none").toString())).isEqualTo(1);
    assertThat(terminal.out()).contains("fail  list", "help: Check the address of the graph");
    terminal.clear();

    assertThat(terminal.run("doctor", "-g", "http://127.0.0.1:1/graphs/towns")).isEqualTo(1);
    assertThat(terminal.out())
        .contains("warn  identity      no token is set", "fail  server        No server listens");
    terminal.clear();

    assertThat(terminal.run("doctor", "--json")).isZero();
    assertThat(terminal.out()).contains("{\"status\":\"warn\",\"check\":\"graph\"");
  }

  @Test
  void aClockThatIsOffByMinutesHasItsSignaturesRefused() {
    Instant server = Instant.parse("2026-01-31T12:00:00Z");

    assertThat(StoreChecks.clock(server, server.minusSeconds(20)).isFailed()).isFalse();
    assertThat(StoreChecks.clock(server, server.plusSeconds(400)).isFailed()).isTrue();
  }

  @Test
  void theVersionNamesWhatRunsIt() {
    assertThat(terminal.run("version", "--json")).isZero();
    assertThat(terminal.run("version")).isZero();

    assertThat(terminal.out().lines())
        .first()
        .asString()
        .contains("\"omnigraph\":", "\"runtime\":\"Java 25", "\"aws-sdk\":");
    assertThat(List.of(terminal.out().split("\n")))
        .anyMatch(line -> line.startsWith("runtime    Java"));
  }
}
