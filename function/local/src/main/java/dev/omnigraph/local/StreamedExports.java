package dev.omnigraph.local;

import dev.omnigraph.api.ExportSending;
import dev.omnigraph.export.Export;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import org.jboss.logging.Logger;

/** Sends exports while they are read, so that they may be larger than the memory. */
@RequestScoped
public class StreamedExports implements ExportSending {
  private static final Logger LOG = Logger.getLogger(StreamedExports.class);

  private final BrokenAnswer broken;

  StreamedExports(BrokenAnswer broken) {
    this.broken = broken;
  }

  @Override
  public Response.ResponseBuilder send(Export export) {
    return Response.ok((StreamingOutput) out -> write(export, out));
  }

  /** A body that broke off must not look like a whole one: its connection ends without an end. */
  private void write(Export export, OutputStream out) throws IOException {
    try (export) {
      export.writeTo(name -> new UnflushedStream(out));
    } catch (IOException | RuntimeException e) {
      if (broken.hasBegun()) {
        LOG.warnf(e, "An export of the commit %s broke off", export.commitId());
        broken.end();
      }
      throw e;
    }
  }
}
