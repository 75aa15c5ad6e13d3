package dev.omnigraph.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.omnigraph.testkit.CountingS3;
import dev.omnigraph.testkit.Fault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** Exports of the HTTP function: what an answer carries, and what is handed over with links. */
class ExportIT {
  private static final int PEOPLE = 7_000;
  private static final String BIO = "b".repeat(1_000);

  @Test
  void whatAnAnswerDoesNotCarryIsHandedOverByLinks() throws Exception {
    try (Cloud cloud = new Cloud()) {
      Api people = Api.create(cloud, "people");
      people.ingest("ingest/people/main/append/few.jsonl", Api.person("Ada"));
      JsonNode few = cloud.http(Events.get("/graphs/people/export"));
      assertThat(few.path("statusCode").asInt()).as(few.toString()).isEqualTo(200);
      assertThat(few.path("body").asText())
          .isEqualTo("{\"type\":\"Person\",\"data\":{\"id\":\"Ada\",\"name\":\"Ada\"}}\n");
      people.ingest("ingest/people/main/append/many.jsonl", lines());

      JsonNode refused = cloud.http(Events.get("/graphs/people/export"));
      assertThat(refused.path("statusCode").asInt()).as(refused.toString()).isEqualTo(413);
      assertThat(refused.path("body").asText()).contains("answer_too_large", "POST");

      JsonNode lines = export(cloud, "{}");
      JsonNode table = export(cloud, "{\"format\": \"csv\", \"compression\": \"gzip\"}");
      JsonNode told = cloud.told("http");

      assertThat(lines.path("commit").asText()).isEqualTo(people.head());
      assertThat(Instant.parse(lines.path("expires").asText()))
          .isBetween(Instant.now().plusSeconds(3_000), Instant.now().plusSeconds(3_600));
      JsonNode all = lines.path("objects").path(0);
      HttpResponse<byte[]> whole = get(all);
      assertThat(whole.headers().firstValue("Content-Disposition"))
          .hasValue("attachment; filename=\"people.jsonl\"");
      assertThat(all.path("bytes").asInt()).isEqualTo(whole.body().length);
      assertThat(all.path("rows").asInt()).isEqualTo(PEOPLE + 1);
      assertThat(new String(whole.body(), StandardCharsets.UTF_8).lines())
          .hasSize(PEOPLE + 1)
          .contains(few.path("body").asText().strip(), exported(0), exported(PEOPLE - 1));
      JsonNode packed = table.path("objects").path(0);
      assertThat(packed.path("name").asText()).isEqualTo("people-Person.csv.gz");
      assertThat(packed.path("type").asText()).isEqualTo("Person");
      assertThat(unpacked(get(packed).body()).lines())
          .hasSize(PEOPLE + 2)
          .startsWith("id,name,age,bio")
          .contains("p0,p0,," + BIO);
      assertThat(told.path("operation").asText()).isEqualTo("export");
      assertThat(told.path("BytesWritten").asLong()).isEqualTo(packed.path("bytes").asLong());

      assertThat(Api.body(cloud.http(Events.get("/graphs"))).toString())
          .isEqualTo("{\"graphs\":[\"people\"]}");
    }
  }

  @Test
  void aFunctionThatIsKilledLeavesNoObjectAndTheNextExportIsWhole() throws Exception {
    CountingS3 s3 = CountingS3.start(Cloud.BUCKET);
    try (Cloud cloud = new Cloud(s3, Map.of())) {
      Api people = Api.create(cloud, "people");
      people.ingest("ingest/people/main/append/few.jsonl", Api.person("Ada"));
      CompletableFuture<Void> reached = new CompletableFuture<>();
      s3.faultOnce(
          request -> request.query().containsKey("partNumber") && reached.complete(null),
          1,
          new Fault.Park(new CompletableFuture<>()));

      cloud.submit(event("{}"));
      reached.join();
      cloud.kill("http");

      assertThat(s3.openUploads()).isEqualTo(1);
      assertThat(s3.objects(Cloud.BUCKET).keySet()).noneMatch(key -> key.contains("__exports"));
      HttpResponse<byte[]> next = get(export(cloud, "{}").path("objects").path(0));
      assertThat(new String(next.body(), StandardCharsets.UTF_8)).contains("\"name\":\"Ada\"");
      s3.setClock(() -> Instant.now().plus(Duration.ofDays(8)));
      assertThat(Cloud.json(cloud.cleanup("{}").success()).toString())
          .doesNotContain("__exports", "error");
      assertThat(s3.objects(Cloud.BUCKET).keySet()).anyMatch(key -> key.contains("__exports"));
    }
  }

  @Test
  void anExportThatTheTimeDoesNotSufficeForIsRefusedAndLeavesNothing() {
    CountingS3 s3 = CountingS3.start(Cloud.BUCKET);
    try (Cloud cloud = new Cloud(s3, Map.of("OMNIGRAPH_TIME_RESERVE", "10m"))) {
      Api.create(cloud, "people");

      JsonNode answer = cloud.http(event("{}"));

      assertThat(answer.path("statusCode").asInt()).as(answer.toString()).isEqualTo(413);
      assertThat(answer.path("body").asText()).contains("export_too_long", "single types");
      assertThat(s3.openUploads()).isZero();
      assertThat(s3.objects(Cloud.BUCKET).keySet()).noneMatch(key -> key.contains("__exports"));
    }
  }

  private static JsonNode export(Cloud cloud, String request) {
    return Api.body(cloud.http(event(request)));
  }

  private static String event(String request) {
    return Events.post("/graphs/people/export", request, Map.of(), "");
  }

  /** By a client that knows nothing but the link. */
  private static HttpResponse<byte[]> get(JsonNode object)
      throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<byte[]> answer =
          http.send(
              HttpRequest.newBuilder(URI.create(object.path("url").asText())).build(),
              HttpResponse.BodyHandlers.ofByteArray());
      assertThat(answer.statusCode()).isEqualTo(200);
      return answer;
    }
  }

  private static String unpacked(byte[] bytes) throws IOException {
    byte[] plain = new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes();
    return new String(plain, StandardCharsets.UTF_8);
  }

  private static String lines() {
    return IntStream.range(0, PEOPLE)
        .mapToObj(
            n ->
                "{\"type\":\"Person\",\"data\":{\"name\":\"p%d\",\"bio\":\"%s\"}}\n"
                    .formatted(n, BIO))
        .collect(Collectors.joining());
  }

  private static String exported(int n) {
    return "{\"type\":\"Person\",\"data\":{\"id\":\"p%1$d\",\"name\":\"p%1$d\",\"bio\":\"%2$s\"}}"
        .formatted(n, BIO);
  }
}
