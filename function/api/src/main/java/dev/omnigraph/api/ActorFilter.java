package dev.omnigraph.api;

import jakarta.ws.rs.container.ContainerRequestContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Lets no request near a graph before it is known who makes it. */
public class ActorFilter {
  private final ActorSource actors;

  ActorFilter(ActorSource actors) {
    this.actors = actors;
  }

  @ServerRequestFilter
  void requireActor(ContainerRequestContext request) {
    if (request.getUriInfo().getPath().startsWith("/graphs")) {
      String unused = actors.actor();
    }
  }
}
