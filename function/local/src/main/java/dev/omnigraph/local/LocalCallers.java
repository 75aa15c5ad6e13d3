package dev.omnigraph.local;

import dev.omnigraph.access.Principal;
import dev.omnigraph.access.Principal.Kind;
import dev.omnigraph.caller.BearerCallers;
import dev.omnigraph.caller.CredentialException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who calls the local server: the holder of a token of the configuration, or of a list of tokens,
 * or the subject of a JWT; without any of these, whoever reaches it.
 */
record LocalCallers(Tokens tokens, BearerCallers callers) {
  private static final Principal LOCAL = Principal.of(Kind.LOCAL, "local");

  /** Whether anyone is let in as {@code local}. */
  boolean areUnchecked() {
    return tokens.hashes().isEmpty() && !callers.isConfigured();
  }

  /**
   * The caller who sends this {@code Authorization} header.
   *
   * @throws CredentialException the credential is missing or wrong
   */
  Principal of(@Nullable String header) throws CredentialException {
    if (areUnchecked()) {
      return LOCAL;
    }
    Optional<String> holder = tokens.holder(header);
    if (holder.isPresent()) {
      return Principal.of(Kind.TOKEN, holder.get());
    }
    if (!callers.isConfigured()) {
      throw new CredentialException("The request carries no valid bearer token.");
    }
    return callers.of(header);
  }
}
