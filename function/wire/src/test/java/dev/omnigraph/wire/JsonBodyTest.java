package dev.omnigraph.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonBodyTest {
  private static final JsonBody.Answer ANSWER =
      JsonBody.of(
          json -> {
            JsonBody.texts(json, "texts", List.of("é", 1));
            JsonBody.list(
                json,
                "objects",
                List.of(1, 2),
                (element, value) -> element.writeNumberField("n", value));
          });

  @Test
  void whatIsSentIsTheTextInUtf8() throws IOException {
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    ANSWER.writeTo(sent);

    assertThat(ANSWER.text())
        .isEqualTo("{\"texts\":[\"é\",\"1\"],\"objects\":[{\"n\":1},{\"n\":2}]}");
    assertThat(sent.toString(UTF_8)).isEqualTo(ANSWER.text());
  }

  /** A server that is asked to flush a short answer sends it without its length. */
  @Test
  void theStreamIsNeitherFlushedNorClosed() throws IOException {
    ANSWER.writeTo(
        new ByteArrayOutputStream() {
          @Override
          public void flush() {
            throw new AssertionError("flushed");
          }

          @Override
          public void close() {
            throw new AssertionError("closed");
          }
        });
  }
}
