package dev.omnigraph.local;

import dev.omnigraph.api.ActorSource;
import dev.omnigraph.function.OmnigraphConfig;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.NotAuthorizedException;

/** The holder of the request's bearer token, or {@code local} when there are no tokens. */
@RequestScoped
public class TokenActor implements ActorSource {
  static final String LOCAL = "local";

  private final OmnigraphConfig config;
  private final HttpServerRequest request;
  private final UncheckedTokens unchecked;

  TokenActor(OmnigraphConfig config, HttpServerRequest request, UncheckedTokens unchecked) {
    this.config = config;
    this.request = request;
    this.unchecked = unchecked;
  }

  @Override
  public String actor() {
    if (config.local().tokens().isEmpty()) {
      if (request.getHeader("Authorization") != null) {
        unchecked.told();
      }
      return LOCAL;
    }
    return new Tokens(config.local().tokens())
        .holder(request.getHeader("Authorization"))
        .orElseThrow(
            () ->
                new NotAuthorizedException("The request carries no valid bearer token.", "Bearer"));
  }
}
