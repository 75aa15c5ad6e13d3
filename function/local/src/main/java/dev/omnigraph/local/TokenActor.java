package dev.omnigraph.local;

import dev.omnigraph.api.ActorSource;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.NotAuthorizedException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The holder of the request's bearer token; tokens are known by their hashes only. */
@RequestScoped
public class TokenActor implements ActorSource {
  static final String LOCAL = "local";
  private static final String SCHEME = "Bearer ";

  private final LocalConfig config;
  private final HttpServerRequest request;

  TokenActor(LocalConfig config, HttpServerRequest request) {
    this.config = config;
    this.request = request;
  }

  @Override
  public String actor() {
    if (config.tokens().isEmpty()) {
      return LOCAL;
    }
    String holder = holder(request.getHeader("Authorization"));
    if (holder == null) {
      throw new NotAuthorizedException("The request carries no valid bearer token.", "Bearer");
    }
    return holder;
  }

  /** Compares with every token, each in constant time, so that timing tells nothing. */
  private @Nullable String holder(@Nullable String authorization) {
    if (authorization == null || !authorization.startsWith(SCHEME)) {
      return null;
    }
    byte[] hash = sha256(authorization.substring(SCHEME.length()).strip());
    String holder = null;
    for (Map.Entry<String, String> token : config.tokens().entrySet()) {
      byte[] known = token.getValue().strip().getBytes(StandardCharsets.US_ASCII);
      if (MessageDigest.isEqual(hash, known)) {
        holder = token.getKey();
      }
    }
    return holder;
  }

  private static byte[] sha256(String token) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).getBytes(StandardCharsets.US_ASCII);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
