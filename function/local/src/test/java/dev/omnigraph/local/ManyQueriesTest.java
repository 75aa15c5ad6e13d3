package dev.omnigraph.local;

import static dev.omnigraph.local.Contract.get;
import static dev.omnigraph.local.Contract.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.Graph;
import dev.omnigraph.GraphStorage;
import dev.omnigraph.call.LoadMode;
import dev.omnigraph.call.LoadRequest;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.id.BranchName;
import io.quarkus.arc.Arc;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is asked at the same time, the server answers. */
@QuarkusTest
class ManyQueriesTest {
  private static final int HEAVY = 20;
  private static final String ONE = "query one() { match { $p: Person } return { $p.n } limit 1 }";

  /** More pairs than the memory of queries has room for. */
  private static final String PAIRS =
      "query pairs() { match { $a: Person $b: Person } return { $a.n as a, $b.n as b }"
          + " order { $a.n + $b.n } }";

  private final String graph = "m" + System.nanoTime();

  @BeforeEach
  void create() {
    String lines =
        IntStream.range(0, 5_000)
            .mapToObj("{\"type\":\"Person\",\"data\":{\"n\":%d}}\n"::formatted)
            .collect(Collectors.joining());
    Path folder = Path.of("target/test-graphs", graph);
    try (Graph made =
        Graph.create(
            GraphStorage.newFolder(folder), "node Person { n: I32 @key }", "schema.pg", "test")) {
      LoadRequest request =
          new LoadRequest("in", LoadMode.APPEND, WriteOptions.on(BranchName.MAIN, "test"), null);
      byte[] bytes = lines.getBytes(StandardCharsets.UTF_8);
      made.load(request, new ByteArrayInputStream(bytes), n -> {});
    }
  }

  @Test
  void heavyQueriesAreRefusedOrAnsweredAndTheServerAnswersBesideThem() {
    try (ExecutorService threads = Executors.newFixedThreadPool(HEAVY)) {
      List<CompletableFuture<Response>> heavy =
          IntStream.range(0, HEAVY)
              .mapToObj(n -> CompletableFuture.supplyAsync(() -> query(PAIRS), threads))
              .toList();

      assertThat(get("/healthz").statusCode()).isEqualTo(200);
      assertThat(get("/graphs/" + graph + "/commits").statusCode()).isEqualTo(200);
      assertThat(heavy)
          .allSatisfy(
              answer -> {
                assertThat(answer.join().statusCode()).isIn(413, 429);
                assertThat(answer.join().jsonPath().getString("code"))
                    .isIn(
                        "query_memory_exceeded",
                        "query_time_exceeded",
                        "too_many_rows",
                        "too_many_queries");
              });
    }
    assertThat(query(ONE).statusCode()).isEqualTo(200);
  }

  @Test
  void moreQueriesThanThereAreSlotsForAreToldToComeBack() {
    Semaphore slots = Arc.container().instance(WholeBodies.class).get().queries();
    slots.acquireUninterruptibly(WholeBodies.QUERIES);
    try {
      Response refused = query(ONE);

      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.header("Retry-After")).isEqualTo("1");
      assertThat(refused.jsonPath().getString("code")).isEqualTo("too_many_queries_at_once");
      assertThat(get("/healthz").statusCode()).isEqualTo(200);
      assertThat(get("/graphs/" + graph + "/schema").statusCode()).isEqualTo(200);
    } finally {
      slots.release(WholeBodies.QUERIES);
    }
    assertThat(query(ONE).statusCode()).isEqualTo(200);
    assertThat(query("query").statusCode()).isEqualTo(400);
    assertThat(slots.availablePermits()).isEqualTo(WholeBodies.QUERIES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mutate", "queries/any", "mcp", "query/handover"})
  void whatRunsQueriesByAnotherNameTakesTheSameSlots(String route) {
    Semaphore slots = Arc.container().instance(WholeBodies.class).get().queries();
    slots.acquireUninterruptibly(WholeBodies.QUERIES);
    try {
      Response refused =
          given().contentType("application/json").body("{}").post("/graphs/" + graph + "/" + route);

      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.jsonPath().getString("code")).isEqualTo("too_many_queries_at_once");
    } finally {
      slots.release(WholeBodies.QUERIES);
    }
  }

  @Test
  void moreFeedsThanMayWaitAreToldToComeBackAndOneThatDoesNotWaitIsRead() {
    Semaphore slots = Arc.container().instance(WholeBodies.class).get().feeds();
    slots.acquireUninterruptibly(WholeBodies.FEEDS);
    try {
      Response refused = get("/graphs/" + graph + "/feed?start=now&wait=1");

      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.header("Retry-After")).isEqualTo("1");
      assertThat(refused.jsonPath().getString("code")).isEqualTo("too_many_feeds");
      assertThat(get("/graphs/" + graph + "/feed?start=now").statusCode()).isEqualTo(200);
    } finally {
      slots.release(WholeBodies.FEEDS);
    }
    assertThat(get("/graphs/" + graph + "/feed?start=beginning&wait=1").statusCode())
        .isEqualTo(200);
    // Each place is given back, after its answer was sent.
    slots.acquireUninterruptibly(WholeBodies.FEEDS);
    slots.release(WholeBodies.FEEDS);
  }

  private Response query(String query) {
    return given()
        .contentType("application/json")
        .body(Map.of("query", query))
        .post("/graphs/" + graph + "/query");
  }
}
