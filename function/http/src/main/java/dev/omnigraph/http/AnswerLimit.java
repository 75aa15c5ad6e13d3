package dev.omnigraph.http;

import dev.omnigraph.id.CommitId;
import dev.omnigraph.wire.ErrorBody;
import dev.omnigraph.wire.HttpError;
import dev.omnigraph.wire.JsonBody;
import jakarta.ws.rs.container.ContainerResponseContext;
import java.io.ByteArrayOutputStream;
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
  /** Six megabytes, less room for what goes around the body. */
  static final long LIMIT = (6L << 20) - (16L << 10);

  @ServerResponseFilter
  void check(ContainerResponseContext response) throws IOException {
    if (!(response.getEntity() instanceof JsonBody.Answer answer)) {
      return;
    }
    Written written = new Written();
    answer.writeTo(written);
    if (written.escaped <= LIMIT) {
      response.setEntity(new Sent(answer.commits(), written));
      return;
    }
    response.setStatus(HttpError.ANSWER_TOO_LARGE.status());
    response.setEntity(
        ErrorBody.of(
            HttpError.ANSWER_TOO_LARGE,
            "The answer has %d bytes as a function has to send it; %d is the most that Lambda carries."
                .formatted(written.escaped, LIMIT),
            Map.of("bytes", written.escaped, "limit", LIMIT)));
  }

  private record Sent(List<CommitId> commits, Written written) implements JsonBody {
    @Override
    public void writeTo(OutputStream out) throws IOException {
      written.bytes.writeTo(out);
    }
  }

  /** Keeps what can be sent, and counts the rest. */
  private static final class Written extends OutputStream {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** The body travels inside a JSON string, which writes quotes and backslashes as two bytes. */
    private long escaped;

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] block, int offset, int length) {
      for (int i = offset; i < offset + length; i++) {
        escaped += block[i] == '"' || block[i] == '\\' ? 2 : 1;
      }
      if (escaped <= LIMIT) {
        bytes.write(block, offset, length);
      }
    }
  }
}
