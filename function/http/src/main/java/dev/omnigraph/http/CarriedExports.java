package dev.omnigraph.http;

import dev.omnigraph.api.ExportSending;
import dev.omnigraph.export.Export;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Sends exports that an answer of a function carries. */
@ApplicationScoped
public class CarriedExports implements ExportSending {
  private static final String SMALLER =
      "Send it as POST, which answers with links to objects of any size. Or export single types, or"
          + " leave out blobs.";

  @Override
  public Response.ResponseBuilder send(Export export) {
    CarriedBytes bytes = new CarriedBytes(export.format().isText());
    try (export) {
      export.writeTo(name -> new BoundedStream(bytes, "The export").next(SMALLER));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Response.ok(bytes.bytes().toByteArray());
  }
}
