package dev.omnigraph.api;

import dev.omnigraph.CallMeter;
import dev.omnigraph.Graph;
import dev.omnigraph.api.body.Params;
import dev.omnigraph.api.body.SchemaBody;
import dev.omnigraph.api.body.SchemaChangeResult;
import dev.omnigraph.api.body.SchemaPlanResult;
import dev.omnigraph.call.SchemaAnswer;
import dev.omnigraph.call.SchemaRequest;
import dev.omnigraph.function.Graphs;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/** Changing the schema of a graph that has data. */
@Path("/graphs")
@Produces(MediaType.APPLICATION_JSON)
public class SchemaChangeResource {
  private final Graphs graphs;
  private final ActorSource actors;

  SchemaChangeResource(Graphs graphs, ActorSource actors) {
    this.graphs = graphs;
    this.actors = actors;
  }

  @POST
  @Path("{graph}/schema/plan")
  @Consumes(MediaType.APPLICATION_JSON)
  public SchemaPlanResult plan(@PathParam("graph") String graph, @Nullable SchemaBody body) {
    SchemaBody wanted = Params.body(body, "schema");
    return SchemaPlanResult.of(graphs.get(graph).planSchema(wanted.toPlanRequest()));
  }

  @PUT
  @Path("{graph}/schema")
  @Consumes(MediaType.APPLICATION_JSON)
  public SchemaChangeResult apply(
      @PathParam("graph") String graph,
      @HeaderParam("If-Match") @Nullable String ifMatch,
      @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
      @Nullable SchemaBody body) {
    SchemaBody wanted = Params.body(body, "schema");
    SchemaRequest request = wanted.toRequest(actors.actor(), ifMatch, idempotencyKey);
    Graph named = graphs.get(graph);
    CallMeter meter = named.meter();
    SchemaAnswer answer = named.applySchema(request);
    return SchemaChangeResult.of(answer, meter.report());
  }
}
