package dev.omnigraph.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.Graph;
import dev.omnigraph.GraphAccess;
import dev.omnigraph.GraphStorage;
import dev.omnigraph.call.BlobCondition;
import dev.omnigraph.call.BlobPlace;
import dev.omnigraph.call.PutBlobRequest;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.id.BranchName;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Blobs over HTTP. */
@QuarkusTest
class BlobsTest {
  private static final String SCHEMA =
      """
      node Person {
        name: String @key
        photo: Blob? @content_type(photo_type)
        photo_type: String?
        icon: Blob?
      }
      """;

  /** A test's client would add a charset of its own. */
  private static final RestAssuredConfig AS_IT_IS =
      RestAssured.config()
          .encoderConfig(
              EncoderConfig.encoderConfig()
                  .appendDefaultContentCharsetToContentTypeIfUndefined(false));

  private final String graph = "b" + System.nanoTime();
  private final String photo = "/graphs/" + graph + "/blobs/Person/Ada/photo";

  @BeforeEach
  void create() {
    Graph.create(GraphStorage.newFolder(folder()), SCHEMA, "s.pg", "test").close();
    load("{\"type\":\"Person\",\"data\":{\"name\":\"Ada\"}}");
  }

  @Test
  void whatIsPutIsAnsweredWithItsTypeAndTag() {
    Response put = bytes().contentType("image/png").body(content(1000)).put(photo);
    Response get = Contract.get(photo);

    assertThat(put.statusCode()).isEqualTo(200);
    assertThat(put.jsonPath().getLong("length")).isEqualTo(1000);
    assertThat(get.statusCode()).isEqualTo(200);
    assertThat(get.asByteArray()).isEqualTo(content(1000));
    assertThat(get.contentType()).isEqualTo("image/png");
    assertThat(get.header("ETag")).isEqualTo(put.header("ETag"));
    assertThat(get.header("ETag")).isEqualTo('"' + put.jsonPath().getString("digest") + '"');
    assertThat(get.header("Omnigraph-Commit")).isEqualTo(put.jsonPath().getString("commit"));
    assertThat(get.header("Content-Length")).isEqualTo("1000");
    assertThat(get.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(get.header("Content-Security-Policy")).isEqualTo("sandbox");
  }

  @Test
  void theHeadOfABlobIsItsLengthWithoutItsBytes() {
    store(5 << 20);

    Response head = RestAssured.head(photo);

    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.header("Content-Length")).isEqualTo(String.valueOf(5 << 20));
    assertThat(head.header("Accept-Ranges")).isEqualTo("bytes");
    assertThat(head.header("ETag")).hasSize(66);
    assertThat(head.asByteArray()).isEmpty();
  }

  @Test
  void aRangeIsAPartThatSaysWhereItIs() {
    put(1000);

    assertRange("bytes=0-0", 0, 1);
    assertRange("bytes=10-19", 10, 20);
    assertRange("bytes=990-2000", 990, 1000);
    assertRange("bytes=999-", 999, 1000);
    assertRange("bytes=-1", 999, 1000);
    assertRange("bytes=-5000", 0, 1000);
    assertThat(range("bytes=0-1,3-4").statusCode()).as("several are answered whole").isEqualTo(200);
    Response outside = range("bytes=1000-");
    assertThat(outside.statusCode()).isEqualTo(416);
    assertThat(outside.header("Content-Range")).isEqualTo("bytes */1000");
    assertThat(outside.jsonPath().getString("code")).isEqualTo("range_not_satisfiable");
  }

  private void assertRange(String range, int from, int to) {
    Response answer = range(range);
    assertThat(answer.statusCode()).isEqualTo(206);
    assertThat(answer.asByteArray()).isEqualTo(Arrays.copyOfRange(content(1000), from, to));
    assertThat(answer.header("Content-Range"))
        .isEqualTo("bytes %d-%d/1000".formatted(from, to - 1));
  }

  private Response range(String range) {
    return Contract.given().header("Range", range).get(photo);
  }

  @Test
  void aLargeBlobIsReadInRanges() {
    store(5 << 20);

    Response whole = Contract.get(photo);
    Response range = range("bytes=4194304-");

    assertThat(whole.statusCode()).isEqualTo(413);
    assertThat(whole.jsonPath().getString("code")).isEqualTo("blob_too_large");
    assertThat(whole.jsonPath().getString("next_step")).contains("bytes=0-4194303");
    assertThat(whole.jsonPath().getInt("details.bytes")).isEqualTo(5 << 20);
    assertThat(range.statusCode()).isEqualTo(206);
    assertThat(range.asByteArray()).hasSize(1 << 20);
  }

  @Test
  void aContentThatTheCallerHasIsNotSentAgain() {
    String tag = put(10).header("ETag");

    Response known = Contract.given().header("If-None-Match", "\"x\", " + tag).get(photo);

    assertThat(known.statusCode()).isEqualTo(304);
    assertThat(known.header("ETag")).isEqualTo(tag);
    assertThat(known.asByteArray()).isEmpty();
    assertThat(RestAssured.given().header("If-None-Match", tag).head(photo).statusCode())
        .isEqualTo(304);
    assertThat(RestAssured.given().header("If-None-Match", "\"x\"").get(photo).statusCode())
        .isEqualTo(200);
    assertThat(Contract.given().header("If-Match", "\"x\"").get(photo).statusCode()).isEqualTo(412);
    assertThat(Contract.given().header("If-None-Match", "x").get(photo).statusCode())
        .isEqualTo(400);
  }

