package dev.omnigraph.api;

import dev.omnigraph.LoadRequest;
import dev.omnigraph.api.body.LoadResult;
import dev.omnigraph.api.body.Params;
import dev.omnigraph.function.Graphs;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Loading JSON Lines. */
@Path("/graphs")
@Tag(name = "Writes")
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
  @Operation(
      operationId = "load",
      summary = "Loads JSON Lines",
      description =
          "One node or edge a line: {\"type\":\"Airport\",\"data\":{…}} or"
              + " {\"edge\":\"Flight\",\"from\":\"…\",\"to\":\"…\",\"data\":{…}}.")
  @RequestBody(
      content = @Content(mediaType = NDJSON, schema = @Schema(type = SchemaType.STRING)),
      required = true)
  public LoadResult load(
      @PathParam("graph") String graph,
      @Parameter(description = "append, merge (when absent) or overwrite") @QueryParam("mode")
          @Nullable String mode,
      @Parameter(description = "main when absent") @QueryParam("branch") @Nullable String branch,
      @Parameter(
              description =
                  "A branch that does not exist is first made from this one; if the load commits"
                      + " nothing, the new branch is deleted")
          @QueryParam("create_from")
          @Nullable String createFrom,
      @HeaderParam("If-Match") @Nullable String ifMatch,
      @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
      InputStream lines) {
    LoadRequest request =
        new LoadRequest(
            "body",
            Params.mode(mode),
            Params.branch(branch),
            actors.actor(),
            Params.expectedHead(ifMatch, null),
            Params.idempotencyKey(idempotencyKey),
            createFrom);
    return LoadResult.of(graphs.get(graph).load(request, lines, read -> {}));
  }
}
