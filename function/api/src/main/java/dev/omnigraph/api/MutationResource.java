package dev.omnigraph.api;

import dev.omnigraph.CallMeter;
import dev.omnigraph.Graph;
import dev.omnigraph.api.body.MutationBody;
import dev.omnigraph.api.body.MutationResult;
import dev.omnigraph.api.body.Params;
import dev.omnigraph.call.MutationAnswer;
import dev.omnigraph.call.MutationRequest;
import dev.omnigraph.function.Graphs;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/** Writing to a graph with a query. */
@Path("/graphs")
@Produces(MediaType.APPLICATION_JSON)
public class MutationResource {
  private final Graphs graphs;
  private final ActorSource actors;

  MutationResource(Graphs graphs, ActorSource actors) {
    this.graphs = graphs;
    this.actors = actors;
  }

  @POST
  @Path("{graph}/mutate")
  @Consumes(MediaType.APPLICATION_JSON)
  public MutationResult mutate(
      @PathParam("graph") String graph,
      @HeaderParam("If-Match") @Nullable String ifMatch,
      @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
      @Nullable MutationBody body) {
    MutationRequest request = Params.body(body).toRequest(actors.actor(), ifMatch, idempotencyKey);
    Graph named = graphs.get(graph);
    CallMeter meter = named.meter();
    MutationAnswer answer = named.mutate(request);
    return MutationResult.of(answer, meter.report());
  }
}
