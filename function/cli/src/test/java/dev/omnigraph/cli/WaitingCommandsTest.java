package dev.omnigraph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever takes longer than a second tells a person at a terminal so. */
class WaitingCommandsTest {
  private static final String LINE = "{\"type\":\"Town\",\"data\":{\"name\":\"Ulm\"}}\n";

  private @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void makeAGraph() throws IOException {
    Path schema =
        Files.writeString(folder.resolve("town.pg"), "node Town { name: String @key  map: Blob? }");
    Files.writeString(
        folder.resolve("town.gq"), "query towns() { match { $t: Town } return { $t.name } }");
    Files.writeString(folder.resolve("map"), "a map");
    assertThat(run(false, "init", "--schema", schema.toString())).isZero();
    assertThat(run(false, "load", "-")).isZero();
    assertThat(run(false, "blob", "put", "Town", "Ulm", "map", file("map"))).isZero();
    err.getBuffer().setLength(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "snapshot",
        "optimize",
        "cleanup",
        "repair",
        "export -o @out.jsonl",
        "blob get Town Ulm map -o @out",
        "query @town.gq --format ndjson",
        "export"
      })
  void aSecondIsToldAndTakenAway(String line) {
    assertThat(run(false, line.replace("@", folder + "/").split(" "))).as(err.toString()).isZero();

    assertThat(err.toString()).startsWith("\r1 s …").endsWith("\r");
  }

  @Test
  void itDoesNotMeetOutputThatComesMeanwhileOnTheSameTerminal() {
    assertThat(run(true, "export")).isZero();
    assertThat(run(true, "query", file("town.gq"), "--format", "ndjson")).isZero();

    assertThat(out.toString()).contains("{\"t.name\":\"Ulm\"}");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void aLoadDrawsItsProgressWhereMessagesAreReadWhateverBecomesOfItsOutput() throws IOException {
    Files.writeString(folder.resolve("in.jsonl"), LINE);

    assertThat(run(false, "load", file("in.jsonl"))).isZero();

    assertThat(err.toString()).startsWith("\r█").contains("1 of 1 lines");
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  /** Runs a command that takes one second for whoever waits for it. */
  private int run(boolean outIsTerminal, String... words) {
    AtomicBoolean told = new AtomicBoolean();
    return Main.run(
        new Surroundings(
            new ByteArrayInputStream(LINE.getBytes(StandardCharsets.UTF_8)),
            OutputStream.nullOutputStream(),
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            Map.of("OMNIGRAPH_GRAPH", file("towns")),
            outIsTerminal,
            true,
            ended -> {
              if (told.compareAndSet(false, true)) {
                return true;
              }
              ended.await();
              return false;
            }),
        words);
  }
}
