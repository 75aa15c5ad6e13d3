package dev.omnigraph.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.omnigraph.call.Resolution;
import dev.omnigraph.call.Resolution.Take;
import dev.omnigraph.error.GraphException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResolutionsTest {
  private static final RequestReader.Conditions NO_CONDITIONS =
      new RequestReader.Conditions("ann", null, null);

  @Test
  void aSideIsTakenOrValuesAreWritten() throws IOException {
    assertThat(read("\"take\": \"source\", \"values\": null"))
        .containsExactly(Resolution.of("P", "x", Take.SOURCE));
    Resolution values = new Resolution("P", "x", Take.VALUES, Map.of("age", 7));
    assertThat(read("\"values\": {\"age\": 7}")).containsExactly(values);
    assertThat(read("\"take\": \"values\", \"values\": {\"age\": 7}")).containsExactly(values);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"take\": \"source\", \"values\": {\"age\": 7} | values | cannot stand beside a take",
        "\"take\": \"source\", \"values\": 7 | values | cannot stand beside a take",
        "\"take\": \"values\" | values | must be an object of the properties",
        "\"values\": [] | values | must be an object of the properties",
        "\"take\": 7, \"values\": {} | take | must be a text",
        "\"take\": \"mine\" | take | must be one of source, target, base, values",
        "\"take\": null | take | must be a text",
      })
  void whatIsNoDecisionIsRefused(String decision, String field, String reason) {
    GraphException refusal = catchThrowableOfType(GraphException.class, () -> read(decision));

    assertThat(refusal.code()).isEqualTo("wrong_type");
    assertThat(refusal.details()).containsEntry("field", "resolutions.[0]." + field);
    assertThat(refusal).hasMessageContaining(reason);
  }

  private static List<Resolution> read(String decision) throws IOException {
    String body =
        "{\"source\": \"draft\", \"resolutions\": [{\"type\": \"P\", \"id\": \"x\", %s}]}"
            .formatted(decision);
    return RequestReader.merge(
            new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)), NO_CONDITIONS)
        .request()
        .resolutions();
  }
}
