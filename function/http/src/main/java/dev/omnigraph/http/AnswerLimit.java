package dev.omnigraph.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.omnigraph.api.body.ErrorBody;
import dev.omnigraph.api.body.HttpError;
import dev.omnigraph.api.body.QueryResult;
import jakarta.ws.rs.container.ContainerResponseContext;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Refuses an answer that Lambda would not carry. Without it the caller would get a bare 502, and
 * only the log of Lambda itself would know why.
 */
public class AnswerLimit {
  /** Six megabytes, less room for what goes around the body. */
  static final long LIMIT = (6L << 20) - (16L << 10);

  private final ObjectMapper json;

  AnswerLimit(ObjectMapper json) {
    this.json = json;
  }

  @ServerResponseFilter
  void check(ContainerResponseContext response) throws IOException {
    if (!(response.getEntity() instanceof QueryResult result)) {
      return;
    }
    EscapedSize size = new EscapedSize();
    json.writeValue(size, result);
    if (size.bytes > LIMIT) {
      response.setStatus(HttpError.ANSWER_TOO_LARGE.status());
      response.setEntity(
          ErrorBody.of(
              HttpError.ANSWER_TOO_LARGE,
              "The answer has %d bytes as a function has to send it; %d is the most that Lambda carries."
                  .formatted(size.bytes, LIMIT),
              Map.of("bytes", size.bytes, "limit", LIMIT)));
    }
  }

  /** The body travels inside a JSON string, which writes quotes and backslashes as two bytes. */
  private static final class EscapedSize extends OutputStream {
    private long bytes;

    @Override
    public void write(int b) {
      bytes += b == '"' || b == '\\' ? 2 : 1;
    }
  }
}
