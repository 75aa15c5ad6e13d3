package dev.omnigraph.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext.Authorizer;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AuthorizerActorTest {

  @Test
  void theIamCallerIsTheActor() {
    RequestContext.IAM iam = new RequestContext.IAM();
    iam.setUserArn("arn:aws:iam::1:user/ada");
    Authorizer authorizer = new Authorizer();
    authorizer.setIam(iam);

    assertThat(actor(authorizer)).isEqualTo("arn:aws:iam::1:user/ada");
  }

  @Test
  void theSubjectOfATokenIsTheActor() {
    Authorizer.JWT jwt = new Authorizer.JWT();
    jwt.setClaims(Map.of("sub", "ada", "email", "ada@example.org"));
    Authorizer authorizer = new Authorizer();
    authorizer.setJwt(jwt);

    assertThat(actor(authorizer)).isEqualTo("ada");
  }

  @Test
  void thePrincipalOfALambdaAuthorizerIsTheActor() {
    Authorizer authorizer = new Authorizer();
    authorizer.setLambda(Map.of("principalId", "ada"));

    assertThat(actor(authorizer)).isEqualTo("ada");
  }

  @Test
  void withoutAnAuthorizerTheActorIsAnonymous() {
    assertThat(actor(null)).isEqualTo("anonymous");
    assertThat(actor(new Authorizer())).isEqualTo("anonymous");
  }

  @Test
  void headersCannotNameTheActor() {
    APIGatewayV2HTTPEvent event =
        APIGatewayV2HTTPEvent.builder()
            .withHeaders(Map.of("X-Actor", "eve", "Authorization", "Bearer eve"))
            .withRequestContext(new RequestContext())
            .build();

    assertThat(new AuthorizerActor(event).actor()).isEqualTo("anonymous");
  }

  private static String actor(@Nullable Authorizer authorizer) {
    RequestContext context = new RequestContext();
    context.setAuthorizer(authorizer);
    return new AuthorizerActor(APIGatewayV2HTTPEvent.builder().withRequestContext(context).build())
        .actor();
  }
}
