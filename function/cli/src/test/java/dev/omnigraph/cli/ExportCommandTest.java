package dev.omnigraph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.cli.remote.Scripted;
import dev.omnigraph.cli.remote.Scripted.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportCommandTest {
  private static final String ANN =
      "{\"type\":\"Person\",\"data\":{\"id\":\"Ann\",\"name\":\"Ann\",\"note\":\"é\\n😀\"}}\n";

  @TempDir private Path folder;
  private Terminal terminal;

  @BeforeEach
  void makeTheGraph() throws IOException {
    terminal = new Terminal(folder.resolve("g"));
    Path schema = folder.resolve("g.pg");
    Files.writeString(schema, "node Person { name: String @key  note: String? }");
    assertThat(terminal.graph("init", "--schema", schema.toString())).isZero();
    terminal.pipe(ANN);
    assertThat(terminal.graph("load", "-")).isZero();
    terminal.clear();
  }

  @Test
  void linesArePrintedAndNothingElse() {
    assertThat(terminal.graph("export")).as(terminal.err()).isZero();

    assertThat(terminal.out()).isEqualTo(ANN);
    assertThat(terminal.err()).isEmpty();
  }

  @Test
  void aFileIsWrittenAndPackedWhereItsNameSaysSo() throws IOException {
    Path file = folder.resolve("out.jsonl.gz");

    assertThat(terminal.graph("export", "-o", file.toString())).as(terminal.err()).isZero();

    assertThat(terminal.out()).startsWith("1 Person written · commit ");
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(ANN);
    }
    terminal.clear();
    assertThat(terminal.graph("load", file.toString())).isZero();
    assertThat(terminal.out()).startsWith("1 Person read: 0 nodes and 0 edges changed");
  }

  @Test
  void tablesAreOneFileForEachTypeAndLoadedByName() throws IOException {
    Path tables = folder.resolve("tables");

    assertThat(terminal.graph("export", "--format", "csv", "-o", tables.toString()))
        .as(terminal.err())
        .isZero();

    Path file = tables.resolve("Person.csv");
    assertThat(file).hasContent("id,name,note\nAnn,Ann,\"é\n😀\"\n");
    terminal.clear();
    assertThat(terminal.graph("load", "--type", "Person", file.toString())).isZero();
    assertThat(terminal.out()).startsWith("1 Person read: 0 nodes and 0 edges changed");
    terminal.clear();
    assertThat(terminal.graph("load", file.toString())).as("named by the file").isZero();
    assertThat(terminal.out()).startsWith("1 Person read: 0 nodes and 0 edges changed");
    terminal.pipe("name\nAnn\n");
    assertThat(terminal.graph("load", "--format", "csv", "-")).isOne();
    assertThat(terminal.err()).contains("standard input: is a table, and no type is named");
    terminal.clear();
    assertThat(terminal.graph("export", "--format", "csv")).isZero();
    assertThat(terminal.out()).startsWith("id,name,note\n");
  }

  @Test
  void parquetIsWrittenAndLoadedAndPrintedAsBytes() throws IOException {
    Path file = folder.resolve("Person.parquet");

    assertThat(terminal.graph("export", "--type", "Person", "-o", file.toString()))
        .as(terminal.err())
        .isZero();

    terminal.clear();
    assertThat(terminal.graph("load", file.toString())).as(terminal.err()).isZero();
    assertThat(terminal.out()).startsWith("1 Person read: 0 nodes and 0 edges changed");
    terminal.clear();
    assertThat(terminal.graph("export", "--format", "parquet")).isZero();
    assertThat(terminal.bytes()).isEqualTo(Files.readAllBytes(file));
    assertThat(terminal.out()).isEmpty();
    terminal.pipe(Files.readAllBytes(file));
    assertThat(terminal.graph("load", "--format", "parquet", "--type", "Person", "-")).isZero();
    assertThat(terminal.out()).startsWith("1 Person read: 0 nodes and 0 edges changed");
  }

  @Test
  void anExportThatFailsLeavesWhatWasThere() throws IOException {
    Path file = folder.resolve("out.jsonl");
    Files.writeString(file, "kept");

    assertThat(terminal.graph("export", "--type", "Film", "-o", file.toString())).isOne();

    assertThat(terminal.err()).contains("There is no type `Film`.");
    assertThat(file).hasContent("kept");
    assertThat(folder.resolve("out.jsonl.part")).doesNotExist();
  }

  @Test
  void aPlaceThatCannotBeWrittenIsNamed() {
    Path file = folder.resolve("absent").resolve("out.jsonl");

    assertThat(terminal.graph("export", "-o", file.toString())).isOne();

    assertThat(terminal.err())
        .contains("error: " + file + " cannot be written: there is no such folder");
  }

  @Test
  void whatIsTooLargeForAnAnswerOfAFunctionComesByWayOfTheBucket() throws IOException {
    Reply tooLarge =
        Reply.json(413, "{\"error\":\"Too large.\",\"code\":\"answer_too_large\",\"details\":{}}");
    Reply made =
        Reply.json(
            200,
            "{\"commit\":\"C-1\",\"cursor\":\"next\",\"objects\":[{\"url\":\"{server}/object?signed\"}]}");
    Reply object = Reply.json(200, "{\"type\":\"Town\"}\n");
    Reply snapshot =
        Reply.json(200, "{\"commit\":\"C-1\",\"tables\":[{\"type\":\"Town\",\"rows\":1}]}");
    Path file = folder.resolve("all.jsonl");
    Terminal remote = new Terminal(folder);
    try (Scripted server = new Scripted(tooLarge, made, object, snapshot)) {
      int code =
          remote.run("export", "--output", file.toString(), "--graph", server.graph().toString());

      assertThat(code).as(remote.err()).isZero();
      assertThat(server.received())
          .extracting(Scripted.Received::line)
          .element(2)
          .isEqualTo("GET /object?signed");
    }
    assertThat(file).hasContent("{\"type\":\"Town\"}");
    assertThat(remote.out()).startsWith("1 Town written · commit C-1");
  }
}
