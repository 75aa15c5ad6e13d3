package dev.omnigraph.api;

import dev.omnigraph.error.ErrorKind;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.manifest.ProtocolError;
import dev.omnigraph.wire.ErrorBody;
import dev.omnigraph.wire.HttpError;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** The one place where failures become answers. What the caller may not see goes to the log. */
public class Errors {
  private static final Logger LOG = Logger.getLogger(Errors.class);

  private final Missing missing;
  private final Places places;

  Errors(Missing missing, Places places) {
    this.missing = missing;
    this.places = places;
  }

  @ServerExceptionMapper
  Response graph(GraphException e, UriInfo uri) {
    return graph(e, uri.getPathParameters().getFirst("graph"));
  }

  Response graph(GraphException e, @Nullable String name) {
    if (e.kind() == ErrorKind.NOT_FOUND && name != null) {
      return answer(404, missing.body(e, name)).build();
    }
    if (e.kind() == ErrorKind.INTERNAL || e.kind() == ErrorKind.UNKNOWN_OUTCOME) {
      LOG.error(e.code(), e);
    }
    ErrorBody body = ErrorBody.of(e);
    int status = HttpError.status(e.errorCode());
    Response.ResponseBuilder answer =
        answer(status, name == null ? body : places.hidden(body, name));
    if (HttpError.mayComeBack(status)) {
      answer.header(HttpHeaders.RETRY_AFTER, 1);
    }
    return answer.build();
  }

  @ServerExceptionMapper
  Response http(WebApplicationException e, UriInfo uri) {
    int status = e.getResponse().getStatus();
    if (status >= 500) {
      return unexpected(e);
    }
    ErrorBody body = HttpProblems.body(status, e.getMessage(), Routes.path(uri));
    Response.ResponseBuilder answer = answer(status, body);
    if (status == 405) {
      answer.header(HttpHeaders.ALLOW, Routes.allow(Routes.path(uri)));
    }
    if (status == 406) {
      answer.header(HttpHeaders.VARY, HttpHeaders.ACCEPT);
    }
    String challenge = e.getResponse().getHeaderString(HttpHeaders.WWW_AUTHENTICATE);
    if (challenge != null) {
      answer.header(HttpHeaders.WWW_AUTHENTICATE, challenge);
    }
    return answer.build();
  }

  /** Of a body: the store's failures are the engine's. The caller has mostly gone. */
  @ServerExceptionMapper
  Response unreadable(IOException e, UriInfo uri) {
    LOG.debugf(e, "The body of %s cannot be read", uri.getPath());
    return answer(400, HttpProblems.body(400, "The body broke off.", uri.getPath())).build();
  }

  @ServerExceptionMapper
  Response unexpected(Throwable e) {
    String reference = UUID.randomUUID().toString();
    LOG.errorf(e, "Unexpected failure, reference %s", reference);
    return answer(
            500,
            new ErrorBody(
                "Something is wrong with the server, not with the request.",
                ProtocolError.INTERNAL.text(),
                "Look for the reference in the server's log.",
                Map.of("reference", reference)))
        .build();
  }

  private static Response.ResponseBuilder answer(int status, ErrorBody body) {
    return Response.status(status).type(MediaType.APPLICATION_JSON_TYPE).entity(body);
  }
}
