package dev.omnigraph.caller;

import dev.omnigraph.id.Sha256;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/**
 * A token that was just made: the only time that its text is known here.
 *
 * @param text what its holder sends; 256 random bits
 */
public record NewToken(String text, ApiToken token) {
  /** By which people and scanners of secrets know it. */
  private static final String PREFIX = "omnigraph_";

  /** Makes one. */
  public static NewToken make(
      SecureRandom random,
      String name,
      Set<String> groups,
      Optional<Instant> expires,
      Instant now,
      String by) {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    String text = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    return new NewToken(
        text,
        new ApiToken(name, Sha256.hex(text), groups, expires, Optional.of(now), Optional.of(by)));
  }

  /** Without the secret, which logs must not have. */
  @Override
  public String toString() {
    return token.toString();
  }
}
