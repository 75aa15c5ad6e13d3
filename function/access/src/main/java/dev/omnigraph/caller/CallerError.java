package dev.omnigraph.caller;

import dev.omnigraph.error.ErrorCode;
import dev.omnigraph.error.ErrorKind;
import org.jspecify.annotations.Nullable;

/** What can go wrong with tokens and keys that is not the caller's fault. */
public enum CallerError implements ErrorCode {
  TOKENS_INVALID(
      ErrorKind.INTERNAL,
      "The list of API tokens cannot be understood, so no token is accepted.",
      "Mend the list: {\"tokens\": [{\"name\": …, \"sha256\": …}]}."),
  TOKENS_UNAVAILABLE(
      ErrorKind.UNAVAILABLE,
      "The list of API tokens cannot be read: its file, or its secret of AWS Secrets Manager.",
      "Check that the file or the secret is there, and that this process may read it."),
  TOKEN_TAKEN(
      ErrorKind.CONFLICT,
      "There is an API token of that name.",
      "Use another name, or revoke the token first."),
  NO_SUCH_TOKEN(
      ErrorKind.NOT_FOUND, "There is no API token of that name.", "List the tokens there are."),
  JWKS_UNAVAILABLE(
      ErrorKind.UNAVAILABLE,
      "The keys that JWTs are signed with cannot be read from their issuer.",
      "Check the address in OMNIGRAPH_ACCESS_JWT_JWKS, and that this process reaches it.");

  private final Entry entry;

  CallerError(ErrorKind kind, String meaning, @Nullable String nextStep) {
    entry = new Entry(kind, meaning, nextStep);
  }

  @Override
  public Entry entry() {
    return entry;
  }
}
