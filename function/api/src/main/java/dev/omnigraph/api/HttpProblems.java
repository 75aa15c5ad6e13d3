package dev.omnigraph.api;

import dev.omnigraph.wire.ErrorBody;
import dev.omnigraph.wire.HttpError;
import dev.omnigraph.wire.RowFormat;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Failures of HTTP itself: what was asked for reached no resource. */
public final class HttpProblems {
  private HttpProblems() {}

  /**
   * What is wrong with a URL that cannot be read, which Quarkus would answer without a body, or
   * whose path is another spelling of a path: whoever looks at it before a resource does, to limit
   * a body or to find its parameters, might take it for another route than the server does.
   */
  public static Optional<ErrorBody> ofUrl(String url) {
    try {
      URI read = new URI(url);
      if (!read.isOpaque()) {
        String path = url.startsWith("/") ? url.split("\\?", 2)[0] : read.getRawPath();
        return Routes.isCanonical(path) ? Optional.empty() : Optional.of(spelling());
      }
    } catch (URISyntaxException e) {
      // Said below, because Java's words show its own parser.
    }
    return Optional.of(
        body(400, "The URL has a character that must be escaped, or a broken escape.", null));
  }

  private static ErrorBody spelling() {
    return body(
            400, "The path has an empty segment, a segment that is . or .., or a parameter.", null)
        .next("Send the path without them; in a name, write ; as %3B.");
  }

  /**
   * @param reason for people, or null where the status says it all
   * @param target as the request names it, or null where it names none
   */
  public static ErrorBody body(int status, @Nullable String reason, @Nullable String target) {
    String path = target == null ? "/" : target;
    Map<String, Object> details = Map.of("path", path);
    return switch (status) {
      case 401 -> ErrorBody.of(HttpError.UNAUTHORIZED, said(reason), details);
      case 404 ->
          new ErrorBody(
              "There is nothing at " + path + ".",
              HttpError.NO_SUCH_ROUTE.text(),
              Routes.meant(path)
                  .map("Did you mean %s?"::formatted)
                  .orElse(HttpError.NO_SUCH_ROUTE.nextStep()),
              details);
      case 405 ->
          new ErrorBody(
              path + " does not answer to this method.",
              HttpError.METHOD_NOT_ALLOWED.text(),
              "Use one of %s.".formatted(Routes.allow(path)),
              details);
      case 406 -> notAcceptable(path);
      case 413 -> tooLarge(null, path);
      case 414 ->
          ErrorBody.of(
              HttpError.URI_TOO_LONG, "The URL is longer than this server takes.", details);
      case 431 ->
          ErrorBody.of(
              HttpError.HEADERS_TOO_LARGE,
              "The headers are larger than this server takes.",
              details);
      case 505 ->
          ErrorBody.of(
              HttpError.UNSUPPORTED_HTTP_VERSION,
              "The request is of another version of HTTP.",
              details);
      case 415 ->
          ErrorBody.of(
              HttpError.UNSUPPORTED_MEDIA_TYPE,
              "The request has no Content-Type that " + path + " reads.",
              details);
      default -> ErrorBody.of(HttpError.BAD_REQUEST, said(reason), details);
    };
  }

  /**
   * @param limit of the body in bytes, or null where it is not known
   */
  static ErrorBody tooLarge(@Nullable Long limit, @Nullable String target) {
    String path = target == null ? "/" : target;
    return ErrorBody.of(
        HttpError.BODY_TOO_LARGE,
        "The body is larger than this server takes.",
        limit == null ? Map.of("path", path) : Map.of("path", path, "limit", limit));
  }

  private static ErrorBody notAcceptable(String path) {
    boolean isOfRows = path.endsWith("/query");
    List<String> types = isOfRows ? RowFormat.mediaTypes() : List.of(RowFormat.JSON.mediaType());
    return ErrorBody.of(
        HttpError.NOT_ACCEPTABLE,
        "%s are %s.".formatted(isOfRows ? "Rows" : "Answers", String.join(", ", types)),
        Map.of("path", path, "types", types));
  }

  private static String said(@Nullable String reason) {
    return reason == null ? "The request cannot be read." : reason;
  }
}
