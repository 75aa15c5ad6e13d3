package dev.omnigraph.api;

import dev.omnigraph.CallMeter;
import dev.omnigraph.Graph;
import dev.omnigraph.call.ApplyAnswer;
import dev.omnigraph.call.ApplyRequest;
import dev.omnigraph.wire.ApplyJson;
import dev.omnigraph.wire.ApplyReader;
import dev.omnigraph.wire.JsonBody;
import dev.omnigraph.wire.RequestReader.Conditions;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
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

/** What defines a graph: stored queries, policies, and both with the schema as one commit. */
@Path("/graphs")
@Produces(MediaType.APPLICATION_JSON)
public class DefinitionResource {
  private final CallersGraphs graphs;
  private final PrincipalSource callers;

  DefinitionResource(CallersGraphs graphs, PrincipalSource callers) {
    this.graphs = graphs;
    this.callers = callers;
  }

  @GET
  @Path("{graph}/policy")
  public JsonBody policy(@PathParam("graph") String graph) {
    return ApplyJson.policy(graphs.get(graph).policy());
  }

  @PUT
  @Path("{graph}/policy")
  @Consumes(MediaType.APPLICATION_JSON)
  public JsonBody putPolicy(
      @PathParam("graph") String graph,
      @HeaderParam("If-Match") @Nullable String ifMatch,
      @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
      InputStream body)
      throws IOException {
    return applied(graph, ApplyReader.policy(body, conditions(ifMatch, idempotencyKey)), false);
  }

  @PUT
  @Path("{graph}/queries")
  @Consumes(MediaType.APPLICATION_JSON)
  public JsonBody putQueries(
      @PathParam("graph") String graph,
      @HeaderParam("If-Match") @Nullable String ifMatch,
      @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
      InputStream body)
      throws IOException {
    return applied(graph, ApplyReader.queries(body, conditions(ifMatch, idempotencyKey)), false);
  }

  @POST
  @Path("{graph}/apply")
  @Consumes(MediaType.APPLICATION_JSON)
  public JsonBody apply(
      @PathParam("graph") String graph,
      @HeaderParam("If-Match") @Nullable String ifMatch,
      @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
      InputStream body)
      throws IOException {
    ApplyReader.Apply apply = ApplyReader.apply(body, conditions(ifMatch, idempotencyKey));
    return applied(graph, apply.request(), apply.isDryRun());
  }

  private Conditions conditions(@Nullable String ifMatch, @Nullable String idempotencyKey) {
    return new Conditions(callers.actor(), ifMatch, idempotencyKey);
  }

  private JsonBody applied(String graph, ApplyRequest request, boolean isDryRun) {
    Graph named = graphs.get(graph);
    CallMeter meter = named.meter();
    ApplyAnswer answer = isDryRun ? named.planApply(request) : named.apply(request);
    return ApplyJson.apply(answer, meter.report());
  }
}
