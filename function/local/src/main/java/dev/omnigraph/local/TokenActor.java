package dev.omnigraph.local;

import dev.omnigraph.api.ActorSource;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.NotAuthorizedException;

/** The holder of the request's bearer token, or {@code local} when there are no tokens. */
@RequestScoped
public class TokenActor implements ActorSource {
  static final String LOCAL = "local";

  private final LocalConfig config;
  private final HttpServerRequest request;

  TokenActor(LocalConfig config, HttpServerRequest request) {
    this.config = config;
    this.request = request;
  }

  @Override
  public String actor() {
    if (config.tokens().isEmpty()) {
      return LOCAL;
    }
    return new Tokens(config.tokens())
        .holder(request.getHeader("Authorization"))
        .orElseThrow(
            () ->
                new NotAuthorizedException("The request carries no valid bearer token.", "Bearer"));
  }
}