  @Test
  void aRangeOfAnotherContentIsAnsweredWhole() {
    String tag = put(10).header("ETag");

    assertThat(ifRange(tag).asByteArray()).hasSize(2);
    put(20);
    assertThat(ifRange(tag).statusCode()).isEqualTo(200);
    assertThat(ifRange(tag).asByteArray()).hasSize(20);
  }

  private Response ifRange(String tag) {
    return Contract.given().header("Range", "bytes=0-1").header("If-Range", tag).get(photo);
  }

  @Test
  void aWriteMayDependOnTheContentAndOnTheBranch() {
    Response first = bytes().header("If-None-Match", "*").body(content(1)).put(photo);
    assertThat(first.statusCode()).isEqualTo(200);
    Response second = bytes().header("If-None-Match", "*").body(content(2)).put(photo);
    assertThat(second.statusCode()).isEqualTo(412);
    assertThat(second.jsonPath().getString("code")).isEqualTo("blob_changed");
    String tag = first.header("ETag");
    String commit = first.jsonPath().getString("commit");
    assertThat(
            bytes()
                .header("If-Match", tag)
                .body(content(2))
                .put(photo + "?expected_head=" + commit)
                .statusCode())
        .isEqualTo(200);
    Response moved = bytes().body(content(3)).put(photo + "?expected_head=" + commit);
    assertThat(moved.statusCode()).isEqualTo(412);
    assertThat(moved.jsonPath().getString("code")).isEqualTo("head_moved");
    assertThat(bytes().header("If-Match", tag).body(content(3)).put(photo).statusCode())
        .isEqualTo(412);
  }

  @Test
  void whatTheTypeOfAContentIsMayBeUnknown() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(RestAssured.baseURI + ":" + RestAssured.port + photo))
            .PUT(HttpRequest.BodyPublishers.ofByteArray(content(9)))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
          .isEqualTo(200);
    }

    assertThat(Contract.get(photo).contentType()).isEqualTo("application/octet-stream");
  }

  @Test
  void aTypeThatIsNoneIsNotSent() {
    load(
        "{\"type\":\"Person\",\"data\":{\"name\":\"Eve\",\"photo\":\"base64:AAAA\",\"photo_type\":\"a\\r\\nb: c\"}}");

    assertThat(Contract.get("/graphs/" + graph + "/blobs/Person/Eve/photo").contentType())
        .isEqualTo("application/octet-stream");
  }

  @Test
  void anEmptyBlobIsAnsweredAndNoneIsNotFound() {
    Response none = Contract.get(photo);
    assertThat(none.statusCode()).isEqualTo(404);
    assertThat(none.jsonPath().getString("code")).isEqualTo("blob_not_found");

    put(0);

    assertThat(Contract.get(photo).statusCode()).isEqualTo(200);
    assertThat(Contract.get(photo).asByteArray()).isEmpty();
    assertThat(range("bytes=0-").statusCode()).isEqualTo(416);
    assertThat(range("bytes=-1").statusCode()).isEqualTo(200);
  }

  @Test
  void anIdMayHaveSlashes() {
    load("{\"type\":\"Person\",\"data\":{\"name\":\"a/b?c d\"}}");
    String path = "/graphs/" + graph + "/blobs/Person/a%2Fb%3Fc%20d/icon";

    Response put = bytes().urlEncodingEnabled(false).body(content(7)).put(path + "?branch=main");
    Response get = Contract.given().urlEncodingEnabled(false).get(path + "?branch=main");

    assertThat(put.statusCode()).isEqualTo(200);
    assertThat(get.asByteArray()).isEqualTo(content(7));
  }

  @Test
  void whatIsMisspeltIsNamed() {
    Response type = Contract.get("/graphs/" + graph + "/blobs/Persn/Ada/photo");
    Response property = Contract.get("/graphs/" + graph + "/blobs/Person/Ada/name");
    Response entity = Contract.get("/graphs/" + graph + "/blobs/Person/Bob/photo");

    assertThat(type.statusCode()).isEqualTo(400);
    assertThat(type.jsonPath().getString("next_step")).isEqualTo("Did you mean `Person`?");
    assertThat(property.jsonPath().getString("code")).isEqualTo("not_a_blob");
    assertThat(entity.statusCode()).isEqualTo(404);
    assertThat(entity.jsonPath().getString("code")).isEqualTo("entity_not_found");
  }

  /** More than a request to this server may have. */
  private void store(int size) {
    try (Graph opened = Graph.open(GraphStorage.at(folder().toString(), GraphAccess.local()))) {
      opened.putBlob(
          new PutBlobRequest(
              new BlobPlace("Person", "Ada", "photo"),
              content(size),
              null,
              BlobCondition.NONE,
              WriteOptions.on(BranchName.MAIN, "test")));
    }
  }

  private Path folder() {
    return Path.of("target/test-graphs", graph);
  }

  private Response put(int size) {
    return bytes().contentType("application/pdf").body(content(size)).put(photo);
  }

  private static RequestSpecification bytes() {
    return Contract.given().config(AS_IT_IS).contentType("application/octet-stream");
  }

  private void load(String line) {
    assertThat(
            RestAssured.given()
                .contentType("application/x-ndjson")
                .body(line.getBytes(StandardCharsets.UTF_8))
                .post("/graphs/" + graph + "/load")
                .statusCode())
        .isEqualTo(200);
  }

  private static byte[] content(int size) {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    return content;
  }
}
