package dev.omnigraph.api;

import jakarta.ws.rs.NotAuthorizedException;

/**
 * Who makes the current request. The answer comes from the credential alone; no header, parameter
 * or body field can change it. Each application has one implementation.
 */
public interface ActorSource {
  /**
   * @throws NotAuthorizedException when the request needs a credential that it does not carry
   */
  String actor();
}
