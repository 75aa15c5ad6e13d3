package dev.omnigraph.api;

import dev.omnigraph.access.Principal;
import jakarta.ws.rs.container.ContainerRequestContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Lets no request near a graph before it is known who makes it. */
public class CredentialFilter {
  private final PrincipalSource callers;

  CredentialFilter(PrincipalSource callers) {
    this.callers = callers;
  }

  @ServerRequestFilter
  void requireCredential(ContainerRequestContext request) {
    if (request.getUriInfo().getPath().startsWith("/graphs")) {
      Principal unused = callers.principal();
    }
  }
}
