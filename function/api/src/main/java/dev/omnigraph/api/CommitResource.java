package dev.omnigraph.api;

import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.manifest.ProtocolError;
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

/** The history of a branch. */
@Path("/graphs")
@Produces(MediaType.APPLICATION_JSON)
public class CommitResource {
  private static final int LIMIT = 50;

  private final CallersGraphs graphs;

  CommitResource(CallersGraphs graphs) {
    this.graphs = graphs;
  }

  @GET
  @Path("{graph}/commits")
  public JsonBody list(
      @PathParam("graph") String graph,
      @QueryParam("branch") @Nullable String branch,
      @QueryParam("limit") @Nullable String limit,
      @QueryParam("before") @Nullable String before) {
    int most = Params.limit(limit, LIMIT);
    CommitId than = before == null ? null : new CommitId(before);
    return ReadJson.commits(graphs.get(graph).commits(Params.branch(branch), most, than));
  }

  @GET
  @Path("{graph}/commits/{id}")
  public JsonBody one(
      @PathParam("graph") String graph,
      @PathParam("id") String id,
      @QueryParam("branch") @Nullable String branch) {
    BranchName of = Params.branch(branch);
    return graphs
        .get(graph)
        .commit(of, new CommitId(id))
        .map(ReadJson::commit)
        .orElseThrow(
            () ->
                GraphException.of(
                        ProtocolError.COMMIT_NOT_FOUND,
                        "Branch \"%s\" has no commit \"%s\".".formatted(of, id))
                    .next("Take the id of a commit of this branch.")
                    .with("branch", of.text())
                    .with("commit", id)
                    .build());
  }
}
