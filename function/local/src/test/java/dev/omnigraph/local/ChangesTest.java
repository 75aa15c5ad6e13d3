package dev.omnigraph.local;

import static dev.omnigraph.local.Contract.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.Graph;
import dev.omnigraph.GraphStorage;
import dev.omnigraph.call.LoadMode;
import dev.omnigraph.call.LoadRequest;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.id.BranchName;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What differs between states, over HTTP. */
@QuarkusTest
class ChangesTest {
  private final String graph = "changes" + System.nanoTime();
  private String first = "";

  @BeforeEach
  void create() {
    Path folder = Path.of("target/test-graphs", graph);
    String schema = "node Person { name: String @key  age: I32? }";
    Graph.create(GraphStorage.newFolder(folder), schema, "schema.pg", "test").close();
    try (Graph made = Graph.open(GraphStorage.folder(folder))) {
      load(made, person("ann", 1) + person("bob", 1));
      first = made.commits(BranchName.MAIN, 1).getFirst().commitId().text();
      load(made, person("bob", 2) + person("cid", 1));
    }
  }

  @Test
  void twoStatesAreComparedPageByPage() {
    String states = "/diff?from=main@" + first + "&to=main&limit=1";

    JsonPath one = ok(states);
    JsonPath two = ok(states + "&after=" + one.getString("next"));

    assertThat(one.getString("from")).isEqualTo(first);
    assertThat(one.getString("changes[0].operation")).isEqualTo("update");
    assertThat(one.getInt("changes[0].before.age")).isEqualTo(1);
    assertThat(one.getInt("changes[0].after.age")).isEqualTo(2);
    assertThat(one.getList("changes[0].changed")).containsExactly("age");
    assertThat(two.getList("changes.id")).containsExactly("cid");
    assertThat(two.getString("next")).isNull();
  }

  @Test
  void aCommitIsToldWithItsCause() {
    JsonPath answer = ok("/commits/" + first + "/changes?operation=insert&type=Person&kind=node");

    assertThat(answer.getString("cause.commit")).isEqualTo(first);
    assertThat(answer.getString("cause.kind")).isEqualTo("load");
    assertThat(answer.getList("changes.id")).containsExactly("ann", "bob");
  }

  @Test
  void whatIsNotAStateACursorOrAFilterIsRefused() {
    assertRefused("/diff?from=main", "invalid_state");
    assertRefused("/diff?from=main&to=main&operation=upsert", "invalid_change_filter");
    assertRefused("/diff?from=main&to=main&after=x", "changes_cursor");
    assertThat(get("/graphs/" + graph + "/commits/none/changes").statusCode()).isEqualTo(404);
  }

  private void assertRefused(String path, String code) {
    Response answer = get("/graphs/" + graph + path);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.jsonPath().getString("code")).isEqualTo(code);
  }

  private JsonPath ok(String path) {
    Response answer = get("/graphs/" + graph + path);
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
    return answer.jsonPath();
  }

  private static void load(Graph graph, String lines) {
    graph.load(
        new LoadRequest("t", LoadMode.MERGE, WriteOptions.on(BranchName.MAIN, "test"), null),
        new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)),
        read -> {});
  }

  private static String person(String name, int age) {
    return "{\"type\":\"Person\",\"data\":{\"name\":\"%s\",\"age\":%d}}\n".formatted(name, age);
  }
}
