package dev.omnigraph.api;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.omnigraph.api.body.ErrorBody;
import dev.omnigraph.error.ErrorKind;
import dev.omnigraph.error.GraphException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** The one place where failures become answers. What the caller may not see goes to the log. */
public class Errors {
  private static final Logger LOG = Logger.getLogger(Errors.class);

  @ServerExceptionMapper
  Response graph(GraphException e) {
    if (e.kind() == ErrorKind.INTERNAL || e.kind() == ErrorKind.UNKNOWN_OUTCOME) {
      LOG.error(e.code(), e);
    }
    Response.ResponseBuilder answer = answer(status(e.kind()), body(e));
    if (e.kind() == ErrorKind.UNAVAILABLE) {
      answer.header(HttpHeaders.RETRY_AFTER, 1);
    }
    return answer.build();
  }

  @ServerExceptionMapper
  Response json(MismatchedInputException e) {
    return malformed(e);
  }

  @ServerExceptionMapper
  Response http(WebApplicationException e, UriInfo uri) {
    if (e.getCause() instanceof JsonProcessingException json) {
      return malformed(json);
    }
    int status = e.getResponse().getStatus();
    if (status >= 500) {
      return unexpected(e);
    }
    ErrorBody body = HttpProblems.body(status, e.getMessage(), uri.getPath());
    Response.ResponseBuilder answer = answer(status, body);
    for (String header : new String[] {HttpHeaders.ALLOW, HttpHeaders.WWW_AUTHENTICATE}) {
      String value = e.getResponse().getHeaderString(header);
      if (value != null) {
        answer.header(header, value);
      }
    }
    return answer.build();
  }

  @ServerExceptionMapper
  Response unexpected(Throwable e) {
    String reference = UUID.randomUUID().toString();
    LOG.errorf(e, "Unexpected failure, reference %s", reference);
    return answer(
            500,
            new ErrorBody(
                "Something is wrong with the server, not with the request.",
                "internal",
                "Look for the reference in the server's log.",
                Map.of("reference", reference)))
        .build();
  }

  private static Response malformed(JsonProcessingException e) {
    Map<String, Object> details = new LinkedHashMap<>();
    JsonLocation at = e.getLocation();
    String where = "";
    if (at != null && at.getLineNr() > 0) {
      details.put("line", at.getLineNr());
      details.put("column", at.getColumnNr());
      where = " at line %d, column %d".formatted(at.getLineNr(), at.getColumnNr());
    }
    if (e instanceof UnrecognizedPropertyException unknown) {
      details.put("field", unknown.getPropertyName());
      return answer(
              400,
              new ErrorBody(
                  "The body has the unknown field \"%s\"%s."
                      .formatted(unknown.getPropertyName(), where),
                  "unknown_field",
                  "Known fields: %s."
                      .formatted(
                          unknown.getKnownPropertyIds().stream()
                              .map(String::valueOf)
                              .sorted()
                              .collect(Collectors.joining(", "))),
                  details))
          .build();
    }
    String field = field(e);
    if (field != null) {
      details.put("field", field);
      return answer(
              400,
              new ErrorBody(
                  "The field \"%s\" has a value of the wrong type%s.".formatted(field, where),
                  "wrong_type",
                  "See /openapi.json for the types of the fields.",
                  details))
          .build();
    }
    return answer(
            400,
            new ErrorBody(
                "The body is no valid JSON%s: %s".formatted(where, e.getOriginalMessage()),
                "malformed_json",
                "Send one JSON object as application/json.",
                details))
        .build();
  }

  private static @Nullable String field(JsonProcessingException e) {
    if (!(e instanceof JsonMappingException mapping) || mapping.getPath().isEmpty()) {
      return null;
    }
    return mapping.getPath().stream()
        .map(r -> r.getFieldName() == null ? "[" + r.getIndex() + "]" : r.getFieldName())
        .collect(Collectors.joining("."));
  }

  static ErrorBody body(GraphException e) {
    return new ErrorBody(String.valueOf(e.getMessage()), e.code(), e.nextStep(), e.details());
  }

  static int status(ErrorKind kind) {
    return switch (kind) {
      case INVALID -> 400;
      case FORBIDDEN -> 403;
      case NOT_FOUND -> 404;
      case CONFLICT -> 409;
      case GONE -> 410;
      case PRECONDITION -> 412;
      case TOO_LARGE -> 413;
      case UNAVAILABLE -> 503;
      case UNKNOWN_OUTCOME, INTERNAL -> 500;
    };
  }

  private static Response.ResponseBuilder answer(int status, ErrorBody body) {
    return Response.status(status).type(MediaType.APPLICATION_JSON_TYPE).entity(body);
  }
}
