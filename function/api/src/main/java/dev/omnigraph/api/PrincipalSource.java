package dev.omnigraph.api;

import dev.omnigraph.access.Principal;
import dev.omnigraph.caller.CredentialException;
import jakarta.ws.rs.NotAuthorizedException;

/**
 * Who makes the current request, as policies know them. As with {@link ActorSource}, the answer
 * comes from the credential alone.
 */
public interface PrincipalSource {
  /**
   * @throws NotAuthorizedException when the request needs a credential that it does not carry
   */
  Principal principal();

  /** The answer 401 to a credential, with its challenge. */
  static NotAuthorizedException refused(CredentialException why) {
    return new NotAuthorizedException(why.getMessage(), "Bearer");
  }
}
