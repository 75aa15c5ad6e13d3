package dev.omnigraph.api;

import dev.omnigraph.call.ExportRequest;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.export.Export;
import dev.omnigraph.wire.HttpError;
import dev.omnigraph.wire.Params;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** The entities of a graph as a load reads them. Its answer is the one that is not JSON. */
@Path("/graphs")
public class ExportResource {
  /** The header with the commit that is exported: the body has no place for it. */
  public static final String COMMIT = "Omnigraph-Commit";

  /** The header with the cursor from which a feed goes on. */
  public static final String CURSOR = "Omnigraph-Feed-Cursor";

  private final CallersGraphs graphs;
  private final ExportSending sending;

  ExportResource(CallersGraphs graphs, ExportSending sending) {
    this.graphs = graphs;
    this.sending = sending;
  }

  @GET
  @Path("{graph}/export")
  public Response export(
      @PathParam("graph") String graph,
      @QueryParam("branch") @Nullable String branch,
      @QueryParam("commit") @Nullable String commit,
      @QueryParam("as_of") @Nullable String asOf,
      @QueryParam("format") @Nullable String format,
      @QueryParam("type") @Nullable String types,
      @QueryParam("blobs") @Nullable String blobs,
      @Context Request http) {
    ExportRequest request =
        new ExportRequest(
            Params.readAt(branch, commit, asOf),
            Params.format(format),
            Params.types(types),
            Params.withBlobs(blobs));
    Export export = graphs.get(graph).export(request);
    if (request.format().isByType() && export.types().size() != 1) {
      int count = export.types().size();
      export.close();
      throw GraphException.of(
              HttpError.ONE_TYPE,
              "An answer in %s holds one type, not %d.".formatted(request.format().title(), count))
          .with("field", "type")
          .build();
    }
    if (http.getMethod().equals(HttpMethod.HEAD)) {
      export.close();
      return described(Response.ok(), request, export).build();
    }
    return described(sending.send(export), request, export).build();
  }

  private static Response.ResponseBuilder described(
      Response.ResponseBuilder answer, ExportRequest request, Export export) {
    return answer
        .header(HttpHeaders.CONTENT_TYPE, request.format().mediaType())
        .header(COMMIT, export.commitId().text())
        .header(CURSOR, export.cursor());
  }
}
