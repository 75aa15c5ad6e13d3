package dev.omnigraph.api;

import dev.omnigraph.wire.AccessJson;
import dev.omnigraph.wire.JsonBody;
import dev.omnigraph.wire.Params;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/** Who the caller is to a graph, and what it may do. */
@Path("/graphs")
@Produces(MediaType.APPLICATION_JSON)
public class AccessResource {
  private final CallersGraphs graphs;

  AccessResource(CallersGraphs graphs) {
    this.graphs = graphs;
  }

  @GET
  @Path("{graph}/access")
  public JsonBody get(
      @PathParam("graph") String graph, @QueryParam("branch") @Nullable String branch) {
    return AccessJson.of(graphs.get(graph).access(Params.branch(branch)));
  }
}
