package dev.omnigraph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.omnigraph.call.LoadAnswer;
import dev.omnigraph.call.LoadMode;
import dev.omnigraph.call.LoadRequest;
import dev.omnigraph.call.MutationAnswer;
import dev.omnigraph.call.MutationRequest;
import dev.omnigraph.call.OptimizeAnswer;
import dev.omnigraph.call.QueryRequest;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.exec.QueryAnswer;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example graph, from an empty folder to answers: what the quickstart shows. */
class FlightsTest {
  private static final Path EXAMPLE = Path.of("..", "..", "infra", "example", "flights");

  @TempDir private Path folder;
  private Graph graph;
  private String queries;

  @BeforeEach
  void loadTheExample() throws IOException {
    queries = Files.readString(EXAMPLE.resolve("flights.gq"));
    graph =
        Graph.create(
            GraphStorage.newFolder(folder.resolve("flights")),
            Files.readString(EXAMPLE.resolve("flights.pg")),
            "flights.pg",
            "test");
    try (InputStream lines = Files.newInputStream(EXAMPLE.resolve("flights.jsonl"))) {
      LoadAnswer loaded =
          graph.load(
              new LoadRequest(
                  "flights.jsonl",
                  LoadMode.APPEND,
                  WriteOptions.on(BranchName.MAIN, "test").keyed("flights"),
                  null),
              lines,
              read -> {});
      assertThat(loaded.nodes()).isEqualTo(3_376);
      assertThat(loaded.edges()).isEqualTo(5_366);
      assertThat(loaded.commits()).hasSize(1);
    }
  }

  @AfterEach
  void close() {
    graph.close();
  }

  @Test
  void anAirportIsFoundByItsKey() {
    QueryAnswer answer = ask("airport", Map.of("iata", "SFO"));

    assertThat(answer.rows()).hasSize(1);
    assertThat(answer.rows().getFirst().subList(0, 4))
        .containsExactly("SFO", "San Francisco International", "San Francisco", "CA");
  }

  @Test
  void theTenBusiestAirportsAreThoseOfTheData() {
    QueryAnswer answer = ask("busiest", Map.of());

    assertThat(answer.rows()).extracting(row -> row.get(0)).hasSize(10).startsWith("ATL", "ORD");
    assertThat(answer.rows())
        .extracting(row -> (double) row.get(3))
        .isSortedAccordingTo(java.util.Comparator.reverseOrder());
  }

  @Test
  void twoHopsReachAtLeastWhatOneReaches() {
    List<String> direct =
        ask("direct", Map.of("from", "ABE", "state", "OH")).rows().stream()
            .map(row -> String.valueOf(row.getFirst()))
            .toList();
    List<String> withinTwo =
        ask("within_two", Map.of("from", "ABE", "state", "OH")).rows().stream()
            .map(row -> String.valueOf(row.getFirst()))
            .toList();

    assertThat(direct).isNotEmpty();
    assertThat(withinTwo).containsAll(direct).hasSizeGreaterThan(direct.size());
  }

  @Test
  void anUpdateIsSeenByTheNextReadAndNotByOneAtTheCommitBefore() {
    CommitId before = ask("airport", Map.of("iata", "SFO")).commitId();

    MutationAnswer updated = change("rename_airport", Map.of("iata", "SFO", "name", "Renamed"));

    assertThat(updated.affectedNodes()).isEqualTo(1);
    QueryAnswer now = ask("airport", Map.of("iata", "SFO"));
    assertThat(now.commitId()).isEqualTo(updated.commitId()).isNotEqualTo(before);
    assertThat(now.rows().getFirst().get(1)).isEqualTo("Renamed");
    QueryAnswer then =
        graph.query(
            new QueryRequest(
                queries,
                "flights.gq",
                "airport",
                Map.of("iata", "SFO"),
                new ReadAt.Commit(BranchName.MAIN, before)));
    assertThat(then.rows().getFirst().get(1)).isEqualTo("San Francisco International");
  }

  @Test
  void answersAreTheSameAfterOptimizeAndASecondRunDoesNothing() {
    change("rename_airport", Map.of("iata", "SFO", "name", "Renamed"));
    List<List<@Nullable Object>> busiest = ask("busiest", Map.of()).rows();
    List<List<@Nullable Object>> two =
        ask("within_two", Map.of("from", "ABE", "state", "OH")).rows();

    OptimizeAnswer first = graph.optimize(WriteOptions.on(BranchName.MAIN, "test"));
    OptimizeAnswer second = graph.optimize(WriteOptions.on(BranchName.MAIN, "test"));

    assertThat(first.commitId()).isNotNull();
    assertThat(second.commitId()).isNull();
    assertThat(ask("busiest", Map.of()).rows()).isEqualTo(busiest);
    assertThat(ask("within_two", Map.of("from", "ABE", "state", "OH")).rows()).isEqualTo(two);
    assertThat(ask("airport", Map.of("iata", "SFO")).rows().getFirst().get(1)).isEqualTo("Renamed");
  }

  @Test
  void loadingAgainUnderTheSameKeyChangesNothing() throws IOException {
    CommitId head = graph.snapshot(ReadAt.main()).commitId();

    try (InputStream lines = Files.newInputStream(EXAMPLE.resolve("flights.jsonl"))) {
      LoadAnswer again =
          graph.load(
              new LoadRequest(
                  "flights.jsonl",
                  LoadMode.APPEND,
                  WriteOptions.on(BranchName.MAIN, "test").keyed("flights"),
                  null),
              lines,
              read -> {});
      assertThat(again.replayed()).isTrue();
    }

    assertThat(graph.snapshot(ReadAt.main()).commitId()).isEqualTo(head);
  }

  @Test
  void aMisspeltPropertyIsNamedWithItsPlaceAndAGuess() {
    assertThatThrownBy(
            () ->
                graph.query(
                    new QueryRequest(
                        "query q() { match { $a: Airport } return { $a.nmae } }",
                        "q.gq",
                        null,
                        Map.of(),
                        ReadAt.main())))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("q.gq:1:")
        .hasMessageContaining("Did you mean `name`?");
  }

  private QueryAnswer ask(String name, Map<String, ?> arguments) {
    return graph.query(new QueryRequest(queries, "flights.gq", name, arguments, ReadAt.main()));
  }

  private MutationAnswer change(String name, Map<String, ?> arguments) {
    return graph.mutate(
        new MutationRequest(
            queries, "flights.gq", name, arguments, WriteOptions.on(BranchName.MAIN, "test")));
  }
}
