package dev.omnigraph.caller;

import java.net.URI;

/**
 * Which JWTs are accepted.
 *
 * @param issuer what {@code iss} must be
 * @param audience what {@code aud} must be or have
 * @param jwks where the issuer has its keys; https, or http on this machine
 * @param groupsClaim the claim with the groups: a list of texts
 */
public record JwtSettings(String issuer, String audience, URI jwks, String groupsClaim) {

  public JwtSettings {
    boolean local = "localhost".equals(jwks.getHost()) || "127.0.0.1".equals(jwks.getHost());
    if (!"https".equals(jwks.getScheme()) && !("http".equals(jwks.getScheme()) && local)) {
      throw new IllegalArgumentException(
          "\"" + jwks + "\" is not an address of https, so anyone on the way could sign tokens");
    }
    if (issuer.isBlank() || audience.isBlank()) {
      throw new IllegalArgumentException("an issuer and an audience must both be set");
    }
  }
}
