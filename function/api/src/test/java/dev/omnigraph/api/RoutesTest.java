package dev.omnigraph.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutesTest {

  @ParameterizedTest(name = "{0} allows {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "/healthz               | GET, HEAD, OPTIONS",
        "/graphs                | GET, HEAD, OPTIONS",
        "/graphs/g/query        | OPTIONS, POST",
        "/graphs/g/schema       | GET, HEAD, OPTIONS, PUT",
        "/graphs/g/schema/plan  | OPTIONS, POST",
        "/graphs/g/commits/c    | GET, HEAD, OPTIONS",
        "/graphs/g/branches     | GET, HEAD, OPTIONS, POST",
        "/graphs/g/branches/a%2F7 | DELETE, GET, HEAD, OPTIONS",
        "/graphs/g/branches/a/7 | DELETE, GET, HEAD, OPTIONS",
        "/graphs/g/query/       | OPTIONS, POST",
        "/graphs/g/blobs/P/a/b  | GET, HEAD, OPTIONS, PUT",
        "/graphs/g/commits/c/changes | GET, HEAD, OPTIONS",
        "/nothing               | ''",
      })
  void allMethodsOfAPathAreAllowed(String path, String methods) {
    assertThat(Routes.allow(path)).isEqualTo(methods);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"/graphs/g/%71uery", "/%67raphs/a%2Fb/quer%79"})
  void aWordOfAPathMayBeEscaped(String path) {
    assertThat(Routes.find("POST", path).map(Routes.Route::operation)).contains("query");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "/graphs/g/./query",
        "/graphs/g/%2e/query",
        "/graphs/g/x/../query",
        "/graphs/g/x/.%2E/query",
        "/graphs/%2e%2e",
        "/graphs//g/query",
        "//graphs/g/query",
        "/graphs/g/query//",
        "/graphs/g/query;a=b",
        "/graphs/g;x/query",
        "http://localhost/graphs/g/./query",
        "/graphs/g/./query?a=b"
      })
  void anotherSpellingOfAPathIsRefused(String url) {
    assertThat(HttpProblems.ofUrl(url))
        .hasValueSatisfying(error -> assertThat(error.code()).isEqualTo("bad_request"));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "/",
        "/graphs/g/query/",
        "/graphs/g/blobs/P/a%3Bb/...",
        "/graphs/a%2F..%2Fb/snapshot",
        "/graphs/g/branches/a/7?x=/../;//",
        "http://localhost/graphs",
        "*"
      })
  void aPathOfOneSpellingIsTaken(String url) {
    assertThat(HttpProblems.ofUrl(url)).isEmpty();
  }

  @Test
  void headIsAnsweredAsGetIs() {
    assertThat(Routes.find("HEAD", "/graphs/g/schema"))
        .isEqualTo(Routes.find("GET", "/graphs/g/schema"));
    assertThat(Routes.find("HEAD", "/graphs/g/query")).isEmpty();
  }

  @ParameterizedTest(name = "{0} may mean {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "/graphs/g/querry       | /graphs/g/query",
        "/graph                 | /graphs",
        "/grahps/g/comits/c     | /graphs/g/commits/c",
        "/graphs/g/schema/plam  | /graphs/g/schema/plan",
      })
  void aMisspeltPathLeadsToTheOneThatWasMeant(String path, String meant) {
    assertThat(Routes.meant(path)).contains(meant);
  }

  @Test
  void aPathThatIsFarFromAllLeadsNowhere() {
    assertThat(Routes.meant("/graphs/g/nothing")).isEmpty();
    assertThat(Routes.meant("/favicon.ico")).isEmpty();
    assertThat(Routes.meant("/")).isEmpty();
  }
}
