package dev.omnigraph.caller;

import dev.omnigraph.access.Principal;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** All API tokens of a deployment, in the order in which they were made. */
public record ApiTokens(List<ApiToken> tokens) {
  public static final ApiTokens NONE = new ApiTokens(List.of());

  /**
   * @throws GraphException {@code tokens_invalid}: two have one name
   */
  public ApiTokens {
    tokens = List.copyOf(tokens);
    Set<String> names = new HashSet<>();
    for (ApiToken token : tokens) {
      if (!names.add(token.name())) {
        throw GraphException.of(
                CallerError.TOKENS_INVALID, "Two tokens have the name \"" + token.name() + "\".")
            .build();
      }
    }
  }

  /**
   * Reads the document {@code {"tokens": [...]}}.
   *
   * @throws GraphException {@code tokens_invalid}
   */
  public static ApiTokens read(String json) {
    return TokensJson.read(json);
  }

  /** The document, for the file or the secret. */
  public String json() {
    return TokensJson.write(this);
  }

  /**
   * Whose token it is. Compares with every token, each in constant time, so that timing tells
   * nothing.
   *
   * @throws CredentialException it is nobody's, or has expired
   */
  public Principal holder(String text, Instant now) throws CredentialException {
    byte[] hash = ascii(Sha256.hex(text));
    ApiToken holder = null;
    for (ApiToken token : tokens) {
      if (MessageDigest.isEqual(hash, ascii(token.sha256()))) {
        holder = token;
      }
    }
    if (holder == null) {
      throw new CredentialException("The token is not one of this deployment, or was revoked.");
    }
    if (holder.expires().isPresent() && !now.isBefore(holder.expires().get())) {
      throw new CredentialException("The token has expired.");
    }
    return holder.principal();
  }

  /**
   * These and another one.
   *
   * @throws GraphException {@code token_taken}
   */
  public ApiTokens with(ApiToken token) {
    if (tokens.stream().anyMatch(other -> other.name().equals(token.name()))) {
      throw GraphException.of(
              CallerError.TOKEN_TAKEN, "There is a token \"" + token.name() + "\" already.")
          .build();
    }
    List<ApiToken> more = new ArrayList<>(tokens);
    more.add(token);
    return new ApiTokens(more);
  }

  /**
   * These without the one of the name.
   *
   * @throws GraphException {@code no_such_token}
   */
  public ApiTokens without(String name) {
    List<ApiToken> rest = tokens.stream().filter(token -> !token.name().equals(name)).toList();
    if (rest.size() == tokens.size()) {
      throw GraphException.of(CallerError.NO_SUCH_TOKEN, "There is no token \"" + name + "\".")
          .build();
    }
    return new ApiTokens(rest);
  }

  private static byte[] ascii(String hex) {
    return hex.getBytes(StandardCharsets.US_ASCII);
  }
}
