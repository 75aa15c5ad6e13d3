package dev.omnigraph.caller;

/** A credential that is missing or wrong; the message tells the caller, and no secret. */
public final class CredentialException extends Exception {
  private static final long serialVersionUID = 1L;

  public CredentialException(String message) {
    super(message);
  }
}
