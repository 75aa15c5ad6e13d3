package dev.omnigraph.api;

import dev.omnigraph.QueryRequest;
import dev.omnigraph.api.body.Params;
import dev.omnigraph.api.body.QueryBody;
import dev.omnigraph.api.body.QueryResult;
import dev.omnigraph.function.Graphs;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Reading a graph. */
@Path("/graphs")
@Tag(name = "Queries")
public class QueryResource {
  private final Graphs graphs;

  QueryResource(Graphs graphs) {
    this.graphs = graphs;
  }

  @POST
  @Path("{graph}/query")
  @Operation(
      operationId = "query",
      summary = "Runs a read query",
      description =
          "At the head of a branch, at a commit or at a time; the answer names the commit.")
  public QueryResult query(@PathParam("graph") String graph, @Nullable QueryBody body) {
    QueryBody asked = Params.body(body);
    QueryRequest request = asked.toRequest();
    return QueryResult.of(graphs.get(graph).query(request), asked.explains());
  }
}
