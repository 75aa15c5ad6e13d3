package dev.omnigraph.local;

import static dev.omnigraph.local.Contract.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.api.Routes;
import dev.omnigraph.api.Routes.Route;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every failure that needs no graph has the one shape, a fitting status and a stable code. */
@QuarkusTest
class ErrorEnvelopeTest {

  @ParameterizedTest(name = "{0} is {1} {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{                                      | 400 | malformed_json",
        "{\"query\": \"q                      | 400 | malformed_json",
        "{\"query\": NaN}                      | 400 | malformed_json",
        "{\"query\": \"q\", \"params\": {\"a\": [1, }} | 400 | malformed_json",
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
        .isEqualTo(
            "Known fields: as_of, branch, commit, cursor, explain, limit, name, params, query.");
  }

  @ParameterizedTest(name = "{0} {1} is {2} {3}")
  @CsvSource({
    "GET,    /nothing,                               404, no_such_route",
    "GET,    /graphs/any/nothing,                    404, no_such_route",
    "GET,    /graphs/.hidden/snapshot,               400, invalid_graph_name",
    "GET,    /graphs/a%2F..%2Fb/snapshot,            400, invalid_graph_name",
    "GET,    /graphs/any/commits?limit=0,            400, invalid_limit",
    "GET,    /graphs/any/commits?limit=1001,         400, invalid_limit",
    "GET,    /graphs/any/commits?limit=ten,          400, invalid_limit",
    "GET,    /graphs/any/snapshot?as_of=2026,        400, invalid_time",
    "GET,    /graphs/any/commits?lmit=2,             400, unknown_parameter",
    "GET,    /graphs/any/commits/1?limit=2,          400, unknown_parameter",
    "GET,    /graphs/any/schema?brnach=x,            400, unknown_parameter",
    "GET,    /graphs/any/snapshot?x=1,               400, unknown_parameter",
    "GET,    /graphs/any/snapshot?branch=a&branch=b, 400, repeated_parameter",
    "GET,    /graphs/any/branches?branch=x,          400, unknown_parameter",
    "GET,    /graphs?x,                              400, unknown_parameter",
    "GET,    /healthz?x=1,                           400, unknown_parameter",
    "GET,    /version?x=1,                           400, unknown_parameter",
    "POST,   /graphs/any/query?branch=x,             400, unknown_parameter",
    "POST,   /graphs/any/mutate?branch=x,            400, unknown_parameter",
    "POST,   /graphs/any/load?brnach=x,              400, unknown_parameter",
    "PUT,    /graphs/any/schema?branch=x,            400, unknown_parameter",
    "POST,   /graphs/any/schema/plan?branch=x,       400, unknown_parameter",
  })
  void aRequestForNothingIsRefused(String method, String path, int status, String code) {
    Response answer =
        (path.contains("/load") ? lines() : json()).urlEncodingEnabled(false).request(method, path);

    assertThat(envelope(answer, status).getString("code")).isEqualTo(code);
  }

  @Test
  void aMisspeltParameterIsToldWithTheOneThatWasMeant() {
    JsonPath error = envelope(lines().post("/graphs/any/load?brnach=draft"), 400);

    assertThat(error.getString("next_step")).isEqualTo("Did you mean \"branch\"?");
    assertThat(error.getList("details.known"))
        .containsExactly("branch", "create_from", "mode", "type");
  }

  @Test
  void everyRouteRefusesOtherMethodsWithThoseItHas() {
    for (Route route : Routes.all()) {
      String path = path(route);
      for (String method : List.of("GET", "POST", "PUT", "DELETE", "PATCH", "TRACE")) {
        if (Routes.find(method, path).isPresent()) {
          continue;
        }
        Response answer = json().request(method, path);

        assertThat(envelope(answer, 405).getString("code")).isEqualTo("method_not_allowed");
        assertThat(answer.header("Allow")).as(method + " " + path).isEqualTo(Routes.allow(path));
      }
    }
  }

  private static String path(Route route) {
    return route.path().replaceAll("\\{[a-z]+}", "any");
  }

  @Test
  void aParameterWithoutAValueIsNotOneThatWasLeftOut() {
    JsonPath error = envelope(given().get("/graphs/any/schema?branch="), 400);

    assertThat(error.getString("code")).isEqualTo("empty_parameter");
    assertThat(error.getString("details.parameter")).isEqualTo("branch");
  }

  @Test
  void aFormIsNotTheContentOfABlob() {
    Response answer =
        given()
            .header("Content-Type", "multipart/form-data; boundary=x")
            .body(
                "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--x--\r\n"
                    .getBytes(StandardCharsets.UTF_8))
            .put("/graphs/any/blobs/Person/Ann/photo");

    assertThat(envelope(answer, 415).getString("code")).isEqualTo("unsupported_media_type");
  }

