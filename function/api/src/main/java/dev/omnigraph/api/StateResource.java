package dev.omnigraph.api;

import dev.omnigraph.api.body.Params;
import dev.omnigraph.api.body.SchemaResult;
import dev.omnigraph.api.body.SnapshotResult;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.function.Graphs;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a graph is at one commit. */
@Path("/graphs")
@Produces(MediaType.APPLICATION_JSON)
public class StateResource {
  private final Graphs graphs;

  StateResource(Graphs graphs) {
    this.graphs = graphs;
  }

  @GET
  @Path("{graph}/schema")
  public SchemaResult schema(
      @PathParam("graph") String graph,
      @QueryParam("branch") @Nullable String branch,
      @QueryParam("commit") @Nullable String commit,
      @QueryParam("as_of") @Nullable String asOf) {
    ReadAt at = Params.readAt(branch, commit, asOf);
    return SchemaResult.of(graphs.get(graph).schema(at));
  }

  @GET
  @Path("{graph}/snapshot")
  public SnapshotResult snapshot(
      @PathParam("graph") String graph,
      @QueryParam("branch") @Nullable String branch,
      @QueryParam("commit") @Nullable String commit,
      @QueryParam("as_of") @Nullable String asOf) {
    ReadAt at = Params.readAt(branch, commit, asOf);
    return SnapshotResult.of(graphs.get(graph).snapshot(at));
  }

  @GET
  @Path("{graph}/branches")
  public BranchList branches(@PathParam("graph") String graph) {
    return new BranchList(graphs.get(graph).branches());
  }

  /** Names of branches. */
  public record BranchList(List<String> branches) {}
}
