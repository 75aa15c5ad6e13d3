package dev.omnigraph.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.Graph;
import dev.omnigraph.GraphStorage;
import dev.omnigraph.store.S3Location;
import dev.omnigraph.store.S3ObjectStore;
import dev.omnigraph.table.TableOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** A put becomes an answer with nothing in between but the stack itself. */
class StackIT {
  private static final String NAMES =
      "{\"query\": \"query names() { match { $p: Person } return { $p.name } order { $p.name }"
          + " }\"}";

  private static Stack stack;
  private static S3Client s3;
  private static HttpClient client;

  @BeforeAll
  static void up() throws IOException {
    Path project = Path.of(System.getProperty("omnigraph.project"));
    stack =
        Stack.start(
            new Stack.Options(project, 0, 0, Duration.ZERO, Duration.ZERO, Duration.ofMillis(100)));
    s3 = stack.s3().client();
    client = HttpClient.newHttpClient();
  }

  @AfterAll
  static void down() {
    client.close();
    s3.close();
    stack.close();
  }

  @Test
  void anObjectThatIsPutIsLoadedAndAnsweredOverHttp() throws Exception {
    create("story");

    put("ingest/story/main/append/1.jsonl", person("Ada"));
    put("ingest/story/main/append/2.jsonl", person("Bob"));
    stack.awaitIngest();
    HttpResponse<String> answer = post("/graphs/story/query", NAMES);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).containsSubsequence("Ada", "Bob");
    assertThat(stack.optimizeNow().success()).contains("\"story\"");
    assertThat(stack.cleanUpNow().success()).contains("\"story\"");
    assertThat(post("/graphs/story/query", NAMES).body()).containsSubsequence("Ada", "Bob");
  }

  @Test
  void whatCannotBeLoadedEndsInTheDeadLetterQueueWithTheReason() throws Exception {
    create("poison");

    put("ingest/poison/main/append/bad.jsonl", "{\"type\": \"Nobody\"}\n");
    put("ingest/absent/main/append/early.jsonl", person("Ada"));
    stack.awaitIngest();

    assertThat(stack.deadLetters().messages())
        .hasSize(2)
        .extracting(message -> message.reason())
        .anySatisfy(reason -> assertThat(reason).contains("bad.jsonl", "line 1", "Nobody"))
        .anySatisfy(reason -> assertThat(reason).contains("early.jsonl", "graph_not_found"));
  }

  @Test
  void whatIsNotThereIsSaidOverHttp() throws Exception {
    HttpResponse<String> answer = post("/graphs/nothing/query", NAMES);

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
    assertThat(answer.body()).contains("graph_not_found");
  }

  private static void create(String name) {
    Graph.create(
            GraphStorage.of(
                new S3ObjectStore(s3, new S3Location(Stack.BUCKET, "graphs/" + name)),
                stack.s3().storageOptions(),
                TableOptions.DEFAULT),
            "node Person { name: String @key }",
            "schema.pg",
            "test")
        .close();
  }

  private static void put(String key, String content) {
    s3.putObject(request -> request.bucket(Stack.BUCKET).key(key), RequestBody.fromString(content));
  }

  private static String person(String name) {
    return "{\"type\": \"Person\", \"data\": {\"name\": \"%s\"}}\n".formatted(name);
  }

  private static HttpResponse<String> post(String path, String body) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(stack.api() + path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
