package dev.omnigraph.exec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.omnigraph.plan.EdgeAccess;
import dev.omnigraph.query.TypedQuery;
import dev.omnigraph.query.lang.QueryCompiler;
import dev.omnigraph.table.Tables;
import dev.omnigraph.view.View;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The queries of the flights example on its data, in Lance tables, against plain Java. */
@NullUnmarked
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FlightsQueryTest {
  private static final Path EXAMPLE = Path.of("../../infra/example/flights");

  @TempDir static Path folder;

  private final Map<String, TypedQuery.Read> queries = new HashMap<>();
  private MemoryGraph graph;
  private Tables tables;
  private LanceGraph stored;

  @BeforeAll
  void load() throws IOException {
    graph = new MemoryGraph(MemoryQueries.schema(Files.readString(EXAMPLE.resolve("flights.pg"))));
    ObjectMapper json = new ObjectMapper();
    for (String line : Files.readAllLines(EXAMPLE.resolve("flights.jsonl"))) {
      add(json.readTree(line));
    }
    String source = Files.readString(EXAMPLE.resolve("flights.gq"));
    for (TypedQuery query : QueryCompiler.compile(source, "flights.gq", graph.catalog())) {
      if (query instanceof TypedQuery.Read read) {
        queries.put(read.name(), read);
      }
    }
    tables = LanceGraph.tables(folder);
    stored = new LanceGraph(tables, graph, "", new Random(1));
  }

  @AfterAll
  void close() {
    tables.close();
  }

  @ParameterizedTest
  @EnumSource
  void anAirportIsFoundByItsKey(EdgeAccess access) {
    QueryAnswer answer = run("airport", Map.of("iata", "SEA"), access);

    assertThat(answer.rows()).hasSize(1);
    assertThat(answer.rows().getFirst().subList(0, 4))
        .containsExactly("SEA", "Seattle-Tacoma Intl", "Seattle", "WA");
    assertThat(answer.report().steps().getFirst().access()).isEqualTo("index id");
  }

  @ParameterizedTest
  @EnumSource
  void directFlightsAreFilteredByState(EdgeAccess access) {
    List<List<Object>> rows = run("direct", Map.of("from", "SEA", "state", "CA"), access).rows();

    Map<String, Integer> expected = new TreeMap<>();
    for (Map<String, Object> route : routes()) {
      if (route.get("src").equals("SEA") && "CA".equals(state(route.get("dst")))) {
        expected.put((String) route.get("dst"), (Integer) route.get("count"));
      }
    }
    assertThat(expected).hasSizeGreaterThan(5);
    Map<Object, Object> found = new TreeMap<>();
    rows.forEach(row -> found.put(row.getFirst(), row.getLast()));
    assertThat(found).isEqualTo(expected);
    assertThat(rows.stream().map(row -> (Integer) row.getLast()).toList())
        .isSortedAccordingTo(Comparator.reverseOrder());
  }

  @ParameterizedTest
  @EnumSource
  void whereOneCanGetInTwoHopsIsFilteredByState(EdgeAccess access) {
    List<List<Object>> rows =
        run("within_two", Map.of("from", "SEA", "state", "TX"), access).rows();

    List<String> one = destinations(List.of("SEA"));
    List<String> expected =
        Stream.concat(one.stream(), destinations(one).stream())
            .distinct()
            .filter(iata -> "TX".equals(state(iata)))
            .sorted()
            .toList();
    assertThat(expected).hasSizeGreaterThan(10);
    assertThat(rows.stream().map(List::getFirst).toList()).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource
  void theBusiestAirportsAreThoseWithTheMostDepartures(EdgeAccess access) {
    List<List<Object>> rows = run("busiest", Map.of(), access).rows();

    Map<String, Long> departures = new HashMap<>();
    for (Map<String, Object> route : routes()) {
      departures.merge((String) route.get("src"), (long) (Integer) route.get("count"), Long::sum);
    }
    List<Object> expected =
        departures.values().stream()
            .sorted(Comparator.reverseOrder())
            .limit(10)
            .map(count -> (Object) count.doubleValue())
            .toList();
    assertThat(rows.stream().map(row -> row.get(3)).toList()).isEqualTo(expected);
    assertThat(rows)
        .allSatisfy(
            row ->
                assertThat(row.get(3))
                    .isEqualTo(departures.get((String) row.getFirst()).doubleValue()));
  }

  private QueryAnswer run(String name, Map<String, Object> arguments, EdgeAccess access) {
    QueryRunner runner =
        new QueryRunner(
            tables.allocator(), tables::io, Runnable::run, MemoryQueries.budget(32L << 20), access);
    try (View view = stored.view()) {
      return runner.run(PreparedQuery.plan(queries.get(name), view), arguments, view);
    }
  }

  private void add(JsonNode line) {
    Map<String, Object> row = new LinkedHashMap<>();
    JsonNode data = line.get("data");
    if (line.has("edge")) {
      row.put("src", line.get("from").asText());
      row.put("dst", line.get("to").asText());
      row.put("count", data.get("count").asInt());
      var type = graph.catalog().edge("Route").orElseThrow();
      row.put("id", type.keyedId(row));
      graph.add(type, row);
      return;
    }
    row.put("id", data.get("iata").asText());
    for (String name : List.of("iata", "name", "city", "state", "country")) {
      row.put(name, data.hasNonNull(name) ? data.get(name).asText() : null);
    }
    row.put("latitude", data.get("latitude").asDouble());
    row.put("longitude", data.get("longitude").asDouble());
    graph.add(graph.catalog().node("Airport").orElseThrow(), row);
  }

  private List<Map<String, Object>> routes() {
    return graph.rows(graph.catalog().edge("Route").orElseThrow());
  }

  private List<String> destinations(List<String> from) {
    return routes().stream()
        .filter(route -> from.contains((String) route.get("src")))
        .map(route -> (String) route.get("dst"))
        .distinct()
        .toList();
  }

  private Object state(Object iata) {
    return graph.rows(graph.catalog().node("Airport").orElseThrow()).stream()
        .filter(row -> row.get("id").equals(iata))
        .findFirst()
        .orElseThrow()
        .get("state");
  }
}
