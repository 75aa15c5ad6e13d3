package dev.omnigraph.api;

import dev.omnigraph.CallMeter;
import dev.omnigraph.Graph;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.wire.JsonBody;
import dev.omnigraph.wire.Params;
import dev.omnigraph.wire.ReadJson;
import dev.omnigraph.wire.RequestReader;
import dev.omnigraph.wire.WriteJson;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The branches of a graph. */
@Path("/graphs")
@Produces(MediaType.APPLICATION_JSON)
public class BranchResource {
  /** Names of branches have slashes, which some gateways send on as they are. */
  private static final String ONE = "{graph}/branches/{name: .+}";

  private final CallersGraphs graphs;
  private final PrincipalSource callers;

  BranchResource(CallersGraphs graphs, PrincipalSource callers) {
    this.graphs = graphs;
    this.callers = callers;
  }

  @GET
  @Path("{graph}/branches")
  public JsonBody list(@PathParam("graph") String graph) {
    return ReadJson.branches(graphs.get(graph).branches());
  }

  @GET
  @Path(ONE)
  public JsonBody one(@PathParam("graph") String graph, @PathParam("name") String name) {
    return ReadJson.branch(graphs.get(graph).branch(new BranchName(name)));
  }

  @POST
  @Path("{graph}/branches")
  @Consumes(MediaType.APPLICATION_JSON)
  public JsonBody create(@PathParam("graph") String graph, InputStream body) throws IOException {
    return ReadJson.branch(
        graphs.get(graph).createBranch(RequestReader.branch(body, callers.actor())));
  }

  @DELETE
  @Path(ONE)
  public JsonBody delete(
      @PathParam("graph") String graph,
      @PathParam("name") String name,
      @HeaderParam("If-Match") @Nullable String ifMatch) {
    BranchName branch = new BranchName(name);
    WriteOptions options =
        WriteOptions.on(branch, callers.actor()).expecting(Params.expectedHead(ifMatch, null));
    Graph named = graphs.get(graph);
    CallMeter meter = named.meter();
    CommitId commitId = named.deleteBranch(options);
    return WriteJson.deletion(branch, commitId, meter.report());
  }
}
