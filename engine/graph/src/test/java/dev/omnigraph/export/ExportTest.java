package dev.omnigraph.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.omnigraph.Graph;
import dev.omnigraph.GraphStorage;
import dev.omnigraph.call.EntityFormat;
import dev.omnigraph.call.ExportAnswer;
import dev.omnigraph.call.ExportRequest;
import dev.omnigraph.call.LoadMode;
import dev.omnigraph.call.LoadRequest;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportTest {
  private static final String SCHEMA =
      """
      edge Likes: Person -> Film { stars: I32? @default(3) }
      node Person { name: String @key  photo: Blob?  age: I32? }
      node Film { title: String @key }
      """;
  private static final List<String> LINES =
      List.of(
          "{\"edge\":\"Likes\",\"from\":\"Ann\",\"to\":\"M\",\"data\":{\"id\":\"01HZZZZZZZZZZZZZZZZZZZZZZZ\",\"stars\":null}}",
          "{\"type\":\"Person\",\"data\":{\"id\":\"Ann\",\"name\":\"Ann\",\"photo\":\"base64:AQI=\"}}",
          "{\"type\":\"Film\",\"data\":{\"id\":\"M\",\"title\":\"M\"}}");

  @TempDir private Path folder;
  private Graph graph;
  private CommitId loaded;

  @BeforeEach
  void makeTheGraph() {
    graph = Graph.create(GraphStorage.newFolder(folder.resolve("g")), SCHEMA, "g.pg", "ann");
    loaded = load(String.join("\n", LINES));
  }

  @AfterEach
  void close() {
    graph.close();
  }

  @Test
  void nodesComeBeforeEdgesAndTypesInTheOrderOfTheSchema() throws IOException {
    assertThat(lines(request(List.of(), true)))
        .containsExactly(LINES.get(1), LINES.get(2), LINES.get(0));
  }

  @Test
  void onlyTheTypesNamedAreExported() throws IOException {
    assertThat(lines(request(List.of("likes", "Film"), true)))
        .containsExactly(LINES.get(2), LINES.get(0));
  }

  @Test
  void blobsMayBeLeftOut() throws IOException {
    assertThat(lines(request(List.of("Person"), false)))
        .containsExactly("{\"type\":\"Person\",\"data\":{\"id\":\"Ann\",\"name\":\"Ann\"}}");
  }

  @Test
  void anEarlierStateIsExportedWithItsCommit() throws IOException {
    load("{\"type\":\"Film\",\"data\":{\"title\":\"N\"}}");
    ExportRequest request =
        new ExportRequest(
            new ReadAt.Commit(BranchName.MAIN, loaded), EntityFormat.JSONL, List.of(), true);

    try (Export export = graph.export(request)) {
      ExportAnswer answer = export.writeTo(name -> OutputStream.nullOutputStream());

      assertThat(answer.commitId()).isEqualTo(loaded);
      assertThat(answer.rows()).isEqualTo(Map.of("Person", 1L, "Film", 1L, "Likes", 1L));
    }
  }

  @Test
  void aTypeThatIsNotThereIsRefusedByName() {
    GraphException e =
        catchThrowableOfType(
            GraphException.class, () -> graph.export(request(List.of("Persn"), true)));

    assertThat(e.code()).isEqualTo("unknown_type");
    assertThat(e).hasMessage("There is no type `Persn`.");
    assertThat(e.nextStep()).isEqualTo("Did you mean `Person`?");
  }

  @Test
  void aTargetThatFailsEndsTheExport() throws IOException {
    IOException full = new IOException("full");
    OutputStream out =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw full;
          }
        };

    try (Export export = graph.export(request(List.of(), true))) {
      assertThat(catchThrowableOfType(IOException.class, () -> export.writeTo(name -> out)))
          .isSameAs(full);
    }
  }

  private static ExportRequest request(List<String> types, boolean withBlobs) {
    return new ExportRequest(ReadAt.main(), EntityFormat.JSONL, types, withBlobs);
  }

  private List<String> lines(ExportRequest request) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Export export = graph.export(request)) {
      export.writeTo(name -> out);
    }
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private CommitId load(String lines) {
    LoadRequest request =
        new LoadRequest("in.jsonl", LoadMode.APPEND, WriteOptions.on(BranchName.MAIN, "ann"), null);
    return graph
        .load(request, new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)), read -> {})
        .commits()
        .getLast();
  }
}
