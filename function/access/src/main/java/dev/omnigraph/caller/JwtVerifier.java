package dev.omnigraph.caller;

import dev.omnigraph.access.Principal;
import dev.omnigraph.access.Principal.Kind;
import dev.omnigraph.error.GraphException;
import java.security.Key;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.jwx.JsonWebStructure;
import org.jose4j.lang.UnresolvableKeyException;

/**
 * Verifies JWTs: signed with RS256 or ES256 by a key that the issuer has at its address, for this
 * audience, with an expiry, within a skew of 60 seconds. Keys and addresses of keys in a token's
 * own header count for nothing.
 */
public final class JwtVerifier {
  private static final int MAX_LENGTH = 8192;
  private static final int SKEW_SECONDS = 60;

  private final JwtSettings settings;
  private final IssuerKeys keys;
  private final InstantSource clock;

  JwtVerifier(JwtSettings settings, Fetch fetch, InstantSource clock) {
    this.settings = settings;
    this.keys = new IssuerKeys(settings.jwks(), fetch, clock);
    this.clock = clock;
  }

  public JwtVerifier(JwtSettings settings, InstantSource clock) {
    this(settings, new Fetch(), clock);
  }

  /** Whether a text has the form of a JWT; API tokens have not. */
  static boolean looksLikeOne(String text) {
    return text.startsWith("ey") && text.chars().filter(c -> c == '.').count() == 2;
  }

  /**
   * The user that a token names.
   *
   * @throws CredentialException it is not valid
   * @throws GraphException {@code jwks_unavailable}
   */
  public Principal verify(String token) throws CredentialException {
    if (token.length() > MAX_LENGTH || !looksLikeOne(token)) {
      throw new CredentialException("The token is not a JWT of at most " + MAX_LENGTH + " bytes.");
    }
    try {
      return principal(consumer().processToClaims(token));
    } catch (InvalidJwtException e) {
      // The library wraps whatever happens while a key is looked for.
      if (e.getCause() instanceof GraphException unavailable) {
        throw unavailable;
      }
      throw new CredentialException(reason(e));
    } catch (MalformedClaimException e) {
      throw new CredentialException("A claim of the token is not of its type.");
    }
  }

  private JwtConsumer consumer() {
    return new JwtConsumerBuilder()
        .setJwsAlgorithmConstraints(
            ConstraintType.PERMIT,
            AlgorithmIdentifiers.RSA_USING_SHA256,
            AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256)
        .setVerificationKeyResolver(this::key)
        .setExpectedIssuer(true, settings.issuer())
        .setExpectedAudience(true, settings.audience())
        .setRequireSubject()
        .setRequireExpirationTime()
        .setAllowedClockSkewInSeconds(SKEW_SECONDS)
        .setEvaluationTime(NumericDate.fromMilliseconds(clock.millis()))
        .build();
  }

  private Key key(JsonWebSignature signature, List<JsonWebStructure> nested)
      throws UnresolvableKeyException {
    String id = signature.getKeyIdHeaderValue();
    if (id == null) {
      throw new UnresolvableKeyException("The token names no key.");
    }
    return keys.key(id)
        .orElseThrow(() -> new UnresolvableKeyException("The issuer has no such key."));
  }

  private Principal principal(JwtClaims claims)
      throws MalformedClaimException, CredentialException {
    Set<String> groups = new HashSet<>();
    if (claims.hasClaim(settings.groupsClaim())) {
      groups.addAll(claims.getStringListClaimValue(settings.groupsClaim()));
    }
    try {
      return new Principal(Kind.USER, claims.getSubject(), groups);
    } catch (GraphException e) {
      throw new CredentialException("The token's subject or groups: " + e.getMessage());
    }
  }

  private static String reason(InvalidJwtException e) {
    if (e.hasErrorCode(ErrorCodes.EXPIRED)) {
      return "The token has expired.";
    }
    if (e.hasErrorCode(ErrorCodes.NOT_YET_VALID)) {
      return "The token is not valid yet.";
    }
    if (e.hasErrorCode(ErrorCodes.AUDIENCE_INVALID)
        || e.hasErrorCode(ErrorCodes.AUDIENCE_MISSING)) {
      return "The token is for another audience.";
    }
    if (e.hasErrorCode(ErrorCodes.ISSUER_INVALID) || e.hasErrorCode(ErrorCodes.ISSUER_MISSING)) {
      return "The token is of another issuer.";
    }
    return "The token is not valid.";
  }
}
