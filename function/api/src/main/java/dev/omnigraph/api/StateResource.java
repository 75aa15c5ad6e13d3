package dev.omnigraph.api;

import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.wire.JsonBody;
import dev.omnigraph.wire.Params;
import dev.omnigraph.wire.ReadJson;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/** What a graph is at one commit. */
@Path("/graphs")
@Produces(MediaType.APPLICATION_JSON)
public class StateResource {
  private final CallersGraphs graphs;

  StateResource(CallersGraphs graphs) {
    this.graphs = graphs;
  }

  @GET
  @Path("{graph}/schema")
  public JsonBody schema(
      @PathParam("graph") String graph,
      @QueryParam("branch") @Nullable String branch,
      @QueryParam("commit") @Nullable String commit,
      @QueryParam("as_of") @Nullable String asOf) {
    ReadAt at = Params.readAt(branch, commit, asOf);
    return ReadJson.schema(graphs.get(graph).schema(at));
  }

  @GET
  @Path("{graph}/snapshot")
  public JsonBody snapshot(
      @PathParam("graph") String graph,
      @QueryParam("branch") @Nullable String branch,
      @QueryParam("commit") @Nullable String commit,
      @QueryParam("as_of") @Nullable String asOf) {
    ReadAt at = Params.readAt(branch, commit, asOf);
    return ReadJson.snapshot(graphs.get(graph).snapshot(at));
  }
}
