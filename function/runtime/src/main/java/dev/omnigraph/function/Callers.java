package dev.omnigraph.function;

import dev.omnigraph.caller.BearerCallers;
import dev.omnigraph.caller.JwtSettings;
import dev.omnigraph.caller.JwtVerifier;
import dev.omnigraph.caller.LambdaIdentity;
import dev.omnigraph.caller.SecretTokens;
import dev.omnigraph.caller.TokenBook;
import dev.omnigraph.caller.TokenSource;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

/** Who is known by which credential, as it is configured. */
@Singleton
public class Callers {

  @Produces
  @Singleton
  BearerCallers bearerCallers(OmnigraphConfig config) {
    return of(config.access(), InstantSource.system());
  }

  @Produces
  @Singleton
  LambdaIdentity lambdaIdentity(OmnigraphConfig config) {
    return new LambdaIdentity(config.access().jwt().groupsClaim());
  }

  /** Makes it, without a request. */
  static BearerCallers of(OmnigraphConfig.Access config, InstantSource clock) {
    Optional<TokenSource> source =
        config
            .tokensSecret()
            .<TokenSource>map(
                arn -> SecretTokens.of(arn, DefaultCredentialsProvider.builder().build()))
            .or(() -> config.tokensFile().map(file -> TokenSource.file(Path.of(file))));
    return new BearerCallers(
        source.map(tokens -> new TokenBook(tokens, clock)),
        config
            .jwt()
            .issuer()
            .map(issuer -> new JwtVerifier(settings(issuer, config.jwt()), clock)));
  }

  private static JwtSettings settings(String issuer, OmnigraphConfig.Jwt jwt) {
    URI below = URI.create(issuer.replaceFirst("/$", "") + "/.well-known/jwks.json");
    return new JwtSettings(
        issuer, jwt.audience().orElse(""), jwt.jwks().orElse(below), jwt.groupsClaim());
  }

  static List<String> problems(OmnigraphConfig.Access config) {
    List<String> problems = new ArrayList<>();
    if (config.tokensFile().isPresent() && config.tokensSecret().isPresent()) {
      problems.add(
          "omnigraph.access.tokens-file and tokens-secret (OMNIGRAPH_ACCESS_TOKENS_FILE and _SECRET)"
              + " are both set: keep the tokens in one place");
    }
    config
        .tokensSecret()
        .filter(arn -> !arn.matches("arn:[^:]+:secretsmanager:[^:]+:\\d{12}:secret:.+"))
        .ifPresent(
            arn ->
                problems.add(
                    "omnigraph.access.tokens-secret (OMNIGRAPH_ACCESS_TOKENS_SECRET): \"%s\" is not the ARN of a secret"
                        .formatted(arn)));
    OmnigraphConfig.Jwt jwt = config.jwt();
    if (jwt.issuer().isEmpty() && (jwt.audience().isPresent() || jwt.jwks().isPresent())) {
      problems.add(
          "omnigraph.access.jwt.issuer (OMNIGRAPH_ACCESS_JWT_ISSUER) is missing: without it no JWT is accepted");
    }
    jwt.issuer()
        .ifPresent(
            issuer -> {
              try {
                JwtSettings unused = settings(issuer, jwt);
              } catch (IllegalArgumentException e) {
                problems.add("omnigraph.access.jwt (OMNIGRAPH_ACCESS_JWT_…): " + e.getMessage());
              }
            });
    return problems;
  }
}
