package dev.omnigraph.api;

import dev.omnigraph.CallMeter;
import dev.omnigraph.Graph;
import dev.omnigraph.call.ConflictWindow;
import dev.omnigraph.call.MergeAnswer;
import dev.omnigraph.call.PickAnswer;
import dev.omnigraph.call.RestoreRequest;
import dev.omnigraph.wire.JsonBody;
import dev.omnigraph.wire.RequestReader;
import dev.omnigraph.wire.RequestReader.Conditions;
import dev.omnigraph.wire.RequestReader.Merge;
import dev.omnigraph.wire.RequestReader.Pick;
import dev.omnigraph.wire.WriteJson;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Merging a branch into another, and undoing, picking and restoring commits. */
@Path("/graphs")
@Produces(MediaType.APPLICATION_JSON)
public class MergeResource {
  private final CallersGraphs graphs;
  private final PrincipalSource callers;

  MergeResource(CallersGraphs graphs, PrincipalSource callers) {
    this.graphs = graphs;
    this.callers = callers;
  }

  @POST
  @Path("{graph}/merge")
  @Consumes(MediaType.APPLICATION_JSON)
  public JsonBody merge(
      @PathParam("graph") String graph,
      @HeaderParam("If-Match") @Nullable String ifMatch,
      @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
      InputStream body)
      throws IOException {
    Merge merge =
        RequestReader.merge(body, new Conditions(callers.actor(), ifMatch, idempotencyKey));
    Graph named = graphs.get(graph);
    CallMeter meter = named.meter();
    ConflictWindow dryRun = merge.dryRun();
    MergeAnswer answer =
        dryRun == null ? named.merge(merge.request()) : named.planMerge(merge.request(), dryRun);
    return WriteJson.merge(answer, meter.report());
  }

  @POST
  @Path("{graph}/revert")
  @Consumes(MediaType.APPLICATION_JSON)
  public JsonBody revert(
      @PathParam("graph") String graph,
      @HeaderParam("If-Match") @Nullable String ifMatch,
      @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
      InputStream body)
      throws IOException {
    return pick(
        graph,
        RequestReader.revert(body, new Conditions(callers.actor(), ifMatch, idempotencyKey)));
  }

  @POST
  @Path("{graph}/cherry-pick")
  @Consumes(MediaType.APPLICATION_JSON)
  public JsonBody cherryPick(
      @PathParam("graph") String graph,
      @HeaderParam("If-Match") @Nullable String ifMatch,
      @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
      InputStream body)
      throws IOException {
    return pick(
        graph,
        RequestReader.cherryPick(body, new Conditions(callers.actor(), ifMatch, idempotencyKey)));
  }

  @POST
  @Path("{graph}/restore")
  @Consumes(MediaType.APPLICATION_JSON)
  public JsonBody restore(
      @PathParam("graph") String graph,
      @HeaderParam("If-Match") @Nullable String ifMatch,
      @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
      InputStream body)
      throws IOException {
    RestoreRequest request =
        RequestReader.restore(body, new Conditions(callers.actor(), ifMatch, idempotencyKey));
    Graph named = graphs.get(graph);
    CallMeter meter = named.meter();
    PickAnswer answer = named.restore(request);
    return WriteJson.pick(answer, meter.report());
  }

  private JsonBody pick(String graph, Pick pick) {
    Graph named = graphs.get(graph);
    CallMeter meter = named.meter();
    ConflictWindow dryRun = pick.dryRun();
    PickAnswer answer =
        dryRun == null ? named.pick(pick.request()) : named.planPick(pick.request(), dryRun);
    return WriteJson.pick(answer, meter.report());
  }
}
