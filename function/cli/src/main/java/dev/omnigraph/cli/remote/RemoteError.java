package dev.omnigraph.cli.remote;

import dev.omnigraph.error.ErrorCode;
import dev.omnigraph.error.ErrorKind;
import org.jspecify.annotations.Nullable;

/** What can go wrong between the command line and the API of a graph. */
public enum RemoteError implements ErrorCode {
  URL_INVALID(
      ErrorKind.INVALID,
      "The URL of a graph cannot be read, or is not that of a graph.",
      "Write it like https://api.example.com/graphs/flights."),
  SERVER_UNREACHABLE(
      ErrorKind.UNAVAILABLE,
      "The command line reaches no server at the URL of the graph.",
      "Check the URL, and that the server runs and can be reached from here."),
  CERTIFICATE_REFUSED(
      ErrorKind.UNAVAILABLE,
      "The server at the URL of the graph cannot prove that it is the one that is meant.",
      "Check the URL; for a certificate of your own, add its authority to Java's trust store."),
  ANSWER_LOST(
      ErrorKind.UNAVAILABLE,
      "The server gave no answer in time, or the connection broke off; nothing was written.",
      "Run the command again."),
  WRITE_UNCERTAIN(
      ErrorKind.UNKNOWN_OUTCOME,
      "The connection broke off during a write over HTTP, which may have been done.",
      "Look with `omnigraph commits` or `omnigraph branch list` whether it was done."),
  NOT_THE_API(
      ErrorKind.INVALID,
      "What answers at the URL of the graph is not the API of OmniGraph.",
      "Write the URL with its path, like https://api.example.com/graphs/flights."),
  ACCESS_REFUSED(
      ErrorKind.FORBIDDEN,
      "The server, or what stands before it, does not accept who calls.",
      "Set OMNIGRAPH_TOKEN to a token, or write `auth=iam` into the profile for IAM."),
  NO_AWS_CREDENTIALS(
      ErrorKind.FORBIDDEN,
      "A request is to be signed for IAM, and there are no AWS credentials.",
      "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or use an AWS profile or a role."),
  TOO_MANY_REQUESTS(
      ErrorKind.UNAVAILABLE,
      "The server takes no more requests for now.",
      "Run the command again later."),
  SERVER_FAILED(
      ErrorKind.UNAVAILABLE,
      "What stands before the server answered for it, because it failed or took too long.",
      "Run the command again; look into the log of the function if that does not help."),
  SENT_TOO_LARGE(
      ErrorKind.TOO_LARGE,
      "What stands before the server does not take a body of this size.",
      "Load large inputs in parts, put them into the ingest bucket, or name the bucket itself.");

  private final Entry entry;

  RemoteError(ErrorKind kind, String meaning, @Nullable String nextStep) {
    entry = new Entry(kind, meaning, nextStep);
  }

  @Override
  public Entry entry() {
    return entry;
  }
}
