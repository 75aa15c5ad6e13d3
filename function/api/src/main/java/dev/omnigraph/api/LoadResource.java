package dev.omnigraph.api;

import dev.omnigraph.CallMeter;
import dev.omnigraph.Graph;
import dev.omnigraph.api.body.LoadResult;
import dev.omnigraph.api.body.Params;
import dev.omnigraph.call.LoadAnswer;
import dev.omnigraph.call.LoadRequest;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.function.Graphs;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Loading JSON Lines. */
@Path("/graphs")
@Produces(MediaType.APPLICATION_JSON)
public class LoadResource {
  private static final String NDJSON = "application/x-ndjson";

  private final Graphs graphs;
  private final ActorSource actors;

  LoadResource(Graphs graphs, ActorSource actors) {
    this.graphs = graphs;
    this.actors = actors;
  }

  @POST
  @Path("{graph}/load")
  @Consumes({NDJSON, "application/jsonl", "application/jsonlines"})
  public LoadResult load(
      @PathParam("graph") String graph,
      @QueryParam("mode") @Nullable String mode,
      @QueryParam("branch") @Nullable String branch,
      @QueryParam("create_from") @Nullable String createFrom,
      @HeaderParam("If-Match") @Nullable String ifMatch,
      @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
      InputStream lines) {
    LoadRequest request =
        new LoadRequest(
            "body",
            Params.mode(mode),
            WriteOptions.on(Params.branch(branch), actors.actor())
                .expecting(Params.expectedHead(ifMatch, null))
                .keyed(Params.idempotencyKey(idempotencyKey)),
            createFrom);
    Graph named = graphs.get(graph);
    CallMeter meter = named.meter();
    LoadAnswer answer = named.load(request, lines, read -> {});
    return LoadResult.of(answer, meter.report());
  }
}
