package dev.omnigraph.caller;

import dev.omnigraph.access.Principal;
import dev.omnigraph.error.GraphException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who sends an {@code Authorization} header with a bearer token: an API token, or a JWT.
 *
 * @param tokens empty where there are no API tokens
 * @param jwts empty where no issuer is trusted
 */
public record BearerCallers(Optional<TokenBook> tokens, Optional<JwtVerifier> jwts) {
  private static final String SCHEME = "bearer ";

  /** Whether anyone can be known at all. */
  public boolean isConfigured() {
    return tokens.isPresent() || jwts.isPresent();
  }

  /**
   * The caller.
   *
   * @param header null where the request has none
   * @throws CredentialException the credential is missing or wrong
   * @throws GraphException {@code tokens_unavailable}, {@code tokens_invalid}, {@code
   *     jwks_unavailable}
   */
  public Principal of(@Nullable String header) throws CredentialException {
    if (header == null || !header.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
      throw new CredentialException("The request carries no bearer token.");
    }
    String token = header.substring(SCHEME.length()).strip();
    if (jwts.isPresent() && JwtVerifier.looksLikeOne(token)) {
      return jwts.get().verify(token);
    }
    if (tokens.isPresent()) {
      return tokens.get().holder(token);
    }
    throw new CredentialException("The token is not a JWT.");
  }
}
