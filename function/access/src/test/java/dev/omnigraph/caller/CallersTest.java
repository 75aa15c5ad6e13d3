package dev.omnigraph.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.omnigraph.access.Principal;
import dev.omnigraph.access.Principal.Kind;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallersTest {
  private final MovableClock clock = new MovableClock();
  private final NewToken token =
      NewToken.make(new SecureRandom(), "ci", Set.of(), Optional.empty(), clock.instant(), "ann");
  private final BearerCallers callers =
      new BearerCallers(Optional.of(new TokenBook(source(), clock)), Optional.empty());

  @ParameterizedTest
  @ValueSource(strings = {"Bearer ", "bearer ", "BEARER   "})
  void theNameOfTheSchemeHasNoCase(String scheme) throws CredentialException {
    assertThat(callers.of(scheme + token.text())).isEqualTo(Principal.of(Kind.TOKEN, "ci"));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {"", "Bearer", "Bearer ", "Basic YTpi", "Bearer nobody", "Bearer ey.ey.ey"})
  void whoeverShowsNoTokenOfTheDeploymentIsRefused(@Nullable String header) {
    assertThatThrownBy(() -> callers.of(header)).isInstanceOf(CredentialException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "arn:aws:sts::123456789012:assumed-role/web/i-0abc, arn:aws:iam::123456789012:role/web",
    "arn:aws-cn:sts::123456789012:assumed-role/web/a/b, arn:aws-cn:iam::123456789012:role/web",
    "arn:aws:iam::123456789012:user/ops/ann, arn:aws:iam::123456789012:user/ops/ann",
    "arn:aws:iam::123456789012:root, arn:aws:iam::123456789012:root",
    "arn:aws:sts::123456789012:federated-user/bob, arn:aws:sts::123456789012:federated-user/bob"
  })
  void aSessionOfARoleIsTheRole(String arn, String name) {
    assertThat(new LambdaIdentity("groups").iam(arn)).isEqualTo(Principal.of(Kind.ROLE, name));
  }

  @Test
  void theClaimsOfAnAuthorizerAreAUserWithGroups() throws CredentialException {
    assertThat(
            new LambdaIdentity("cognito:groups")
                .jwt(Map.of("sub", "ann", "cognito:groups", "[a b-c d,e]")))
        .isEqualTo(Principal.of(Kind.USER, "ann", "a", "b-c", "d,e"));
    assertThat(new LambdaIdentity("groups").jwt(Map.of("sub", "ann")))
        .isEqualTo(Principal.of(Kind.USER, "ann"));
    assertThatThrownBy(() -> new LambdaIdentity("groups").jwt(Map.of("iss", "x")))
        .isInstanceOf(CredentialException.class);
  }

  private TokenSource source() {
    String json = ApiTokens.NONE.with(token.token()).json();
    return new TokenSource() {
      @Override
      public String read() {
        return json;
      }

      @Override
      public Duration freshFor() {
        return Duration.ZERO;
      }
    };
  }
}
