package dev.omnigraph.http;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext.Authorizer;
import dev.omnigraph.api.ActorSource;
import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The actor that the authorizer in front of the function found: the IAM caller's ARN, the subject
 * of a JWT, or the principal that a Lambda authorizer names. Without an authorizer everyone may
 * call, and is {@code anonymous}.
 */
@RequestScoped
public class AuthorizerActor implements ActorSource {
  static final String ANONYMOUS = "anonymous";

  private final APIGatewayV2HTTPEvent event;

  AuthorizerActor(APIGatewayV2HTTPEvent event) {
    this.event = event;
  }

  @Override
  public String actor() {
    return Optional.ofNullable(event.getRequestContext().getAuthorizer())
        .flatMap(AuthorizerActor::named)
        .orElse(ANONYMOUS);
  }

  private static Optional<String> named(Authorizer authorizer) {
    return Stream.of(iam(authorizer), jwt(authorizer), custom(authorizer))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<String> iam(Authorizer authorizer) {
    return Optional.ofNullable(authorizer.getIam())
        .map(APIGatewayV2HTTPEvent.RequestContext.IAM::getUserArn);
  }

  private static Optional<String> jwt(Authorizer authorizer) {
    return Optional.ofNullable(authorizer.getJwt())
        .map(Authorizer.JWT::getClaims)
        .map(claims -> claims.get("sub"));
  }

  private static Optional<String> custom(Authorizer authorizer) {
    return Optional.ofNullable(authorizer.getLambda())
        .map(context -> context.get("principalId"))
        .map(Object::toString);
  }
}