  @Test
  void everyPathNamesItsMethodsAndNoOthers() {
    for (Route route : Routes.all()) {
      Response answer = given().options(path(route));

      assertThat(answer.statusCode()).as(path(route)).isEqualTo(204);
      assertThat(answer.header("Allow")).isEqualTo(Routes.allow(path(route)));
    }
    envelope(given().options("/graphs/any/querry"), 404);
  }

  @Test
  void aMisspeltPathIsToldWithTheOneThatWasMeant() {
    assertThat(envelope(json().post("/graphs/any/querry"), 404).getString("next_step"))
        .isEqualTo("Did you mean /graphs/any/query?");
  }

  @ParameterizedTest(name = "Accept: {0}")
  @ValueSource(strings = {"text/csv", "text/html", "text/plain", "application/xml", "image/*"})
  void whoDoesNotTakeJsonIsRefusedOnEveryRouteThatAnswersIt(String accept) {
    for (Route route : Routes.all()) {
      boolean hasRows = route.path().endsWith("/query") && accept.equals("text/csv");
      if (hasRows
          || route.operation().equals("export")
          || (route.operation().equals("blob") && route.method().equals("GET"))) {
        continue;
      }
      String path = path(route);
      String type = route.operation().equals("load") ? "application/x-ndjson" : "application/json";

      Response answer =
          given().contentType(type).header("Accept", accept).request(route.method(), path);

      assertThat(envelope(answer, 406).getString("code")).as(path).isEqualTo("not_acceptable");
    }
  }

  @ParameterizedTest(name = "Accept: {0}")
  @ValueSource(
      strings = {"*/*", "application/*", "application/json;q=0.1,text/*", "text/html,*/*;q=0.8"})
  void whoTakesJsonGetsIt(String accept) {
    Response answer = given().header("Accept", accept).get("/version");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.contentType()).isIn("application/json", "application/json;charset=UTF-8");
  }

  @Test
  void failuresAreJsonWhateverIsAccepted() {
    Response answer = given().header("Accept", "text/html").get("/nothing");

    assertThat(envelope(answer, 404).getString("code")).isEqualTo("no_such_route");
  }

  @Test
  void aBodyWithoutAContentTypeIsRefused() {
    for (Route route : Routes.all()) {
      if (route.method().matches("POST|PUT") && !route.operation().equals("blob")) {
        Wire.Answer answer = raw(route.method() + " " + path(route), "Content-Length: 2", "{}");

        assertThat(answer.status()).as(answer.toString()).isEqualTo(415);
        assertThat(answer.body()).contains("unsupported_media_type");
      }
    }
  }

  @ParameterizedTest(name = "{0}: (nothing)")
  @CsvSource({"If-Match, invalid_if_match", "Idempotency-Key, invalid_idempotency_key"})
  void aHeaderWithoutAValueIsRefused(String header, String code) {
    String body = "{\"query\": \"q\"}";
    Wire.Answer answer =
        raw(
            "POST /graphs/any/mutate",
            "Content-Type: application/json\nContent-Length: %d\n%s: "
                .formatted(body.length(), header),
            body);

    assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
    assertThat(answer.body()).contains(code);
  }

  private static Wire.Answer raw(String request, String headers, String body) {
    try (Wire wire = new Wire(RestAssured.port)) {
      return wire.send(request + " HTTP/1.1\nHost: localhost\n" + headers + "\n\n" + body).answer();
    }
  }

  @Test
  void aBodyThatIsNotUtf8IsRefusedForThat() {
    byte[] body = "{\"query\": \"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);

    JsonPath error = envelope(json().body(body).post("/graphs/any/query"), 400);

    assertThat(error.getString("code")).isEqualTo("malformed_json");
    assertThat(error.getString("error")).contains("not UTF-8");
  }

  @Test
  void aBodyThatIsCutOffIsRefusedInOurWords() {
    JsonPath error = envelope(json().body("{\"query\": ").post("/graphs/any/query"), 400);

    assertThat(error.getString("error")).contains("it ends too early").doesNotContain("Source");
  }

  @ParameterizedTest(name = "Content-Type: {0}")
  @ValueSource(strings = {"", "*/*", "application/*"})
  void aRangeOfContentTypesIsRefused(String type) {
    Wire.Answer answer =
        raw("POST /graphs/any/query", "Content-Length: 2\nContent-Type: " + type, "{}");

    assertThat(answer.status()).as(answer.toString()).isEqualTo(415);
    assertThat(answer.body()).contains("unsupported_media_type");
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
    Response answer = json().body("x".repeat((10 << 20) + 1)).post("/graphs/any/query");

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

  @ParameterizedTest(name = "If-Match: {0}")
  @ValueSource(strings = {"\"\"", "W/\"one\"", "\"one\", \"two\"", "\"one", "one two"})
  void anIfMatchThatDoesNotNameOneCommitIsRefused(String header) {
    Response answer =
        json().header("If-Match", header).body("{\"query\": \"q\"}").post("/graphs/any/mutate");

    assertThat(envelope(answer, 400).getString("code")).isEqualTo("invalid_if_match");
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

  private static RequestSpecification lines() {
    return given().contentType("application/x-ndjson");
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
