package dev.omnigraph.http;

import dev.omnigraph.api.RowHeaders;
import dev.omnigraph.api.RowSending;
import dev.omnigraph.wire.RowFormat;
import dev.omnigraph.wire.RowWriter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;

/** Sends rows that an answer of a function carries. */
@ApplicationScoped
public class CarriedRows implements RowSending {

  @Override
  public Response.ResponseBuilder send(RowFormat format, Rows rows) {
    CarriedBytes bytes = new CarriedBytes(format.isText());
    Response.ResponseBuilder answer = Response.ok();
    try (RowWriter writer = RowWriter.of(format, new BoundedStream(bytes, "The answer"))) {
      rows.giveTo(new RowHeaders(writer, answer::header));
      writer.end();
    }
    return answer.entity(bytes.bytes().toByteArray());
  }
}
