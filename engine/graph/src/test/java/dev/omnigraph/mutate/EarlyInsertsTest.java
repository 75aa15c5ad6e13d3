package dev.omnigraph.mutate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.omnigraph.Graph;
import dev.omnigraph.GraphStorage;
import dev.omnigraph.call.MutationRequest;
import dev.omnigraph.call.QueryRequest;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.store.S3Location;
import dev.omnigraph.store.S3ObjectStore;
import dev.omnigraph.table.TableOptions;
import dev.omnigraph.testkit.CountingS3;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

/** Files of rows that are sent while their ids are looked up, counted at the server. */
class EarlyInsertsTest {
  private static final String SCHEMA =
      """
      node Person { name: String @key  age: I32? @range(0..150) }
      edge Knows: Person -> Person
      """;
  private static final String QUERIES =
      """
      query add($name: String, $age: I32) { insert Person { name: $name, age: $age } }
      query twice($name: String) {
        insert Person { name: $name, age: 1 }
        insert Person { name: $name, age: 2 }
      }
      query meet($name: String, $other: String) {
        insert Person { name: $name, age: 3 }
        insert Knows { from: $name, to: $other }
      }
      query grown($name: String) {
        insert Person { name: $name, age: 4 }
        update Person set { age: 5 } where name = $name
      }
      query people() { match { $p: Person } return { $p.name, $p.age } order { $p.name } }
      """;

  private CountingS3 server;
  private S3Client client;
  private Graph graph;

  @BeforeEach
  void makeGraph() {
    server = CountingS3.start("graphs");
    client = server.client();
    graph =
        Graph.create(
            GraphStorage.of(
                new S3ObjectStore(client, new S3Location("graphs", "early")),
                server.storageOptions(),
                TableOptions.DEFAULT),
            SCHEMA,
            "people.pg",
            "test");
    run("add", Map.of("name", "ann", "age", 30));
  }

  @AfterEach
  void stop() {
    graph.close();
    client.close();
    server.close();
  }

  @Test
  void aNewEntityIsSentOnce() {
    assertThat(files(() -> run("add", Map.of("name", "bob", "age", 31)))).isEqualTo(1);
    assertThat(people()).containsExactly("ann 30", "bob 31");
  }

  @Test
  void anEntityThatIsThereIsReplacedByRowsThatAreSentAgain() {
    assertThat(files(() -> run("add", Map.of("name", "ann", "age", 31)))).isEqualTo(2);
    assertThat(people()).containsExactly("ann 31");
  }

  @Test
  void anEntityThatIsThereAsItIsIsNoChange() {
    // What has not begun when it is known that nothing changes is called off.
    assertThat(files(() -> run("add", Map.of("name", "ann", "age", 30)))).isLessThanOrEqualTo(1);
    assertThat(people()).containsExactly("ann 30");
  }

  @Test
  void theLastOfTwoInsertsOfAKeyIsWrittenAlone() {
    assertThat(files(() -> run("twice", Map.of("name", "bob")))).isEqualTo(1);
    assertThat(people()).containsExactly("ann 30", "bob 2");
  }

  @Test
  void whatARuleRefusesIsNotThereAlthoughItWasSent() {
    assertThat(
            files(
                () ->
                    assertThatThrownBy(() -> run("meet", Map.of("name", "bob", "other", "nobody")))
                        .isInstanceOf(GraphException.class)))
        .isLessThanOrEqualTo(2);
    assertThat(people()).containsExactly("ann 30");
    assertThat(files(() -> run("meet", Map.of("name", "bob", "other", "ann")))).isEqualTo(2);
    assertThat(people()).containsExactly("ann 30", "bob 3");
  }

  @Test
  void whatBreaksARuleByItselfIsNotSent() {
    assertThat(
            files(
                () ->
                    assertThatThrownBy(() -> run("add", Map.of("name", "bob", "age", 200)))
                        .hasMessageContaining("200")))
        .isZero();
  }

  @Test
  void aQueryThatAlsoUpdatesSendsNothingEarly() {
    assertThat(files(() -> run("grown", Map.of("name", "bob")))).isEqualTo(1);
    assertThat(people()).containsExactly("ann 30", "bob 5");
  }

  /** How many files of rows were put. */
  private long files(Runnable work) {
    server.log().reset();
    work.run();
    return server
        .log()
        .only(entry -> entry.method().equals("PUT") && entry.key().contains("/data/"))
        .total();
  }

  private void run(String query, Map<String, ?> arguments) {
    graph.mutate(
        new MutationRequest(
            QUERIES, "q.gq", query, arguments, WriteOptions.on(BranchName.MAIN, "test")));
  }

  private List<String> people() {
    QueryRequest request = new QueryRequest(QUERIES, "q.gq", "people", Map.of(), ReadAt.main());
    return graph.query(request).rows().stream().map(row -> row.get(0) + " " + row.get(1)).toList();
  }
}
