package dev.omnigraph.api;

import dev.omnigraph.CallMeter;
import dev.omnigraph.Graph;
import dev.omnigraph.call.EntityFormat;
import dev.omnigraph.call.LoadAnswer;
import dev.omnigraph.call.LoadRequest;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.wire.JsonBody;
import dev.omnigraph.wire.Params;
import dev.omnigraph.wire.RequestReader.Conditions;
import dev.omnigraph.wire.WriteJson;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Loading JSON Lines, CSV and Parquet. */
@Path("/graphs")
@Produces(MediaType.APPLICATION_JSON)
public class LoadResource {
  private static final String NDJSON = "application/x-ndjson";
  private static final String CSV = "text/csv";
  private static final String PARQUET = "application/vnd.apache.parquet";

  private final CallersGraphs graphs;
  private final PrincipalSource callers;

  LoadResource(CallersGraphs graphs, PrincipalSource callers) {
    this.graphs = graphs;
    this.callers = callers;
  }

  @POST
  @Path("{graph}/load")
  @Consumes({NDJSON, "application/jsonl", "application/jsonlines", CSV, PARQUET})
  public JsonBody load(
      @PathParam("graph") String graph,
      @QueryParam("mode") @Nullable String mode,
      @QueryParam("branch") @Nullable String branch,
      @QueryParam("create_from") @Nullable String createFrom,
      @QueryParam("type") @Nullable String type,
      @HeaderParam("Content-Type") MediaType contentType,
      @HeaderParam("If-Match") @Nullable String ifMatch,
      @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
      InputStream lines) {
    Conditions conditions = new Conditions(callers.actor(), ifMatch, idempotencyKey);
    LoadRequest request =
        new LoadRequest(
            "body",
            Params.mode(mode),
            conditions.options(branch, null),
            createFrom == null ? null : new BranchName(createFrom),
            format(contentType),
            type);
    Graph named = graphs.get(graph);
    CallMeter meter = named.meter();
    LoadAnswer answer = named.load(request, lines, read -> {});
    return WriteJson.load(answer, meter.report());
  }

  private static EntityFormat format(MediaType type) {
    return Stream.of(EntityFormat.CSV, EntityFormat.PARQUET)
        .filter(format -> type.isCompatible(MediaType.valueOf(format.mediaType())))
        .findFirst()
        .orElse(EntityFormat.JSONL);
  }
}
