package dev.omnigraph.api;

import dev.omnigraph.function.Graphs;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What is below the root. */
@Path("/graphs")
@Tag(name = "Graphs")
public class GraphsResource {
  private final Graphs graphs;

  GraphsResource(Graphs graphs) {
    this.graphs = graphs;
  }

  @GET
  @Operation(operationId = "listGraphs", summary = "Names of the graphs, in order")
  public GraphList list() {
    return new GraphList(graphs.names());
  }

  /** Names of graphs. */
  public record GraphList(List<String> graphs) {}
}
