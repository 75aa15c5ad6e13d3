package dev.omnigraph.api;

import dev.omnigraph.CallMeter;
import dev.omnigraph.Graph;
import dev.omnigraph.api.body.Params;
import dev.omnigraph.api.body.QueryBody;
import dev.omnigraph.api.body.QueryResult;
import dev.omnigraph.call.QueryRequest;
import dev.omnigraph.exec.QueryAnswer;
import dev.omnigraph.function.Graphs;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

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
  public QueryResult query(@PathParam("graph") String graph, @Nullable QueryBody body) {
    QueryBody asked = Params.body(body);
    QueryRequest request = asked.toRequest();
    Graph named = graphs.get(graph);
    CallMeter meter = named.meter();
    QueryAnswer answer = named.query(request);
    return QueryResult.of(answer, meter.report(), asked.explains());
  }
}
