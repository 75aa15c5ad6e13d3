package dev.omnigraph.api;

import dev.omnigraph.CallMeter;
import dev.omnigraph.Graph;
import dev.omnigraph.exec.QueryAnswer;
import dev.omnigraph.exec.RowSink;
import dev.omnigraph.export.Handover;
import dev.omnigraph.wire.JsonBody;
import dev.omnigraph.wire.QueryPage;
import dev.omnigraph.wire.ReadJson;
import dev.omnigraph.wire.RequestReader;
import dev.omnigraph.wire.RowFormat;
import dev.omnigraph.wire.RowWriter;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Reading a graph. */
@Path("/graphs")
public class QueryResource {
  /** The header with the cursor of the next page, where the body has no place for it. */
  public static final String NEXT = "Omnigraph-Next";

  private final CallersGraphs graphs;
  private final RowSending sending;

  QueryResource(CallersGraphs graphs, RowSending sending) {
    this.graphs = graphs;
    this.sending = sending;
  }

  @POST
  @Path("{graph}/query")
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.WILDCARD)
  public Response query(
      @PathParam("graph") String graph,
      @HeaderParam("Accept") @Nullable String accept,
      InputStream body)
      throws IOException {
    RowFormat format = RowFormat.accepted(accept).orElseThrow(NotAcceptableException::new);
    RequestReader.Query query = RequestReader.query(body);
    Graph named = graphs.get(graph);
    Response.ResponseBuilder answer;
    if (query.isPaged()) {
      answer = page(graph, named, query, format);
    } else if (format == RowFormat.JSON) {
      CallMeter meter = named.meter();
      QueryAnswer found = named.query(query.request());
      answer =
          Response.ok(ReadJson.query(found, meter.report(), query.explains()))
              .header(ExportResource.COMMIT, found.commitId().text());
    } else {
      answer = sending.send(format, sink -> named.query(query.request(), sink));
    }
    return answer.type(format.mediaType()).header(HttpHeaders.VARY, HttpHeaders.ACCEPT).build();
  }

  private Response.ResponseBuilder page(
      String graph, Graph named, RequestReader.Query query, RowFormat format) {
    QueryPage page = QueryPage.of(graph, query, Clock.systemUTC().instant());
    CallMeter meter = named.meter();
    QueryPage.Answered found = page.of(named.query(page.request()));
    if (format == RowFormat.JSON) {
      return Response.ok(ReadJson.page(found, meter.report(), query.explains()))
          .header(ExportResource.COMMIT, found.answer().commitId().text());
    }
    return sending.send(format, sink -> give(found.answer(), sink)).header(NEXT, found.next());
  }

  private static void give(QueryAnswer answer, RowSink sink) {
    sink.state(answer.commitId());
    sink.columns(answer.columns());
    answer.rows().forEach(sink::row);
  }

  @POST
  @Path("{graph}/query/handover")
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  public JsonBody handOver(@PathParam("graph") String graph, InputStream body) throws IOException {
    RequestReader.RowsHandover request = RequestReader.rowsHandover(body);
    Graph named = graphs.get(graph);
    Handover handover = graphs.handover(named);
    RowFormat format = request.format();
    AtomicReference<@Nullable QueryAnswer> answer = new AtomicReference<>();
    Handover.Linked linked =
        handover.run(
            graph,
            format.text(),
            format.mediaType(),
            request.packed(),
            out -> {
              try (RowWriter writer = RowWriter.of(format, out)) {
                QueryAnswer found = named.query(request.request(), writer);
                writer.end();
                answer.set(found);
                return found.rowCount();
              }
            });
    return ReadJson.rowsHandover(Objects.requireNonNull(answer.get()), format, linked);
  }
}
