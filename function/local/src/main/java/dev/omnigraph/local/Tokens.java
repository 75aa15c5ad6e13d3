package dev.omnigraph.local;

import dev.omnigraph.id.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Bearer tokens, known by their hashes only.
 *
 * @param hashes SHA-256 in lower-case hex, by the actor who holds the token
 */
record Tokens(Map<String, String> hashes) {
  /** In any case, as HTTP has it. */
  private static final String SCHEME = "Bearer ";

  Tokens {
    hashes = Map.copyOf(hashes);
  }

  /**
   * Who holds the token of an {@code Authorization} header. Compares with every token, each in
   * constant time, so that timing tells nothing.
   */
  Optional<String> holder(@Nullable String authorization) {
    if (authorization == null
        || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return Optional.empty();
    }
    byte[] hash = ascii(Sha256.hex(authorization.substring(SCHEME.length()).strip()));
    String holder = null;
    for (Map.Entry<String, String> token : hashes.entrySet()) {
      if (MessageDigest.isEqual(hash, ascii(token.getValue().strip()))) {
        holder = token.getKey();
      }
    }
    return Optional.ofNullable(holder);
  }

  private static byte[] ascii(String hex) {
    return hex.getBytes(StandardCharsets.US_ASCII);
  }
}
