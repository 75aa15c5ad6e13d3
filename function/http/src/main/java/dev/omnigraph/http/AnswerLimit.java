package dev.omnigraph.http;

import dev.omnigraph.id.CommitId;
import dev.omnigraph.wire.ErrorBody;
import dev.omnigraph.wire.HttpError;
import dev.omnigraph.wire.JsonBody;
import jakarta.ws.rs.container.ContainerResponseContext;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Refuses an answer that Lambda would not carry. Without it the caller would get a bare 502, and
 * only the log of Lambda itself would know why. The answer is written once: what is measured is
 * what is sent.
 */
public class AnswerLimit {
  @ServerResponseFilter
  void check(ContainerResponseContext response) throws IOException {
    if (!(response.getEntity() instanceof JsonBody.Answer answer)) {
      return;
    }
    CarriedBytes written = new CarriedBytes(true);
    answer.writeTo(written);
    if (written.fit()) {
      response.setEntity(new Sent(answer.commits(), written));
      return;
    }
    response.setStatus(HttpError.ANSWER_TOO_LARGE.status());
    response.setEntity(
        ErrorBody.of(
            HttpError.ANSWER_TOO_LARGE,
            "The answer has %d bytes as a function has to send it; %d is the most that Lambda carries."
                .formatted(written.length(), CarriedBytes.LIMIT),
            Map.of("bytes", written.length(), "limit", CarriedBytes.LIMIT)));
  }

  private record Sent(List<CommitId> commits, CarriedBytes written) implements JsonBody {
    @Override
    public void writeTo(OutputStream out) throws IOException {
      written.bytes().writeTo(out);
    }
  }
}
