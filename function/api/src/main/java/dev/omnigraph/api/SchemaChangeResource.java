package dev.omnigraph.api;

import dev.omnigraph.CallMeter;
import dev.omnigraph.Graph;
import dev.omnigraph.call.SchemaAnswer;
import dev.omnigraph.call.SchemaRequest;
import dev.omnigraph.wire.JsonBody;
import dev.omnigraph.wire.ReadJson;
import dev.omnigraph.wire.RequestReader;
import dev.omnigraph.wire.RequestReader.Conditions;
import dev.omnigraph.wire.WriteJson;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Changing the schema of a graph that has data. */
@Path("/graphs")
@Produces(MediaType.APPLICATION_JSON)
public class SchemaChangeResource {
  private final CallersGraphs graphs;
  private final PrincipalSource callers;

  SchemaChangeResource(CallersGraphs graphs, PrincipalSource callers) {
    this.graphs = graphs;
    this.callers = callers;
  }

  @POST
  @Path("{graph}/schema/plan")
  @Consumes(MediaType.APPLICATION_JSON)
  public JsonBody plan(@PathParam("graph") String graph, InputStream body) throws IOException {
    return ReadJson.plan(graphs.get(graph).planSchema(RequestReader.plan(body)));
  }

  @PUT
  @Path("{graph}/schema")
  @Consumes(MediaType.APPLICATION_JSON)
  public JsonBody apply(
      @PathParam("graph") String graph,
      @HeaderParam("If-Match") @Nullable String ifMatch,
      @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
      InputStream body)
      throws IOException {
    SchemaRequest request =
        RequestReader.schema(body, new Conditions(callers.actor(), ifMatch, idempotencyKey));
    Graph named = graphs.get(graph);
    CallMeter meter = named.meter();
    SchemaAnswer answer = named.applySchema(request);
    return WriteJson.schema(answer, meter.report());
  }
}
