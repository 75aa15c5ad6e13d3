package dev.omnigraph.api;

import dev.omnigraph.call.BlobAnswer;
import dev.omnigraph.call.ContentTypes;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.wire.BlobHeaders;
import dev.omnigraph.wire.ErrorBody;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** Blobs as answers of HTTP. */
final class BlobResponse {
  /** Bytes of one answer: as Base64 with its headers they are still what Lambda carries. */
  static final int MOST = 4 << 20;

  private static final int RANGE_NOT_SATISFIABLE = 416;

  private BlobResponse() {}

  static Response of(BlobAnswer answer) {
    byte[] bytes = answer.bytes();
    if (bytes == null) {
      return described(Response.Status.NOT_MODIFIED, answer).build();
    }
    // Of no bytes there is no range.
    boolean isPartial = answer.isPartial() && bytes.length > 0;
    Response.ResponseBuilder response =
        described(isPartial ? Response.Status.PARTIAL_CONTENT : Response.Status.OK, answer)
            .header(HttpHeaders.CONTENT_TYPE, contentType(answer.contentType()))
            .entity(bytes);
    if (isPartial) {
      response.header(
          "Content-Range",
          BlobHeaders.contentRange(answer.offset(), bytes.length, answer.length()));
    }
    return response.build();
  }

  static Response head(BlobAnswer answer) {
    if (answer.bytes() == null) {
      return of(answer);
    }
    return described(Response.Status.OK, answer)
        .header(HttpHeaders.CONTENT_TYPE, contentType(answer.contentType()))
        .header(HttpHeaders.CONTENT_LENGTH, answer.length())
        .build();
  }

  /** A range that has no byte of the blob. */
  static Response outside(GraphException e) {
    return Response.status(RANGE_NOT_SATISFIABLE)
        .header("Content-Range", "bytes */" + e.details().get("length"))
        .type(MediaType.APPLICATION_JSON_TYPE)
        .entity(ErrorBody.of(e))
        .build();
  }

  private static Response.ResponseBuilder described(Response.Status status, BlobAnswer answer) {
    return Response.status(status)
        .header(HttpHeaders.ETAG, BlobHeaders.tag(answer.digest()))
        .header("Accept-Ranges", "bytes")
        .header("Omnigraph-Commit", answer.commitId())
        // A browser that opens it must neither guess what it is nor run it as a page of the API.
        .header("X-Content-Type-Options", "nosniff")
        .header("Content-Security-Policy", "sandbox");
  }

  /** The text of a property may be anything. */
  private static String contentType(@Nullable String said) {
    return said != null && ContentTypes.isOne(said) ? said : MediaType.APPLICATION_OCTET_STREAM;
  }
}
