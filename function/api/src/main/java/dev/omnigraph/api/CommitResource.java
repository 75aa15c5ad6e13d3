package dev.omnigraph.api;

import dev.omnigraph.api.body.CommitResult;
import dev.omnigraph.api.body.Params;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.function.Graphs;
import dev.omnigraph.manifest.ProtocolError;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The history of a branch. */
@Path("/graphs")
@Produces(MediaType.APPLICATION_JSON)
public class CommitResource {
  private static final int LIMIT = 50;

  private final Graphs graphs;

  CommitResource(Graphs graphs) {
    this.graphs = graphs;
  }

  @GET
  @Path("{graph}/commits")
  public CommitList list(
      @PathParam("graph") String graph,
      @QueryParam("branch") @Nullable String branch,
      @QueryParam("limit") @Nullable String limit) {
    int most = Params.limit(limit, LIMIT);
    return new CommitList(
        graphs.get(graph).commits(Params.branch(branch), most).stream()
            .map(CommitResult::of)
            .toList());
  }

  @GET
  @Path("{graph}/commits/{id}")
  public CommitResult one(
      @PathParam("graph") String graph,
      @PathParam("id") String id,
      @QueryParam("branch") @Nullable String branch) {
    String of = Params.branch(branch);
    return graphs
        .get(graph)
        .commit(of, id)
        .map(CommitResult::of)
        .orElseThrow(
            () ->
                GraphException.of(
                        ProtocolError.COMMIT_NOT_FOUND,
                        "Branch \"%s\" has no commit \"%s\".".formatted(of, id))
                    .next("Take the id of a commit of this branch.")
                    .with("branch", of)
                    .with("commit", id)
                    .build());
  }

  /** Commits, newest first. */
  public record CommitList(List<CommitResult> commits) {}
}
