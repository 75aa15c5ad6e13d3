package dev.omnigraph.api;

import dev.omnigraph.api.body.ErrorBody;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Failures of HTTP itself: what was asked for reached no resource. */
public final class HttpProblems {
  private HttpProblems() {}

  /**
   * @param reason for people, or null where the status says it all
   * @param target as the request names it, or null where it names none
   */
  public static ErrorBody body(int status, @Nullable String reason, @Nullable String target) {
    String path = target == null ? "/" : target;
    return switch (status) {
      case 401 ->
          of(path, "unauthorized", reason, "Send the header Authorization: Bearer and a token.");
      case 404 ->
          of(
              path,
              "no_such_route",
              "There is nothing at " + path + ".",
              Routes.meant(path)
                  .map("Did you mean %s?"::formatted)
                  .orElse("See /openapi.json for the routes."));
      case 405 ->
          of(
              path,
              "method_not_allowed",
              path + " does not answer to this method.",
              "Use one of %s.".formatted(Routes.allow(path)));
      case 406 ->
          of(
              path,
              "not_acceptable",
              "Answers are application/json.",
              "Send Accept: application/json, or leave the header out.");
      case 413 ->
          of(
              path,
              "body_too_large",
              "The body is larger than this server takes.",
              "Load large inputs in parts, or put them into the ingest bucket.");
      case 414 ->
          of(
              path,
              "uri_too_long",
              "The URL is longer than this server takes.",
              "Send a query and its parameters in the body.");
      case 431 ->
          of(
              path,
              "headers_too_large",
              "The headers are larger than this server takes.",
              "Send fewer or shorter headers.");
      case 505 ->
          of(
              path,
              "unsupported_http_version",
              "The request is of another version of HTTP.",
              "Use HTTP/1.1.");
      case 415 ->
          of(
              path,
              "unsupported_media_type",
              "The request has no Content-Type that " + path + " reads.",
              "Send Content-Type: application/json, or application/x-ndjson to load.");
      default -> of(path, "bad_request", reason, null);
    };
  }

  private static ErrorBody of(
      String path, String code, @Nullable String message, @Nullable String next) {
    return new ErrorBody(
        message == null ? "The request cannot be read." : message,
        code,
        next,
        Map.of("path", path));
  }
}
