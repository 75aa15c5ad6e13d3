package dev.omnigraph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.omnigraph.call.LoadMode;
import dev.omnigraph.call.LoadRequest;
import dev.omnigraph.call.QueryRequest;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchName;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A load may bring its branch with it. */
class LoadIntoBranchTest {
  private static final String ANN = "{\"type\":\"Person\",\"data\":{\"name\":\"Ann\"}}\n";
  private static final String BOB = "{\"type\":\"Person\",\"data\":{\"name\":\"Bob\"}}\n";

  private @TempDir Path folder;
  private Graph graph;

  @BeforeEach
  void make() {
    GraphStorage storage = GraphStorage.newFolder(folder.resolve("g"));
    graph = Graph.create(storage, "node Person { name: String @key }", "p.pg", "ann");
    load(ANN, "main", null);
  }

  @AfterEach
  void close() {
    graph.close();
  }

  @Test
  void theBranchIsMadeFromTheOtherWhichDoesNotSeeWhatIsLoaded() {
    load(BOB, "draft", "main");

    assertThat(graph.branchNames()).map(BranchName::text).containsExactly("draft", "main");
    assertThat(names("draft")).containsExactly("Ann", "Bob");
    assertThat(names("main")).containsExactly("Ann");
  }

  @Test
  void aBranchThatIsThereIsLoadedInto() {
    load(BOB, "draft", "main");

    load(BOB.replace("Bob", "Cid"), "draft", "main");

    assertThat(names("draft")).containsExactly("Ann", "Bob", "Cid");
  }

  @Test
  void badInputLeavesNoBranchBehind() {
    GraphException e = failure(BOB.replace("name", "nmae"), "draft", "main");

    assertThat(e.code()).isEqualTo("unknown_field");
    assertThat(graph.branchNames()).map(BranchName::text).containsExactly("main");
    load(BOB, "draft", "main");
    assertThat(names("draft")).containsExactly("Ann", "Bob");
  }

  @Test
  void aLoadOfNothingLeavesNoBranchBehind() {
    load("", "draft", "main");
    merge(ANN, "draft", "main");

    assertThat(graph.branchNames()).map(BranchName::text).containsExactly("main");
    load(BOB, "draft", "main");
    load("", "draft", "main");
    assertThat(names("draft")).containsExactly("Ann", "Bob");
  }

  @Test
  void aBranchThatSomebodyElseHasWrittenToStays() {
    InputStream slow =
        new InputStream() {
          private boolean asked;

          @Override
          public int read() {
            if (!asked) {
              asked = true;
              load(BOB, "draft", null);
            }
            return -1;
          }
        };

    graph.load(request("draft", "main", LoadMode.APPEND), slow, read -> {});

    assertThat(names("draft")).containsExactly("Ann", "Bob");
  }

  @Test
  void badInputLeavesABranchThatWasThere() {
    load(BOB, "draft", "main");

    failure(BOB, "draft", "main");

    assertThat(names("draft")).containsExactly("Ann", "Bob");
  }

  @Test
  void aBranchIsNotMadeFromNothing() {
    GraphException e = failure(BOB, "draft", "absent");

    assertThat(e.code()).isEqualTo("branch_not_found");
    assertThat(graph.branchNames()).map(BranchName::text).containsExactly("main");
  }

  private GraphException failure(String lines, String branch, @Nullable String from) {
    return catchThrowableOfType(GraphException.class, () -> load(lines, branch, from));
  }

  private void load(String lines, String branch, @Nullable String from) {
    load(lines, request(branch, from, LoadMode.APPEND));
  }

  private void merge(String lines, String branch, @Nullable String from) {
    load(lines, request(branch, from, LoadMode.MERGE));
  }

  private static LoadRequest request(String branch, @Nullable String from, LoadMode mode) {
    return new LoadRequest(
        "p.jsonl",
        mode,
        WriteOptions.on(new BranchName(branch), "ann"),
        from == null ? null : new BranchName(from));
  }

  private void load(String lines, LoadRequest request) {
    graph.load(
        request, new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)), read -> {});
  }

  private List<String> names(String branch) {
    String query = "query q { match { $p: Person } return { $p.name } order { $p.name } }";
    return graph
        .query(
            new QueryRequest(
                query, "q.gq", null, Map.of(), new ReadAt.Head(new BranchName(branch))))
        .rows()
        .stream()
        .map(row -> String.valueOf(row.getFirst()))
        .toList();
  }
}
