package dev.omnigraph.local;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Bearer tokens, known by their hashes only.
 *
 * @param hashes SHA-256 in lower-case hex, by the actor who holds the token
 */
record Tokens(Map<String, String> hashes) {
  private static final String SCHEME = "Bearer ";

  Tokens {
    hashes = Map.copyOf(hashes);
  }

  /**
   * Who holds the token of an {@code Authorization} header. Compares with every token, each in
   * constant time, so that timing tells nothing.
   */
  Optional<String> holder(@Nullable String authorization) {
    if (authorization == null || !authorization.startsWith(SCHEME)) {
      return Optional.empty();
    }
    byte[] hash = ascii(sha256(authorization.substring(SCHEME.length()).strip()));
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

  private static String sha256(String token) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
