package dev.omnigraph.http;

import dev.omnigraph.api.ExportSending;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.export.Export;
import dev.omnigraph.wire.HttpError;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Sends exports that an answer of a function carries. */
@ApplicationScoped
public class CarriedExports implements ExportSending {

  @Override
  public Response.ResponseBuilder send(Export export) {
    CarriedBytes bytes = new CarriedBytes(export.format().isText());
    try (export) {
      export.writeTo(name -> new Bounded(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Response.ok(bytes.bytes().toByteArray());
  }

  /** Ends the export where it becomes too large, so that the rest is not read in vain. */
  private static final class Bounded extends FilterOutputStream {
    private final CarriedBytes bytes;

    Bounded(CarriedBytes bytes) {
      super(bytes);
      this.bytes = bytes;
    }

    @Override
    public void write(byte[] block, int offset, int length) {
      bytes.write(block, offset, length);
      if (!bytes.fit()) {
        throw GraphException.of(
                HttpError.ANSWER_TOO_LARGE,
                "The export has more than %d bytes, the most that Lambda carries."
                    .formatted(CarriedBytes.LIMIT))
            .next(
                "Send it as POST, which answers with links to objects of any size. Or export single"
                    + " types, or leave out blobs.")
            .with("limit", CarriedBytes.LIMIT)
            .build();
      }
    }
  }
}
