package dev.omnigraph.api;

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
    return ReadJson.handover(graphs.handOver(graph, RequestReader.handover(body)));
  }
}
