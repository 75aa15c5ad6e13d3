package dev.omnigraph.api;

import dev.omnigraph.Graph;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.wire.HttpError;
import dev.omnigraph.wire.JsonBody;
import dev.omnigraph.wire.ReadJson;
import dev.omnigraph.wire.RequestReader;
import dev.omnigraph.wire.WriteJson;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** What is below the root. */
@Path("/graphs")
@Produces(MediaType.APPLICATION_JSON)
public class GraphsResource {
  private final CallersGraphs graphs;

  GraphsResource(CallersGraphs graphs) {
    this.graphs = graphs;
  }

  @GET
  public JsonBody list() {
    return ReadJson.names("graphs", graphs.names());
  }

  @POST
  @Path("{graph}")
  @Consumes(MediaType.APPLICATION_JSON)
  public Response create(@PathParam("graph") String graph, InputStream body) throws IOException {
    String schema = RequestReader.newGraph(body);
    Graph made = graphs.create(graph, schema);
    return Response.created(URI.create("/graphs/" + graph))
        .entity(WriteJson.graph(graph, made.snapshot(ReadAt.main())))
        .build();
  }

  @DELETE
  @Path("{graph}")
  public JsonBody delete(
      @PathParam("graph") String graph, @QueryParam("confirm") @Nullable String confirm) {
    if (!graph.equals(confirm)) {
      throw GraphException.of(
              HttpError.DELETION_NOT_CONFIRMED,
              "The deletion of the graph \"%s\" is not confirmed.".formatted(graph))
          .next("Add ?confirm=%s to delete all of it, with its history.".formatted(graph))
          .with("field", "confirm")
          .build();
    }
    return WriteJson.graphDeletion(graph, graphs.delete(graph));
  }
}
