package dev.omnigraph.api;

import dev.omnigraph.access.Principal;
import dev.omnigraph.caller.CredentialException;
import jakarta.ws.rs.NotAuthorizedException;

/**
 * Who makes the current request. The answer comes from the credential alone; no header, parameter
 * or body field can change it. Each application has one implementation.
 */
public interface PrincipalSource {
  /**
   * @throws NotAuthorizedException when the request needs a credential that it does not carry
   */
  Principal principal();

  /** The same as the text that commits carry. */
  default String actor() {
    return principal().actor();
  }

  /** The answer 401 to a credential, with its challenge. */
  static NotAuthorizedException refused(CredentialException why) {
    return new NotAuthorizedException(why.getMessage(), "Bearer");
  }
}
