package dev.omnigraph.api;

import dev.omnigraph.access.Principal;
import dev.omnigraph.caller.CredentialException;
import jakarta.ws.rs.NotAuthorizedException;
import org.jspecify.annotations.Nullable;

/**
 * Who makes the current request. The answer comes from the credential alone; no header, parameter
 * or body field can change it. Each application has one, of the scope of a request, in which the
 * credential is checked once.
 */
public abstract class PrincipalSource {
  private @Nullable Principal known;

  /**
   * @throws NotAuthorizedException when the request needs a credential that it does not carry
   */
  public Principal principal() {
    Principal found = known;
    if (found == null) {
      try {
        found = find();
      } catch (CredentialException e) {
        throw new NotAuthorizedException(e.getMessage(), "Bearer");
      }
      known = found;
    }
    return found;
  }

  /** The same as the text that commits carry. */
  public String actor() {
    return principal().actor();
  }

  /**
   * Checks the credential.
   *
   * @throws CredentialException it is missing or wrong
   */
  protected abstract Principal find() throws CredentialException;
}
