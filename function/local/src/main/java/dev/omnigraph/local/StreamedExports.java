package dev.omnigraph.local;

import dev.omnigraph.api.ExportSending;
import dev.omnigraph.export.Export;
import io.vertx.core.http.HttpServerResponse;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jboss.logging.Logger;

/** Sends exports while they are read, so that they may be larger than the memory. */
@RequestScoped
public class StreamedExports implements ExportSending {
  private static final Logger LOG = Logger.getLogger(StreamedExports.class);

  private final HttpServerResponse response;

  StreamedExports(HttpServerResponse response) {
    this.response = response;
  }

  @Override
  public Response.ResponseBuilder send(Export export) {
    return Response.ok((StreamingOutput) out -> write(export, out));
  }

  /** A body that broke off must not look like a whole one: its connection ends without an end. */
  private void write(Export export, OutputStream out) throws IOException {
    try (export) {
      export.writeTo(name -> new Shielded(out));
    } catch (IOException | RuntimeException e) {
      if (response.headWritten()) {
        LOG.warnf(e, "An export of the commit %s broke off", export.commitId());
        response.reset();
      }
      throw e;
    }
  }

  /** Ends with the answer, not with the file. */
  private static final class Shielded extends FilterOutputStream {
    Shielded(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] block, int offset, int length) throws IOException {
      out.write(block, offset, length);
    }

    @Override
    public void flush() {
      // A flush sends what there is as a piece of its own.
    }

    @Override
    public void close() {
      // The answer is closed by the server.
    }
  }
}
