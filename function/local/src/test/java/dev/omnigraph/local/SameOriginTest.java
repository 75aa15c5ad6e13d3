package dev.omnigraph.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Web pages that a browser on this machine has open may not use the server for themselves. */
@QuarkusTest
class SameOriginTest {

  @ParameterizedTest(name = "Host: {0}")
  @ValueSource(
      strings = {
        "localhost",
        "LOCALHOST:99",
        "127.0.0.1:8080",
        "[::1]:8080",
        "app.localhost",
        "graphs.test:8080"
      })
  void namesAndAddressesOfThisMachineAreServed(String host) {
    assertThat(version(host, null).status()).isEqualTo(200);
  }

  @ParameterizedTest(name = "Host: {0}")
  @ValueSource(
      strings = {
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "graphs.test.evil.example",
        ""
      })
  void aNameThatWasMadeToLeadHereIsRefused(String host) {
    Wire.Answer answer = version(host, "http://" + host);

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.body()).contains("foreign_host");
  }

  @ParameterizedTest(name = "Host: {0} Origin: {1}")
  @CsvSource({
    "localhost:8080, http://localhost:8080",
    "localhost,      http://localhost",
    "LocalHost:8080, http://localhost:8080",
    "127.0.0.1:8080, http://127.0.0.1:8080",
  })
  void aPageOfTheServerItselfIsServed(String host, String origin) {
    assertThat(version(host, origin).status()).isEqualTo(200);
  }

  @ParameterizedTest(name = "Host: {0} Origin: {1}")
  @CsvSource({
    "localhost:8080, http://evil.example",
    "localhost:8080, http://localhost:3000",
    "localhost:8080, http://127.0.0.1:8080",
    "localhost:8080, null",
    "localhost:8080, not an origin",
    "localhost:8080, //localhost:8080",
    "localhost:8080, javascript://localhost:8080",
  })
  void aPageOfAnotherIsRefused(String host, String origin) {
    Wire.Answer answer = version(host, origin);

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.body()).contains("foreign_origin");
  }

  @Test
  void anOriginAfterThatOfTheServerIsSeen() {
    assertThat(version("localhost", "http://localhost\nOrigin: http://evil.example").body())
        .contains("foreign_origin");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"http://evil.example/version", "http://localhost@evil.example/version"})
  void aWholeUrlOfAnotherServerIsRefused(String url) {
    Wire.Answer answer = sent("GET " + url + " HTTP/1.1\nHost: localhost\n\n");

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.body()).contains("foreign_host");
  }

  @Test
  void aWholeUrlOfThisServerIsServed() {
    assertThat(sent("GET http://localhost/version HTTP/1.1\nHost: localhost\n\n").status())
        .isEqualTo(200);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "GET /graphs HTTP/1.0\n\n",
        "GET /nope HTTP/1.0\n\n",
        "GET /version HTTP/1.1\n\n",
        "GET /version HTTP/1.1\nHost: localhost\nHost: evil.example\n\n"
      })
  void aRequestHasOneHost(String request) {
    Wire.Answer answer = sent(request);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).contains("bad_request");
  }

  /** What a page's {@code fetch} in mode {@code no-cors} sends, with a body of no type. */
  @Test
  void noPageCanLoad() {
    Response foreign =
        RestAssured.given()
            .noContentType()
            .header("Origin", "http://evil.example")
            .body(new byte[] {'{', '}'})
            .post("/graphs/any/load?mode=overwrite");

    assertThat(foreign.statusCode()).isEqualTo(403);
    assertThat(foreign.jsonPath().getString("code")).isEqualTo("foreign_origin");
  }

  private static Wire.Answer version(
      String host, @org.jspecify.annotations.Nullable String origin) {
    return sent(
        "GET /version HTTP/1.1\nHost: "
            + host
            + (origin == null ? "" : "\nOrigin: " + origin)
            + "\n\n");
  }

  private static Wire.Answer sent(String request) {
    try (Wire wire = new Wire(RestAssured.port)) {
      return wire.send(request).answer();
    }
  }
}
