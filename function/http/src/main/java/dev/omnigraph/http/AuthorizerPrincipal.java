package dev.omnigraph.http;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext.Authorizer;
import dev.omnigraph.access.Principal;
import dev.omnigraph.access.Principal.Kind;
import dev.omnigraph.api.PrincipalSource;
import dev.omnigraph.caller.BearerCallers;
import dev.omnigraph.caller.CredentialException;
import dev.omnigraph.caller.LambdaIdentity;
import dev.omnigraph.error.GraphException;
import jakarta.enterprise.context.RequestScoped;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who the authorizer in front of the function found: an identity of IAM, the subject of a JWT, or
 * the principal that a Lambda authorizer names. Without an authorizer the function itself asks for
 * a bearer token, if it knows any; else everyone may call, and is {@code anonymous}.
 */
@RequestScoped
public class AuthorizerPrincipal extends PrincipalSource {
  static final String ANONYMOUS = "anonymous";

  private final APIGatewayV2HTTPEvent event;
  private final BearerCallers callers;
  private final LambdaIdentity identity;

  AuthorizerPrincipal(APIGatewayV2HTTPEvent event, BearerCallers callers, LambdaIdentity identity) {
    this.event = event;
    this.callers = callers;
    this.identity = identity;
  }

  @Override
  protected Principal find() throws CredentialException {
    Authorizer authorizer = event.getRequestContext().getAuthorizer();
    Optional<Principal> found = authorizer == null ? Optional.empty() : found(authorizer);
    if (found.isPresent()) {
      return found.get();
    }
    return callers.isConfigured()
        ? callers.of(authorization())
        : Principal.of(Kind.USER, ANONYMOUS);
  }

  private Optional<Principal> found(Authorizer authorizer) throws CredentialException {
    try {
      Optional<String> arn = iam(authorizer);
      if (arn.isPresent()) {
        return arn.map(identity::iam);
      }
      Optional<Map<String, String>> claims = claims(authorizer);
      if (claims.isPresent()) {
        return Optional.of(identity.jwt(claims.get()));
      }
      return custom(authorizer).map(name -> Principal.of(Kind.USER, name));
    } catch (GraphException e) {
      throw new CredentialException("The authorizer names nobody: " + e.getMessage());
    }
  }

  private @Nullable String authorization() {
    Map<String, String> headers = event.getHeaders();
    return headers == null
        ? null
        : headers.entrySet().stream()
            .filter(header -> header.getKey().equalsIgnoreCase("Authorization"))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse(null);
  }

  private static Optional<String> iam(Authorizer authorizer) {
    return Optional.ofNullable(authorizer.getIam())
        .map(APIGatewayV2HTTPEvent.RequestContext.IAM::getUserArn);
  }

  private static Optional<Map<String, String>> claims(Authorizer authorizer) {
    return Optional.ofNullable(authorizer.getJwt()).map(Authorizer.JWT::getClaims);
  }

  private static Optional<String> custom(Authorizer authorizer) {
    return Optional.ofNullable(authorizer.getLambda())
        .map(context -> context.get("principalId"))
        .map(Object::toString);
  }
}
