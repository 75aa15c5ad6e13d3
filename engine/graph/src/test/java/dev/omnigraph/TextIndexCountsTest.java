package dev.omnigraph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.call.LoadMode;
import dev.omnigraph.call.LoadRequest;
import dev.omnigraph.call.QueryRequest;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.exec.Explanation;
import dev.omnigraph.exec.QueryAnswer;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.store.IoStats;
import dev.omnigraph.store.S3Location;
import dev.omnigraph.store.S3ObjectStore;
import dev.omnigraph.table.TableOptions;
import dev.omnigraph.testkit.CountingS3;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.s3.S3Client;

/** What finding rows by a text costs, with an index, without one, and in a small table. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TextIndexCountsTest {
  private static final int ROWS = 200_000;
  private static final int SMALL = 2_000;
  private static final int LENGTH = 30;
  private static final String SCHEMA =
      """
      node Person { k: String @key  name: String @index  alias: String  n: I64 }
      node Small { k: String @key  name: String @index  alias: String  n: I64 }
      """;

  private CountingS3 server;
  private S3Client client;

  /** Two answers of a process, the first from cold, and what the server gave for each. */
  private record Asked(QueryAnswer answer, Took cold, Took warm) {}

  private record Took(int requests, int sequential, long bytes) {}

  @BeforeAll
  void load() {
    server = CountingS3.start("graphs");
    client = server.client();
    try (Graph graph = Graph.create(storage(), SCHEMA, "people.pg", "test")) {
      graph.load(
          new LoadRequest(
              "people.jsonl", LoadMode.APPEND, WriteOptions.on(BranchName.MAIN, "test"), null),
          new ByteArrayInputStream(people().getBytes(StandardCharsets.UTF_8)),
          lines -> {});
      assertThat(graph.optimize(WriteOptions.on(BranchName.MAIN, "test")).tables())
          .allSatisfy(
              table -> {
                assertThat(table.indexesBuilt()).containsExactly("id", "name");
                assertThat(table.indexesNotBuilt()).isEmpty();
              });
    }
    server.setLatency(Duration.ofMillis(20));
  }

  @AfterAll
  void stop() {
    client.close();
    server.close();
  }

  @Test
  void rowsOfATextAreFoundByItsIndexAndTakeNextToNothingWhenItIsKnown() {
    Asked equal = ask("match { $p: Person { name: \"%s\" } } return { $p.n }".formatted(name(77)));
    Asked prefix =
        ask(
            "match { $p: Person  $p.name starts_with \"%s\" } return { $p.n }"
                .formatted(name(77).substring(0, 8)));

    for (Asked asked : new Asked[] {equal, prefix}) {
      assertThat(asked.answer().rows()).hasSize(1);
      assertThat(text(asked.answer())).contains("index name");
      assertThat(asked.cold().requests()).isLessThanOrEqualTo(20);
      assertThat(asked.cold().bytes()).isLessThan(600_000);
      assertThat(asked.warm().requests()).isLessThanOrEqualTo(5);
      assertThat(asked.warm().sequential()).isLessThanOrEqualTo(4);
      assertThat(asked.warm().bytes()).isLessThan(100_000);
    }
  }

  @Test
  void aTextWithoutAnIndexIsReadAndAsksForNone() {
    Asked scanned =
        ask("match { $p: Person { alias: \"%s\" } } return { $p.n }".formatted(name(77)));

    assertThat(scanned.answer().rows()).hasSize(1);
    assertThat(text(scanned.answer())).contains("filtered scan");
    assertThat(scanned.cold().requests()).isLessThanOrEqualTo(13);
    assertThat(scanned.cold().sequential()).isLessThanOrEqualTo(7);
  }

  @Test
  void halfARangeOfTextsIsReadSinceItsIndexWouldBeReadToo() {
    Asked half = ask("match { $p: Person  $p.name > \"b\" } return { count($p) as people }");
    Asked between =
        ask("match { $p: Person  $p.name > \"ba\" and $p.name < \"bb\" } return { $p.n }");

    assertThat(text(half.answer())).contains("filtered scan");
    assertThat(half.cold().requests()).isLessThanOrEqualTo(15);
    assertThat(text(between.answer())).contains("index name");
  }

  @Test
  void aSmallTableIsReadWholeWithoutItsIndex() {
    Asked small = ask("match { $p: Small { name: \"%s\" } } return { $p.n }".formatted(name(77)));

    assertThat(small.answer().rows()).hasSize(1);
    assertThat(text(small.answer())).contains("filtered scan");
    assertThat(small.cold().requests()).isLessThanOrEqualTo(4);
  }

  private static String text(QueryAnswer answer) {
    return Explanation.of(answer, IoStats.NONE);
  }

  private Asked ask(String body) {
    QueryRequest request =
        new QueryRequest("query q() { " + body + " }", "q.gq", null, Map.of(), ReadAt.main());
    try (Graph graph = Graph.open(storage())) {
      server.log().reset();
      QueryAnswer answer = graph.query(request);
      Took cold = took();
      server.log().reset();
      graph.query(request);
      Asked asked = new Asked(answer, cold, took());
      System.out.printf("%s: cold %s, warm %s%n", body, asked.cold(), asked.warm());
      return asked;
    }
  }

  private Took took() {
    return new Took(server.log().total(), server.log().sequential(), server.log().bytesOut());
  }

  private GraphStorage storage() {
    return GraphStorage.of(
        new S3ObjectStore(client, new S3Location("graphs", "people")),
        server.storageOptions(),
        TableOptions.DEFAULT);
  }

  private static String people() {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < ROWS + SMALL; i++) {
      int person = i < ROWS ? i : i - ROWS;
      lines
          .append("{\"type\":\"")
          .append(i < ROWS ? "Person" : "Small")
          .append("\",\"data\":{\"k\":\"k")
          .append(person)
          .append("\",\"name\":\"")
          .append(name(person))
          .append("\",\"alias\":\"")
          .append(name(person))
          .append("\",\"n\":")
          .append(person)
          .append("}}\n");
    }
    return lines.toString();
  }

  private static String name(int person) {
    return new Random(person)
        .ints(LENGTH, 'a', 'z' + 1)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
