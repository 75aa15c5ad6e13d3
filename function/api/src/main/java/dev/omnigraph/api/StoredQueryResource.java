package dev.omnigraph.api;

import dev.omnigraph.CallMeter;
import dev.omnigraph.Graph;
import dev.omnigraph.stored.InvokeAnswer;
import dev.omnigraph.wire.ApplyJson;
import dev.omnigraph.wire.ApplyReader;
import dev.omnigraph.wire.JsonBody;
import dev.omnigraph.wire.Params;
import dev.omnigraph.wire.ReadJson;
import dev.omnigraph.wire.RequestReader.Conditions;
import dev.omnigraph.wire.WriteJson;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Queries that are stored with a branch, and called by their names. */
@Path("/graphs")
@Produces(MediaType.APPLICATION_JSON)
public class StoredQueryResource {
  private final CallersGraphs graphs;
  private final PrincipalSource callers;

  StoredQueryResource(CallersGraphs graphs, PrincipalSource callers) {
    this.graphs = graphs;
    this.callers = callers;
  }

  @GET
  @Path("{graph}/queries")
  public JsonBody list(
      @PathParam("graph") String graph,
      @QueryParam("branch") @Nullable String branch,
      @QueryParam("commit") @Nullable String commit,
      @QueryParam("as_of") @Nullable String asOf) {
    return ApplyJson.queries(graphs.get(graph).queries(Params.readAt(branch, commit, asOf)));
  }

  @POST
  @Path("{graph}/queries/{query}")
  @Consumes(MediaType.APPLICATION_JSON)
  public JsonBody call(
      @PathParam("graph") String graph,
      @PathParam("query") String query,
      @HeaderParam("If-Match") @Nullable String ifMatch,
      @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
      InputStream body)
      throws IOException {
    ApplyReader.Call call =
        ApplyReader.call(query, body, new Conditions(callers.actor(), ifMatch, idempotencyKey));
    Graph named = graphs.get(graph);
    CallMeter meter = named.meter();
    return switch (named.invoke(call.request())) {
      case InvokeAnswer.Read(var read) -> ReadJson.query(read, meter.report(), call.explains());
      case InvokeAnswer.Written(var written) -> WriteJson.mutation(written, meter.report());
    };
  }
}
