package dev.omnigraph.api;

import dev.omnigraph.function.OmnigraphConfig;
import dev.omnigraph.mcp.GraphTools;
import dev.omnigraph.mcp.McpOverHttp;
import dev.omnigraph.mcp.McpServer;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * A graph as tools of agents: the Model Context Protocol over HTTP. Each message is a request of
 * its own, and there is no session, so that any process answers the next one.
 */
@Path("/graphs")
@Produces(MediaType.APPLICATION_JSON)
public class McpResource {
  private final CallersGraphs graphs;
  private final PrincipalSource callers;
  private final OmnigraphConfig config;
  private final McpOverHttp server;

  McpResource(
      CallersGraphs graphs, PrincipalSource callers, OmnigraphConfig config, Product product) {
    this.graphs = graphs;
    this.callers = callers;
    this.config = config;
    this.server = new McpOverHttp(new McpServer(product.version()));
  }

  @POST
  @Path("{graph}/mcp")
  @Consumes(MediaType.APPLICATION_JSON)
  public Response message(
      @PathParam("graph") String graph,
      @HeaderParam("MCP-Protocol-Version") @Nullable String version,
      @HeaderParam("Mcp-Method") @Nullable String method,
      @HeaderParam("Mcp-Name") @Nullable String name,
      String message) {
    GraphTools tools =
        new GraphTools(
            graphs.get(graph),
            callers.actor(),
            config.mcp().branch(),
            LocalDate.now(ZoneOffset.UTC));
    McpOverHttp.Answer answer =
        server.answer(new McpOverHttp.Request(message, version, method, name), tools);
    return Response.status(answer.status()).entity(answer.body().orElse(null)).build();
  }
}
