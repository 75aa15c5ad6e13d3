package dev.omnigraph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.omnigraph.Graph;
import dev.omnigraph.GraphStorage;
import dev.omnigraph.call.MutationRequest;
import dev.omnigraph.call.SchemaRequest;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commits since one of a branch are found on however many pages they are. */
class CommitsSinceTest {
  private static final BranchName MAIN = BranchName.MAIN;
  private static final String SCHEMA = "node Town { name: String @key }";

  private @TempDir Path folder;
  private final List<CommitId> commits = new ArrayList<>();
  private Graph graph;

  @BeforeEach
  void makeAGraph() {
    graph = Graph.create(GraphStorage.newFolder(folder.resolve("g")), SCHEMA, "g.pg", "ann");
    commit();
    graph.applySchema(
        new SchemaRequest(
            SCHEMA + "\nnode Road { name: String @key }", "g.pg", false, false, options()));
    commit();
    for (int i = 0; i < 5; i++) {
      graph.mutate(
          new MutationRequest(
              "query m() { insert Town { name: \"" + i + "\" } }",
              "m.gq",
              null,
              Map.of(),
              options()));
      commit();
    }
  }

  @AfterEach
  void close() {
    graph.close();
  }

  @Test
  void aBaseOnALaterPageIsFound() {
    assertThat(since(commits.get(1))).hasValueSatisfying(found -> assertThat(found).isEmpty());
  }

  @Test
  void aCommitOfTheKindIsFoundOnALaterPage() {
    assertThat(since(commits.getFirst())).hasValue(List.of(commits.get(1).text()));
  }

  @Test
  void aBaseThatTheBranchDoesNotHaveIsToldFromOneWithNothingAfterIt() {
    assertThat(since(new CommitId("01M8Q4VDD8T5E03Z7VGQKN0YSQ-2"))).isEmpty();
    assertThat(since(commits.getLast())).hasValue(List.of());
  }

  /** Commits of other than data since one, by pages of two. */
  private Optional<List<String>> since(CommitId base) {
    return new CommitsSince(Reach.Here.of(graph, Waits.SILENT), MAIN, base, 2)
        .newest(commit -> !commit.path("kind").asText().equals("mutate"))
        .map(found -> found.stream().map(CommitsSinceTest::id).toList());
  }

  private static String id(JsonNode commit) {
    return commit.path("commit").asText();
  }

  private void commit() {
    commits.add(graph.branch(MAIN).head());
  }

  private static WriteOptions options() {
    return WriteOptions.on(MAIN, "ann");
  }
}
