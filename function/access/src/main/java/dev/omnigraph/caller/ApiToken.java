package dev.omnigraph.caller;

import dev.omnigraph.access.Principal;
import dev.omnigraph.error.GraphException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * An API token, without the token.
 *
 * @param name the principal that its holder is
 * @param sha256 of the token in UTF-8, in lower-case hex
 * @param expires from when on it is refused; never where it is empty
 * @param createdBy the actor who made it; empty where nobody said
 */
public record ApiToken(
    String name,
    String sha256,
    Set<String> groups,
    Optional<Instant> expires,
    Optional<Instant> created,
    Optional<String> createdBy) {

  /**
   * @throws GraphException {@code principal_name}, {@code tokens_invalid}
   */
  public ApiToken {
    groups = new Principal(Principal.Kind.TOKEN, name, groups).groups();
    if (!sha256.matches("[0-9a-f]{64}")) {
      throw GraphException.of(
              CallerError.TOKENS_INVALID,
              "The hash of the token \"" + name + "\" is not a SHA-256 in lower-case hex.")
          .build();
    }
  }

  public Principal principal() {
    return new Principal(Principal.Kind.TOKEN, name, new TreeSet<>(groups));
  }
}
