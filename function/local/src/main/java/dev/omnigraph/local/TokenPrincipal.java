package dev.omnigraph.local;

import dev.omnigraph.access.Principal;
import dev.omnigraph.api.PrincipalSource;
import dev.omnigraph.caller.BearerCallers;
import dev.omnigraph.caller.CredentialException;
import dev.omnigraph.function.OmnigraphConfig;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.RequestScoped;

/** The holder of the request's bearer token, or {@code local} when there are no tokens. */
@RequestScoped
public class TokenPrincipal extends PrincipalSource {
  private final LocalCallers callers;
  private final HttpServerRequest request;
  private final UncheckedTokens unchecked;

  TokenPrincipal(
      OmnigraphConfig config,
      HttpServerRequest request,
      UncheckedTokens unchecked,
      BearerCallers bearers) {
    this.callers = new LocalCallers(new Tokens(config.local().tokens()), bearers);
    this.request = request;
    this.unchecked = unchecked;
  }

  @Override
  protected Principal find() throws CredentialException {
    String header = request.getHeader("Authorization");
    if (callers.areUnchecked() && header != null) {
      unchecked.told();
    }
    return callers.of(header);
  }
}
