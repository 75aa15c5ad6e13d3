package dev.omnigraph.local;

import dev.omnigraph.api.RowHeaders;
import dev.omnigraph.api.RowSending;
import dev.omnigraph.wire.RowFormat;
import dev.omnigraph.wire.RowWriter;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/** Sends rows as the query finds them, so that they may be more than the memory has room for. */
@RequestScoped
public class StreamedRows implements RowSending {
  private static final Logger LOG = Logger.getLogger(StreamedRows.class);

  private final BrokenAnswer broken;

  StreamedRows(BrokenAnswer broken) {
    this.broken = broken;
  }

  @Override
  public Response.ResponseBuilder send(RowFormat format, Rows rows) {
    return Response.ok((StreamingOutput) out -> write(format, rows, out));
  }

  /** Rows that broke off must not look like all of them: their connection ends without an end. */
  private void write(RowFormat format, Rows rows, OutputStream out) throws IOException {
    List<String> told = new ArrayList<>();
    try (RowWriter writer = RowWriter.of(format, new UnflushedStream(out))) {
      rows.giveTo(
          new RowHeaders(
              writer,
              (name, value) -> {
                told.add(name);
                broken.response().putHeader(name, value);
              }));
      writer.end();
    } catch (RuntimeException e) {
      if (broken.hasBegun()) {
        LOG.warn("The rows of a query broke off", e);
        broken.end();
      } else {
        told.forEach(broken.response().headers()::remove);
      }
      if (e instanceof UncheckedIOException gone) {
        throw gone.getCause();
      }
      throw e;
    }
  }
}
