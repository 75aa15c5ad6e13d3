package dev.omnigraph.api;

import dev.omnigraph.CallMeter;
import dev.omnigraph.Graph;
import dev.omnigraph.call.MergeAnswer;
import dev.omnigraph.function.Graphs;
import dev.omnigraph.wire.JsonBody;
import dev.omnigraph.wire.RequestReader;
import dev.omnigraph.wire.RequestReader.Conditions;
import dev.omnigraph.wire.RequestReader.Merge;
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

/** Merging one branch into another. */
@Path("/graphs")
@Produces(MediaType.APPLICATION_JSON)
public class MergeResource {
  private final Graphs graphs;
  private final ActorSource actors;

  MergeResource(Graphs graphs, ActorSource actors) {
    this.graphs = graphs;
    this.actors = actors;
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
        RequestReader.merge(body, new Conditions(actors.actor(), ifMatch, idempotencyKey));
    Graph named = graphs.get(graph);
    CallMeter meter = named.meter();
    MergeAnswer answer =
        merge.isDryRun() ? named.planMerge(merge.request()) : named.merge(merge.request());
    return WriteJson.merge(answer, meter.report());
  }
}
