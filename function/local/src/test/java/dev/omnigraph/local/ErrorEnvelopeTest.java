package dev.omnigraph.local;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every failure that needs no graph has the one shape, a fitting status and a stable code. */
@QuarkusTest
class ErrorEnvelopeTest {

  @ParameterizedTest(name = "{0} is {1} {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{                                      | 400 | malformed_json",
        "[]                                     | 400 | malformed_json",
        "{} x                                   | 400 | malformed_json",
        "{\"query\": \"q\", \"query\": \"q\"}   | 400 | malformed_json",
        "{\"params\": {\"n\": NaN}}            | 400 | malformed_json",
        "// {}                                  | 400 | malformed_json",
        "{\"query\": \"q\", \"params\": {\"n\": 1e99999999999}} | 400 | wrong_type",
        "null                                   | 400 | missing_body",
        "{}                                     | 400 | missing_field",
        "{\"query\": \" \"}                     | 400 | missing_field",
        "{\"query\": 1}                         | 400 | wrong_type",
        "{\"query\": \"q\", \"params\": []}     | 400 | wrong_type",
        "{\"query\": \"q\", \"actor\": \"eve\"} | 400 | unknown_field",
        "{\"query\": \"q\", \"commit\": \"c\", \"as_of\": \"2026-01-01T00:00:00Z\"} | 400 | commit_and_as_of",
        "{\"query\": \"q\", \"as_of\": \"yesterday\"} | 400 | invalid_time",
      })
  void aBodyThatIsNoQueryIsRefused(String body, int status, String code) {
    Response answer = json().body(body).post("/graphs/any/query");

    JsonPath error = envelope(answer, status);
    assertThat(error.getString("code")).isEqualTo(code);
    assertThat(error.getString("error")).doesNotContain("Feature", "Source", "token", "parser");
  }

  @Test
  void anEmptyBodyIsRefused() {
    JsonPath error = envelope(json().post("/graphs/any/mutate"), 400);

    assertThat(error.getString("code")).isEqualTo("missing_body");
  }

  @Test
  void aSyntaxErrorNamesLineAndColumn() {
    JsonPath error = envelope(json().body("{\n  \"query\": x }").post("/graphs/any/query"), 400);

    assertThat(error.getInt("details.line")).isEqualTo(2);
    assertThat(error.getInt("details.column")).isEqualTo(12);
  }

  @Test
  void anUnknownFieldNamesTheKnownOnes() {
    JsonPath error = envelope(json().body("{\"qurey\": 1}").post("/graphs/any/query"), 400);

    assertThat(error.getString("details.field")).isEqualTo("qurey");
    assertThat(error.getString("next_step"))
        .isEqualTo("Known fields: as_of, branch, commit, explain, name, params, query.");
  }

  @ParameterizedTest(name = "{0} {1} is {2} {3}")
  @CsvSource({
    "GET,    /nothing,                               404, no_such_route",
    "GET,    /graphs/any/nothing,                    404, no_such_route",
    "GET,    /graphs/any/query,                      405, method_not_allowed",
    "DELETE, /graphs,                                405, method_not_allowed",
    "GET,    /graphs/.hidden/snapshot,               400, invalid_graph_name",
    "GET,    /graphs/a%2F..%2Fb/snapshot,            400, invalid_graph_name",
    "GET,    /graphs/any/commits?limit=0,            400, invalid_limit",
    "GET,    /graphs/any/commits?limit=1001,         400, invalid_limit",
    "GET,    /graphs/any/commits?limit=ten,          400, invalid_limit",
    "GET,    /graphs/any/snapshot?as_of=2026,        400, invalid_time",
  })
  void aRequestForNothingIsRefused(String method, String path, int status, String code) {
    Response answer = given().urlEncodingEnabled(false).request(method, path);

    assertThat(envelope(answer, status).getString("code")).isEqualTo(code);
  }

  @Test
  void anotherContentTypeIsRefused() {
    Response answer = given().contentType("text/plain").body("x").post("/graphs/any/query");

    assertThat(envelope(answer, 415).getString("code")).isEqualTo("unsupported_media_type");
  }

  @Test
  void anUnknownLoadModeIsRefused() {
    Response answer =
        given()
            .contentType("application/x-ndjson")
            .body(new byte[0])
            .post("/graphs/any/load?mode=replace");

    assertThat(envelope(answer, 400).getString("code")).isEqualTo("invalid_mode");
  }

  @Test
  void aBodyBeyondTheLimitIsRefused() {
    Response answer = json().body("x".repeat(2 << 20)).post("/graphs/any/query");

    assertThat(envelope(answer, 413).getString("code")).isEqualTo("body_too_large");
  }

  @Test
  void twoDifferentExpectedHeadsAreRefused() {
    Response answer =
        json()
            .header("If-Match", "\"one\"")
            .body("{\"query\": \"q\", \"expected_head\": \"two\"}")
            .post("/graphs/any/mutate");

    assertThat(envelope(answer, 400).getString("code")).isEqualTo("two_expected_heads");
  }

  @Test
  void anIdempotencyKeyHasALimit() {
    Response answer =
        json()
            .header("Idempotency-Key", "k".repeat(513))
            .body("{\"query\": \"q\"}")
            .post("/graphs/any/mutate");

    assertThat(envelope(answer, 400).getString("code")).isEqualTo("invalid_idempotency_key");
  }

  private static RequestSpecification json() {
    return given().contentType("application/json");
  }

  private static JsonPath envelope(Response answer, int status) {
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
    assertThat(answer.contentType()).startsWith("application/json");
    JsonPath error = answer.jsonPath();
    assertThat(error.getString("error")).isNotBlank();
    assertThat(error.getMap("details")).isNotNull();
    assertThat(answer.asString()).doesNotContain("dev.omnigraph", "Exception", "\tat ");
    return error;
  }
}
