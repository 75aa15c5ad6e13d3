package dev.omnigraph.api;

import dev.omnigraph.Graph;
import dev.omnigraph.call.HandoverRequest;
import dev.omnigraph.export.Export;
import dev.omnigraph.export.Handover;
import dev.omnigraph.wire.JsonBody;
import dev.omnigraph.wire.ReadJson;
import dev.omnigraph.wire.RequestReader;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;

/** Exports that are handed over as objects with links, however large. */
@Path("/graphs")
@Produces(MediaType.APPLICATION_JSON)
public class HandoverResource {
  private final CallersGraphs graphs;

  HandoverResource(CallersGraphs graphs) {
    this.graphs = graphs;
  }

  @POST
  @Path("{graph}/export")
  @Consumes(MediaType.APPLICATION_JSON)
  public JsonBody handOver(@PathParam("graph") String graph, InputStream body) throws IOException {
    HandoverRequest request = RequestReader.handover(body);
    Graph named = graphs.get(graph);
    Handover handover = graphs.handover(named);
    try (Export export = named.export(request.export())) {
      return ReadJson.handover(handover.run(export, graph, request.packed()));
    }
  }
}
