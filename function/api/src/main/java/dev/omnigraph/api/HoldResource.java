package dev.omnigraph.api;

import dev.omnigraph.id.HoldName;
import dev.omnigraph.wire.JsonBody;
import dev.omnigraph.wire.ReadJson;
import dev.omnigraph.wire.RequestReader;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;

/** What is kept from cleanup, by name. */
@Path("/graphs")
@Produces(MediaType.APPLICATION_JSON)
public class HoldResource {
  private static final String ONE = "{graph}/holds/{hold}";

  private final CallersGraphs graphs;
  private final PrincipalSource callers;

  HoldResource(CallersGraphs graphs, PrincipalSource callers) {
    this.graphs = graphs;
    this.callers = callers;
  }

  @GET
  @Path("{graph}/holds")
  public JsonBody list(@PathParam("graph") String graph) {
    return ReadJson.holds(graphs.get(graph).holds());
  }

  @PUT
  @Path(ONE)
  @Consumes(MediaType.APPLICATION_JSON)
  public JsonBody retain(
      @PathParam("graph") String graph, @PathParam("hold") String hold, InputStream body)
      throws IOException {
    return ReadJson.hold(
        graphs.get(graph).retain(new HoldName(hold), RequestReader.hold(body), callers.actor()));
  }

  @DELETE
  @Path(ONE)
  public JsonBody release(@PathParam("graph") String graph, @PathParam("hold") String hold) {
    return ReadJson.hold(graphs.get(graph).release(new HoldName(hold)));
  }
}
