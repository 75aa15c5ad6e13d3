package dev.omnigraph.api;

import dev.omnigraph.CallMeter;
import dev.omnigraph.Graph;
import dev.omnigraph.exec.QueryAnswer;
import dev.omnigraph.function.Graphs;
import dev.omnigraph.wire.JsonBody;
import dev.omnigraph.wire.ReadJson;
import dev.omnigraph.wire.RequestReader;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;

/** Reading a graph. */
@Path("/graphs")
@Produces(MediaType.APPLICATION_JSON)
public class QueryResource {
  private final Graphs graphs;

  QueryResource(Graphs graphs) {
    this.graphs = graphs;
  }

  @POST
  @Path("{graph}/query")
  @Consumes(MediaType.APPLICATION_JSON)
  public JsonBody query(@PathParam("graph") String graph, InputStream body) throws IOException {
    RequestReader.Query query = RequestReader.query(body);
    Graph named = graphs.get(graph);
    CallMeter meter = named.meter();
    QueryAnswer answer = named.query(query.request());
    return ReadJson.query(answer, meter.report(), query.explains());
  }
}
