package dev.omnigraph.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.error.GraphException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorBodyTest {

  @Test
  void aFailureTellsItsMessageCodeNextStepAndDetails() {
    GraphException failure =
        GraphException.of(HttpError.MISSING_FIELD, "The request has no \"query\".")
            .next("Send it.")
            .with("field", "query")
            .with("places", List.of(1, 2))
            .build();

    assertThat(ErrorBody.of(failure).text())
        .isEqualTo(
            "{\"error\":\"The request has no \\\"query\\\".\",\"code\":\"missing_field\","
                + "\"next_step\":\"Send it.\","
                + "\"details\":{\"field\":\"query\",\"places\":[1,2]}}");
  }

  @Test
  void whatACallerSentComesBackOnlyInPart() {
    GraphException failure =
        GraphException.of(HttpError.INVALID_MODE, "x".repeat(1_000_000))
            .with("mode", "😀".repeat(500_000))
            .build();

    ErrorBody body = ErrorBody.of(failure);

    assertThat(body.error()).hasSize(5_001).endsWith("x…");
    assertThat(body.details().get("mode")).asString().hasSize(10_001).endsWith("😀…");
  }

  @Test
  void withoutANextStepThereIsNoMemberForIt() {
    ErrorBody body = ErrorBody.of(HttpError.BAD_REQUEST, "It cannot be read.", Map.of());

    assertThat(body.text())
        .isEqualTo("{\"error\":\"It cannot be read.\",\"code\":\"bad_request\",\"details\":{}}");
    assertThat(body.next("Send HTTP.").text()).contains("\"next_step\":\"Send HTTP.\"");
  }

  @Test
  void aCodeGivesItsNextStep() {
    assertThat(ErrorBody.of(HttpError.REPEATED_PARAMETER, "Twice.", Map.of()).nextStep())
        .isEqualTo("Send it once.");
  }

  @Test
  void aBodyIsSentInUtf8() throws IOException {
    ErrorBody body = ErrorBody.of(HttpError.BAD_REQUEST, "„é“", Map.of());
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    body.writeTo(sent);

    assertThat(sent.toString(UTF_8)).isEqualTo(body.text()).contains("„é“");
    assertThat(body.commits()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "UNAUTHORIZED,             401",
    "METHOD_NOT_ALLOWED,       405",
    "NOT_ACCEPTABLE,           406",
    "URI_TOO_LONG,             414",
    "UNSUPPORTED_MEDIA_TYPE,   415",
    "HEADERS_TOO_LARGE,        431",
    "UNSUPPORTED_HTTP_VERSION, 505",
    "MALFORMED_JSON,           400",
    "NO_SUCH_ROUTE,            404",
    "BODY_TOO_LARGE,           413",
    "TOO_MANY_LOADS,           429",
    "TOO_MANY_QUERIES_AT_ONCE, 429",
  })
  void whatHttpHasAStatusForHasItAndTheRestThatOfItsKind(HttpError error, int status) {
    assertThat(error.status()).isEqualTo(status);
  }
}
