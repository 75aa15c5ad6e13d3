package dev.omnigraph.api;

import dev.omnigraph.call.ChangeFilter;
import dev.omnigraph.call.CommitChangesRequest;
import dev.omnigraph.call.DiffRequest;
import dev.omnigraph.call.FeedRequest;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.wire.ChangeJson;
import dev.omnigraph.wire.ChangeParams;
import dev.omnigraph.wire.FeedParams;
import dev.omnigraph.wire.JsonBody;
import dev.omnigraph.wire.Params;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/** What differs between states of a graph. */
@Path("/graphs")
@Produces(MediaType.APPLICATION_JSON)
public class ChangeResource {
  private static final int LIMIT = 100;

  private final CallersGraphs graphs;

  ChangeResource(CallersGraphs graphs) {
    this.graphs = graphs;
  }

  @GET
  @Path("{graph}/diff")
  public JsonBody diff(
      @PathParam("graph") String graph,
      @QueryParam("from") @Nullable String from,
      @QueryParam("to") @Nullable String to,
      @QueryParam("kind") @Nullable String kind,
      @QueryParam("type") @Nullable String type,
      @QueryParam("operation") @Nullable String operation,
      @QueryParam("blobs") @Nullable String blobs,
      @QueryParam("limit") @Nullable String limit,
      @QueryParam("after") @Nullable String after) {
    ChangeFilter filter = ChangeParams.filter(kind, type, operation, Params.withBlobs(blobs));
    DiffRequest request =
        DiffRequest.of(ChangeParams.state("from", from), ChangeParams.state("to", to))
            .only(filter)
            .page(Params.limit(limit, LIMIT), after);
    return ChangeJson.diff(graphs.get(graph).diff(request));
  }

  @GET
  @Path("{graph}/feed")
  public JsonBody feed(
      @PathParam("graph") String graph,
      @QueryParam("branch") @Nullable String branch,
      @QueryParam("start") @Nullable String start,
      @QueryParam("cursor") @Nullable String cursor,
      @QueryParam("kind") @Nullable String kind,
      @QueryParam("type") @Nullable String type,
      @QueryParam("operation") @Nullable String operation,
      @QueryParam("blobs") @Nullable String blobs,
      @QueryParam("limit") @Nullable String limit,
      @QueryParam("wait") @Nullable String wait) {
    FeedRequest request =
        new FeedRequest(
            Params.branch(branch),
            FeedParams.start(start, cursor),
            ChangeParams.filter(kind, type, operation, Params.withBlobs(blobs)),
            Params.limit(limit, LIMIT),
            FeedParams.longestWait(wait));
    return ChangeJson.feed(graphs.get(graph).feed(request));
  }

  @GET
  @Path("{graph}/commits/{id}/changes")
  public JsonBody ofCommit(
      @PathParam("graph") String graph,
      @PathParam("id") String id,
      @QueryParam("branch") @Nullable String branch,
      @QueryParam("kind") @Nullable String kind,
      @QueryParam("type") @Nullable String type,
      @QueryParam("operation") @Nullable String operation,
      @QueryParam("blobs") @Nullable String blobs,
      @QueryParam("limit") @Nullable String limit,
      @QueryParam("after") @Nullable String after) {
    CommitChangesRequest request =
        new CommitChangesRequest(
            Params.branch(branch),
            new CommitId(id),
            ChangeParams.filter(kind, type, operation, Params.withBlobs(blobs)),
            Params.limit(limit, LIMIT),
            after);
    return ChangeJson.commitChanges(graphs.get(graph).commitChanges(request));
  }
}
