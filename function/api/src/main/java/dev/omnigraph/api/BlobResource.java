package dev.omnigraph.api;

import dev.omnigraph.CallMeter;
import dev.omnigraph.Graph;
import dev.omnigraph.call.BlobAnswer;
import dev.omnigraph.call.BlobError;
import dev.omnigraph.call.BlobPart;
import dev.omnigraph.call.BlobPlace;
import dev.omnigraph.call.BlobRequest;
import dev.omnigraph.call.PutBlobAnswer;
import dev.omnigraph.call.PutBlobRequest;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.wire.BlobHeaders;
import dev.omnigraph.wire.Params;
import dev.omnigraph.wire.RequestReader.Conditions;
import dev.omnigraph.wire.WriteJson;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Blobs by themselves. */
@Path("/graphs")
public class BlobResource {
  private static final String BLOB = "{graph}/blobs/{type}/{id}/{property}";

  private final CallersGraphs graphs;
  private final PrincipalSource callers;

  BlobResource(CallersGraphs graphs, PrincipalSource callers) {
    this.graphs = graphs;
    this.callers = callers;
  }

  @GET
  @Path(BLOB)
  @Produces(MediaType.WILDCARD)
  public Response get(
      @PathParam("graph") String graph,
      @PathParam("type") String type,
      @PathParam("id") String id,
      @PathParam("property") String property,
      @QueryParam("branch") @Nullable String branch,
      @QueryParam("commit") @Nullable String commit,
      @QueryParam("as_of") @Nullable String asOf,
      @HeaderParam("Range") @Nullable String range,
      @HeaderParam("If-Range") @Nullable String ifRange,
      @HeaderParam("If-Match") @Nullable String ifMatch,
      @HeaderParam("If-None-Match") @Nullable String ifNoneMatch) {
    BlobRequest request =
        new BlobRequest(
            Params.readAt(branch, commit, asOf),
            new BlobPlace(type, id, property),
            BlobHeaders.part(range),
            BlobHeaders.condition(ifMatch, ifNoneMatch),
            BlobResponse.MOST);
    Graph named = graphs.get(graph);
    try {
      return BlobResponse.of(
          named.blob(ifRange == null ? request : unchanged(named, request, ifRange)));
    } catch (GraphException e) {
      if (e.is(BlobError.RANGE_NOT_SATISFIABLE)) {
        return BlobResponse.outside(e);
      }
      throw e;
    }
  }

  @HEAD
  @Path(BLOB)
  @Produces(MediaType.WILDCARD)
  public Response head(
      @PathParam("graph") String graph,
      @PathParam("type") String type,
      @PathParam("id") String id,
      @PathParam("property") String property,
      @QueryParam("branch") @Nullable String branch,
      @QueryParam("commit") @Nullable String commit,
      @QueryParam("as_of") @Nullable String asOf,
      @HeaderParam("If-Match") @Nullable String ifMatch,
      @HeaderParam("If-None-Match") @Nullable String ifNoneMatch) {
    return BlobResponse.head(
        graphs
            .get(graph)
            .blob(
                new BlobRequest(
                    Params.readAt(branch, commit, asOf),
                    new BlobPlace(type, id, property),
                    new BlobPart.Nothing(),
                    BlobHeaders.condition(ifMatch, ifNoneMatch),
                    BlobResponse.MOST)));
  }

  @PUT
  @Path(BLOB)
  @Consumes(MediaType.WILDCARD)
  @Produces(MediaType.APPLICATION_JSON)
  public Response put(
      @PathParam("graph") String graph,
      @PathParam("type") String type,
      @PathParam("id") String id,
      @PathParam("property") String property,
      @QueryParam("branch") @Nullable String branch,
      @QueryParam("expected_head") @Nullable String expectedHead,
      @HeaderParam("Content-Type") @Nullable String contentType,
      @HeaderParam("If-Match") @Nullable String ifMatch,
      @HeaderParam("If-None-Match") @Nullable String ifNoneMatch,
      @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
      InputStream content)
      throws IOException {
    PutBlobRequest request =
        new PutBlobRequest(
            new BlobPlace(type, id, property),
            content.readAllBytes(),
            contentType,
            BlobHeaders.condition(ifMatch, ifNoneMatch),
            // Of a blob, If-Match is about its content.
            new Conditions(callers.actor(), null, idempotencyKey).options(branch, expectedHead));
    Graph named = graphs.get(graph);
    CallMeter meter = named.meter();
    PutBlobAnswer answer = named.putBlob(request);
    return Response.ok(WriteJson.blob(answer, meter.report()), MediaType.APPLICATION_JSON_TYPE)
        .header(HttpHeaders.ETAG, BlobHeaders.tag(answer.digest()))
        .build();
  }

  /** The request for a part if the content is the one that the caller has another part of. */
  private static BlobRequest unchanged(Graph graph, BlobRequest request, String ifRange) {
    BlobAnswer now = graph.blob(request.of(new BlobPart.Nothing()));
    boolean isSame = ifRange.strip().equals(BlobHeaders.tag(now.digest()));
    return request
        .of(isSame ? request.part() : new BlobPart.Whole())
        .at(new ReadAt.Commit(request.at().branch(), now.commitId()));
  }
}
