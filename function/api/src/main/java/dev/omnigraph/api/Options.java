package dev.omnigraph.api;

import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Answers {@code OPTIONS} with the methods of the path: Quarkus' own answer names every method that
 * any path has.
 */
public class Options {
  @ServerRequestFilter(preMatching = true)
  @Nullable Response answer(ContainerRequestContext request) {
    if (!request.getMethod().equals("OPTIONS")) {
      return null;
    }
    String allow = Routes.allow(Routes.path(request.getUriInfo()));
    if (allow.isEmpty()) {
      throw new NotFoundException();
    }
    return Response.noContent().header(HttpHeaders.ALLOW, allow).build();
  }
}
