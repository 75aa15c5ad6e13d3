package dev.omnigraph.api;

import dev.omnigraph.api.Routes.Route;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.lang.Suggestions;
import dev.omnigraph.wire.HttpError;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what a request says and no one would read: a mistyped {@code branch} in a URL would be a
 * write to another branch. Refuses a body that does not say what it is, too: a browser sends such
 * ones for any page, without asking the server first.
 */
public class StrictRequests {

  @ServerRequestFilter(priority = Priorities.AUTHORIZATION)
  void check(ContainerRequestContext request) {
    checkParameters(request);
    checkHeader(request, HttpHeaders.IF_MATCH, HttpError.INVALID_IF_MATCH);
    checkHeader(request, "If-None-Match", HttpError.INVALID_ENTITY_TAG);
    checkHeader(request, "Idempotency-Key", HttpError.INVALID_IDEMPOTENCY_KEY);
    if (request.getMethod().matches("POST|PUT")
        && !isBlob(request)
        && !namesAType(request.getHeaderString(HttpHeaders.CONTENT_TYPE))) {
      throw new NotSupportedException();
    }
    if (isForm(request.getHeaderString(HttpHeaders.CONTENT_TYPE))) {
      throw new NotSupportedException();
    }
  }

  /** A range of types is for {@code Accept}: it does not say what a body is. */
  private static boolean namesAType(@Nullable String contentType) {
    return contentType != null && !contentType.isBlank() && !contentType.contains("*");
  }

  /** The server takes a form apart, so that nothing of it is left to read. */
  private static boolean isForm(@Nullable String contentType) {
    return contentType != null
        && contentType.strip().toLowerCase(Locale.ROOT).startsWith("multipart/form-data");
  }

  /** A content that nobody knows the type of; a browser never sends PUT without asking first. */
  private static boolean isBlob(ContainerRequestContext request) {
    return Routes.operation(Routes.path(request.getUriInfo())).filter("blob"::equals).isPresent();
  }

  /** An empty value would reach a resource as none, and a write would be less safe than meant. */
  private static void checkHeader(ContainerRequestContext request, String name, HttpError code) {
    String value = request.getHeaders().getFirst(name);
    if (value != null && value.isBlank()) {
      throw GraphException.of(code, "The header %s is empty.".formatted(name))
          .next("Give it a value, or leave it out.")
          .with("field", name)
          .build();
    }
  }

  private static void checkParameters(ContainerRequestContext request) {
    String path = Routes.path(request.getUriInfo());
    Set<String> known =
        Routes.find(request.getMethod(), path).map(Route::parameters).orElse(Set.of());
    request
        .getUriInfo()
        .getQueryParameters()
        .forEach(
            (name, values) -> {
              if (!known.contains(name)) {
                throw unknown(name, path, known);
              }
              if (values.size() > 1) {
                throw twice(name, values);
              }
              if (values.getFirst().isEmpty()) {
                throw empty(name);
              }
            });
  }

  private static GraphException unknown(String name, String path, Set<String> known) {
    List<String> sorted = List.copyOf(new TreeSet<>(known));
    String next =
        Suggestions.closest(name, sorted)
            .map("Did you mean \"%s\"?"::formatted)
            .orElse(
                sorted.isEmpty()
                    ? "Leave it out: this route has no URL parameters."
                    : "Known parameters: %s.".formatted(String.join(", ", sorted)));
    return GraphException.of(
            HttpError.UNKNOWN_PARAMETER, "%s has no URL parameter \"%s\".".formatted(path, name))
        .next(next)
        .with("parameter", name)
        .with("known", sorted)
        .build();
  }

  private static GraphException empty(String name) {
    return GraphException.of(
            HttpError.EMPTY_PARAMETER, "The URL parameter \"%s\" has no value.".formatted(name))
        .with("parameter", name)
        .build();
  }

  private static GraphException twice(String name, List<String> values) {
    return GraphException.of(
            HttpError.REPEATED_PARAMETER,
            "The URL parameter \"%s\" is given %d times.".formatted(name, values.size()))
        .with("parameter", name)
        .build();
  }
}
