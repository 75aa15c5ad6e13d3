package dev.omnigraph.api;

import dev.omnigraph.function.Graphs;
import dev.omnigraph.wire.JsonBody;
import dev.omnigraph.wire.ReadJson;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** What is below the root. */
@Path("/graphs")
@Produces(MediaType.APPLICATION_JSON)
public class GraphsResource {
  private final Graphs graphs;

  GraphsResource(Graphs graphs) {
    this.graphs = graphs;
  }

  @GET
  public JsonBody list() {
    return ReadJson.names("graphs", graphs.names());
  }
}
