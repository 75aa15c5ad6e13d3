package dev.omnigraph.api;

import dev.omnigraph.function.Graphs;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** What is below the root. */
@Path("/graphs")
@Produces(MediaType.APPLICATION_JSON)
public class GraphsResource {
  private final Graphs graphs;

  GraphsResource(Graphs graphs) {
    this.graphs = graphs;
  }

  @GET
  public GraphList list() {
    return new GraphList(graphs.names());
  }

  /** Names of graphs. */
  public record GraphList(List<String> graphs) {}
}
