package dev.omnigraph.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext.Authorizer;
import dev.omnigraph.access.Principal;
import dev.omnigraph.access.Principal.Kind;
import dev.omnigraph.caller.ApiTokens;
import dev.omnigraph.caller.BearerCallers;
import dev.omnigraph.caller.LambdaIdentity;
import dev.omnigraph.caller.NewToken;
import dev.omnigraph.caller.TokenBook;
import dev.omnigraph.caller.TokenSource;
import jakarta.ws.rs.NotAuthorizedException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AuthorizerPrincipalTest {
  private static final BearerCallers NOBODY = new BearerCallers(Optional.empty(), Optional.empty());

  private int reads;
  private final NewToken token =
      NewToken.make(new SecureRandom(), "ci", Set.of(), Optional.empty(), Instant.EPOCH, "ann");

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

    assertThat(actor(authorizer)).isEqualTo("user:ada");
  }

  @Test
  void thePrincipalOfALambdaAuthorizerIsTheActor() {
    Authorizer authorizer = new Authorizer();
    authorizer.setLambda(Map.of("principalId", "ada"));

    assertThat(actor(authorizer)).isEqualTo("user:ada");
  }

  @Test
  void withoutAnAuthorizerTheActorIsAnonymous() {
    assertThat(actor(null)).isEqualTo("user:anonymous");
    assertThat(actor(new Authorizer())).isEqualTo("user:anonymous");
  }

  @Test
  void headersCannotNameTheActor() {
    APIGatewayV2HTTPEvent event =
        APIGatewayV2HTTPEvent.builder()
            .withHeaders(Map.of("X-Actor", "eve", "Authorization", "Bearer eve"))
            .withRequestContext(new RequestContext())
            .build();

    assertThat(source(event, NOBODY).actor()).isEqualTo("user:anonymous");
  }

  private static String actor(@Nullable Authorizer authorizer) {
    RequestContext context = new RequestContext();
    context.setAuthorizer(authorizer);
    return source(APIGatewayV2HTTPEvent.builder().withRequestContext(context).build(), NOBODY)
        .actor();
  }

  @Test
  void policiesKnowAnIamCallerByTheRole() {
    RequestContext.IAM iam = new RequestContext.IAM();
    iam.setUserArn("arn:aws:sts::123456789012:assumed-role/web/session");
    Authorizer authorizer = new Authorizer();
    authorizer.setIam(iam);

    assertThat(principal(authorizer, Map.of()))
        .isEqualTo(Principal.of(Kind.ROLE, "arn:aws:iam::123456789012:role/web"));
  }

  @Test
  void policiesKnowTheGroupsOfAVerifiedToken() {
    Authorizer.JWT jwt = new Authorizer.JWT();
    jwt.setClaims(Map.of("sub", "ada", "groups", "[staff admins]"));
    Authorizer authorizer = new Authorizer();
    authorizer.setJwt(jwt);

    assertThat(principal(authorizer, Map.of()))
        .isEqualTo(Principal.of(Kind.USER, "ada", "staff", "admins"));
  }

  @Test
  void aSubjectThatNobodyCanHaveIsRefused() {
    for (Map<String, String> claims : List.of(Map.of("sub", "a\nb"), Map.of("email", "a@b.c"))) {
      Authorizer.JWT jwt = new Authorizer.JWT();
      jwt.setClaims(claims);
      Authorizer authorizer = new Authorizer();
      authorizer.setJwt(jwt);

      assertThatThrownBy(() -> principal(authorizer, Map.of()))
          .isInstanceOf(NotAuthorizedException.class);
    }
  }

  @Test
  void whatTheAuthorizerFoundCountsMoreThanAToken() {
    Authorizer authorizer = new Authorizer();
    authorizer.setLambda(Map.of("principalId", "ada"));

    assertThat(principal(authorizer, Map.of("authorization", "Bearer " + token.text())))
        .isEqualTo(Principal.of(Kind.USER, "ada"));
  }

  @Test
  void withoutAnAuthorizerTheFunctionAsksForATokenItself() {
    assertThat(principal(null, Map.of("authorization", "Bearer " + token.text())))
        .isEqualTo(Principal.of(Kind.TOKEN, "ci"));
    assertThat(
            source(event(null, Map.of("Authorization", "Bearer " + token.text())), known()).actor())
        .isEqualTo("token:ci");
    for (Map<String, String> headers :
        List.<Map<String, String>>of(
            Map.of(), Map.of("authorization", "Bearer eve"), Map.of("x-actor", "ada"))) {
      assertThatThrownBy(() -> principal(null, headers))
          .isInstanceOfSatisfying(
              NotAuthorizedException.class,
              e -> assertThat(e.getChallenges()).containsExactly("Bearer"));
      assertThatThrownBy(() -> source(event(null, headers), known()).actor())
          .isInstanceOf(NotAuthorizedException.class);
    }
  }

  @Test
  void aRequestsCredentialIsCheckedOnce() {
    AuthorizerPrincipal caller =
        source(event(null, Map.of("authorization", "Bearer " + token.text())), known());

    assertThat(caller.actor()).isEqualTo("token:ci");
    assertThat(caller.principal()).isEqualTo(Principal.of(Kind.TOKEN, "ci"));
    assertThat(reads).isEqualTo(1);
  }

  private Principal principal(@Nullable Authorizer authorizer, Map<String, String> headers) {
    return source(event(authorizer, headers), known()).principal();
  }

  private BearerCallers known() {
    String json = ApiTokens.NONE.with(token.token()).json();
    TokenSource tokens =
        new TokenSource() {
          @Override
          public String read() {
            reads++;
            return json;
          }

          @Override
          public Duration freshFor() {
            return Duration.ZERO;
          }
        };
    return new BearerCallers(
        Optional.of(new TokenBook(tokens, InstantSource.system())), Optional.empty());
  }

  private static APIGatewayV2HTTPEvent event(
      @Nullable Authorizer authorizer, Map<String, String> headers) {
    RequestContext context = new RequestContext();
    context.setAuthorizer(authorizer);
    return APIGatewayV2HTTPEvent.builder().withHeaders(headers).withRequestContext(context).build();
  }

  private static AuthorizerPrincipal source(APIGatewayV2HTTPEvent event, BearerCallers callers) {
    return new AuthorizerPrincipal(event, callers, new LambdaIdentity("groups"));
  }
}
