package dev.omnigraph.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.api.body.ErrorBody;
import dev.omnigraph.error.ErrorKind;
import dev.omnigraph.error.GraphException;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorsTest {
  private final Errors errors =
      new Errors(
          new Missing(() -> List.of("flights", "people"), graph -> List.of("draft", "main")));

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

  @Test
  void aMisspeltNameIsToldWithTheOneThatWasMeantAndTheRoute() {
    GraphException graph = new GraphException(ErrorKind.NOT_FOUND, "graph_not_found", "None.");
    GraphException branch =
        new GraphException(
            ErrorKind.NOT_FOUND,
            "branch_not_found",
            "There is no branch drfat.",
            "?",
            Map.of("branch", "drfat"),
            null);

    assertThat(nextStep(errors.graph(graph, "flihgts")))
        .isEqualTo("Did you mean \"flights\"? GET /graphs lists the graphs.");
    assertThat(nextStep(errors.graph(branch, "people")))
        .isEqualTo("Did you mean \"draft\"? GET /graphs/people/branches lists the branches.");
  }

  @Test
  void aStoreThatCannotBeAskedForNamesHidesNoFailure() {
    Errors asking =
        new Errors(
            new Missing(
                () -> {
                  throw failure(ErrorKind.UNAVAILABLE);
                },
                graph -> List.of()));

    assertThat(
            nextStep(
                asking.graph(
                    new GraphException(ErrorKind.NOT_FOUND, "graph_not_found", "None."), "g")))
        .isEqualTo("GET /graphs lists the graphs.");
  }

  private static @Nullable String nextStep(Response answer) {
    return ((ErrorBody) answer.getEntity()).nextStep();
  }

  private static GraphException failure(ErrorKind kind) {
    return new GraphException(
        kind, "failed", "It failed.", "Ask.", Map.of("operation_id", "01J"), null);
  }
}
