package dev.omnigraph.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.error.ErrorCode;
import dev.omnigraph.error.ErrorKind;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.exec.memory.ExecutionError;
import dev.omnigraph.manifest.ProtocolError;
import dev.omnigraph.store.StorageError;
import dev.omnigraph.wire.ErrorBody;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorsTest {
  private static final Places PLACES = new Places("s3://bucket/prod/graphs/");

  private final Errors errors =
      new Errors(
          new Missing(() -> List.of("flights", "people"), graph -> List.of("draft", "main")),
          PLACES);

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
  void whatIsTooMuchAtTheSameTimeHasAStatusOfItsOwnAndSaysWhenToComeBack() {
    Response answer =
        errors.graph(GraphException.of(ExecutionError.TOO_MANY_QUERIES, "Too many.").build(), "g");

    assertThat(answer.getStatus()).isEqualTo(429);
    assertThat(answer.getHeaderString("Retry-After")).isEqualTo("1");
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
        GraphException.of(ProtocolError.GRAPH_NOT_FOUND, "There is no graph at s3://bucket/g.")
            .build();

    ErrorBody body = (ErrorBody) errors.graph(missing, "g").getEntity();

    assertThat(body.error()).isEqualTo("There is no graph \"g\".");
    assertThat(body.toString()).doesNotContain("s3://");
  }

  @Test
  void whereGraphsAreKeptIsToldToNobody() {
    GraphException exists =
        GraphException.of(
                ProtocolError.GRAPH_EXISTS,
                "There is a graph at s3://bucket/prod/graphs/g already.")
            .build();
    GraphException away =
        GraphException.of(
                StorageError.STORE_UNAVAILABLE,
                "Could not read 'x' in s3://bucket/prod/graphs/g: the connection failed.")
            .with("where", "s3://bucket/prod/graphs")
            .build();

    ErrorBody taken = (ErrorBody) errors.graph(exists, "g").getEntity();
    ErrorBody unread = (ErrorBody) errors.graph(away, "g").getEntity();

    assertThat(taken.error()).isEqualTo("There is a graph \"g\" already.");
    assertThat(unread.error())
        .isEqualTo("Could not read 'x' in graph \"g\": the connection failed.");
    assertThat(unread.details()).containsEntry("where", "the store");
  }

  @Test
  void aMisspeltNameIsToldWithTheOneThatWasMeantAndTheRoute() {
    GraphException graph = GraphException.of(ProtocolError.GRAPH_NOT_FOUND, "None.").build();
    GraphException branch =
        GraphException.of(ProtocolError.BRANCH_NOT_FOUND, "There is no branch drfat.")
            .with("branch", "drfat")
            .build();

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
                graph -> List.of()),
            PLACES);

    assertThat(
            nextStep(
                asking.graph(
                    GraphException.of(ProtocolError.GRAPH_NOT_FOUND, "None.").build(), "g")))
        .isEqualTo("GET /graphs lists the graphs.");
  }

  private static @Nullable String nextStep(Response answer) {
    return ((ErrorBody) answer.getEntity()).nextStep();
  }

  private static GraphException failure(ErrorKind kind) {
    return GraphException.of(
            new Failed(new ErrorCode.Entry(kind, "For tests.", "Ask.")), "It failed.")
        .with("operation_id", "01J")
        .build();
  }

  private record Failed(Entry entry) implements ErrorCode {
    @Override
    public String name() {
      return "FAILED";
    }
  }
}
