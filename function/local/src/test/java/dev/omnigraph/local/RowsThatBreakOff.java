package dev.omnigraph.local;

import dev.omnigraph.api.RowSending;
import dev.omnigraph.exec.QueryAnswer.Column;
import dev.omnigraph.exec.RowSink;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.query.ValueType;
import dev.omnigraph.value.PropertyType.Scalar;
import dev.omnigraph.wire.RowFormat;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** A query that fails when much of its answer has left; no query does so when asked. */
@Path("/rows-that-break-off")
public class RowsThatBreakOff {
  private static final int ROWS = 100_000;

  private final RowSending sending;

  RowsThatBreakOff(RowSending sending) {
    this.sending = sending;
  }

  @GET
  @Produces(MediaType.WILDCARD)
  public Response get(@HeaderParam("Accept") String accept) {
    RowFormat format = RowFormat.accepted(accept).orElseThrow();
    return sending.send(format, RowsThatBreakOff::give).type(format.mediaType()).build();
  }

  private static void give(RowSink sink) {
    sink.state(new CommitId("c"));
    sink.columns(List.of(new Column("n", new ValueType.Value(Scalar.I32, false))));
    for (int n = 0; n < ROWS; n++) {
      sink.row(List.of(n));
    }
    throw new IllegalStateException("broken off");
  }
}
