package dev.omnigraph.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.api.body.ErrorBody;
import dev.omnigraph.error.ErrorKind;
import dev.omnigraph.error.GraphException;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorsTest {
  private final Errors errors = new Errors();

  @ParameterizedTest
  @CsvSource({
    "INVALID,         400",
    "FORBIDDEN,       403",
    "NOT_FOUND,       404",
    "CONFLICT,        409",
    "GONE,            410",
    "PRECONDITION,    412",
    "TOO_LARGE,       413",
    "INTERNAL,        500",
    "UNKNOWN_OUTCOME, 500",
    "UNAVAILABLE,     503",
  })
  void eachKindOfFailureHasItsStatus(ErrorKind kind, int status) {
    Response answer = errors.graph(failure(kind), "g");

    assertThat(answer.getStatus()).isEqualTo(status);
  }

  @Test
  void messageCodeNextStepAndDetailsReachTheCaller() {
    Response answer = errors.graph(failure(ErrorKind.UNKNOWN_OUTCOME), "g");

    assertThat(answer.getEntity())
        .isEqualTo(new ErrorBody("It failed.", "failed", "Ask.", Map.of("operation_id", "01J")));
  }

  @Test
  void whatMaySucceedLaterSaysWhen() {
    assertThat(errors.graph(failure(ErrorKind.UNAVAILABLE), "g").getHeaderString("Retry-After"))
        .isEqualTo("1");
    assertThat(errors.graph(failure(ErrorKind.CONFLICT), "g").getHeaderString("Retry-After"))
        .isNull();
  }

  @Test
  void anUnexpectedFailureTellsNothingButAReference() {
    Response answer = errors.unexpected(new IllegalStateException("/home/secret path"));

    assertThat(answer.getStatus()).isEqualTo(500);
    assertThat(answer.getEntity().toString()).contains("reference").doesNotContain("secret");
  }

  @Test
  void aMissingGraphIsNamedWithoutWhereItWouldBe() {
    GraphException missing =
        new GraphException(
            ErrorKind.NOT_FOUND, "graph_not_found", "There is no graph at s3://bucket/g.");

    ErrorBody body = (ErrorBody) errors.graph(missing, "g").getEntity();

    assertThat(body.error()).isEqualTo("There is no graph \"g\".");
    assertThat(body.toString()).doesNotContain("s3://");
  }

  private static GraphException failure(ErrorKind kind) {
    return new GraphException(
        kind, "failed", "It failed.", "Ask.", Map.of("operation_id", "01J"), null);
  }
}
