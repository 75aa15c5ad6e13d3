package dev.omnigraph.api;

import dev.omnigraph.CallMeter;
import dev.omnigraph.Graph;
import dev.omnigraph.call.MutationAnswer;
import dev.omnigraph.call.MutationRequest;
import dev.omnigraph.wire.JsonBody;
import dev.omnigraph.wire.RequestReader;
import dev.omnigraph.wire.RequestReader.Conditions;
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

/** Writing to a graph with a query. */
@Path("/graphs")
@Produces(MediaType.APPLICATION_JSON)
public class MutationResource {
  private final CallersGraphs graphs;
  private final PrincipalSource callers;

  MutationResource(CallersGraphs graphs, PrincipalSource callers) {
    this.graphs = graphs;
    this.callers = callers;
  }

  @POST
  @Path("{graph}/mutate")
  @Consumes(MediaType.APPLICATION_JSON)
  public JsonBody mutate(
      @PathParam("graph") String graph,
      @HeaderParam("If-Match") @Nullable String ifMatch,
      @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
      InputStream body)
      throws IOException {
    MutationRequest request =
        RequestReader.mutation(body, new Conditions(callers.actor(), ifMatch, idempotencyKey));
    Graph named = graphs.get(graph);
    CallMeter meter = named.meter();
    MutationAnswer answer = named.mutate(request);
    return WriteJson.mutation(answer, meter.report());
  }
}
