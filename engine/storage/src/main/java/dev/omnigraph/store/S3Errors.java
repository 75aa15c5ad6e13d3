package dev.omnigraph.store;

import java.io.IOException;
import java.net.UnknownHostException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What the SDK reports, as what the caller can do about it. */
final class S3Errors {
  private S3Errors() {}

  static StoreException translate(
      S3Action action, S3Location location, String key, SdkException e) {
    String what = "Could not " + action.verb() + " '" + key + "' in " + location.uri() + ": ";
    return e instanceof S3Exception answer
        ? ofAnswer(what, action, location, answer)
        : ofNoAnswer(what, location, e);
  }

  /** Whether the answer says that the object, and not its bucket, does not exist. */
  static boolean isAbsentObject(S3Exception e) {
    return e.statusCode() == 404 && !code(e).equals("NoSuchBucket");
  }

  private static String code(S3Exception e) {
    AwsErrorDetails details = e.awsErrorDetails();
    return details == null || details.errorCode() == null ? "" : details.errorCode();
  }

  private static StoreException ofAnswer(
      String what, S3Action action, S3Location location, S3Exception e) {
    String code = code(e);
    return switch (code) {
      case "NoSuchBucket" ->
          new StoreException.NotFound(
              what + "there is no bucket '" + location.bucket() + "'.",
              "Create the bucket, or correct its name or the region of the client.",
              e);
      case "InvalidAccessKeyId",
          "SignatureDoesNotMatch",
          "ExpiredToken",
          "InvalidToken",
          "TokenRefreshRequired",
          "RequestTimeTooSkewed" ->
          new StoreException.Configuration(
              what + "the store does not accept the credentials (" + code + ").",
              "Check the access key, session token and clock of this process.",
              e);
      case "PermanentRedirect",
          "AuthorizationHeaderMalformed",
          "IllegalLocationConstraintException" ->
          new StoreException.Configuration(
              what + "the bucket is in another region than the client (" + code + ").",
              "Set the region of the bucket.",
              e);
      case "NotImplemented" -> notImplemented(what, e);
      default -> ofStatus(what, code, action, location, e);
    };
  }

  private static StoreException ofStatus(
      String what, String code, S3Action action, S3Location location, S3Exception e) {
    int status = e.statusCode();
    String said = code.isEmpty() ? "status " + status : code + ", status " + status;
    if (status == 401 || status == 403) {
      return new StoreException.Configuration(
          what + "access is denied (" + said + ").",
          "Grant this process " + action.right() + " on " + location.uri() + ".",
          e);
    }
    if (status == 301 || status == 307 || status == 308) {
      return new StoreException.Configuration(
          what + "the store sends elsewhere (" + said + ").",
          "Set the region and endpoint of the bucket.",
          e);
    }
    if (status == 501) {
      return notImplemented(what, e);
    }
    if (status >= 500 || status == 409 || status == 429 || status == 408 || transientCode(code)) {
      return new StoreException.Transient(what + "the store answered " + said + ".", e);
    }
    return new StoreException.Permanent(
        what + "the store answered " + said + ".",
        "Check that the endpoint is an S3 store with conditional writes.",
        e);
  }

  /** Of status 400, but about the connection or the pace and not about the request. */
  private static boolean transientCode(String code) {
    return code.equals("RequestTimeout") || code.equals("SlowDown") || code.equals("Throttling");
  }

  private static StoreException notImplemented(String what, S3Exception e) {
    return new StoreException.Permanent(
        what + "the store does not implement it.",
        "Use a store with conditional writes (If-None-Match and If-Match), such as S3.",
        e);
  }

  private static StoreException ofNoAnswer(String what, S3Location location, SdkException e) {
    if (e instanceof ApiCallTimeoutException || e instanceof ApiCallAttemptTimeoutException) {
      return new StoreException.Transient(what + "the store did not answer in time.", e);
    }
    if (e instanceof AbortedException) {
      return new StoreException.Transient(what + "this thread was interrupted.", e);
    }
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnknownHostException) {
        return new StoreException.Transient(
            what + "the host of the endpoint is not known (is the endpoint or region right?).", e);
      }
      if (cause instanceof IOException) {
        return new StoreException.Transient(
            what + "the connection failed (" + cause.getClass().getSimpleName() + ").", e);
      }
    }
    String message = String.valueOf(e.getMessage());
    if (message.contains("credentials") || message.contains("region")) {
      return new StoreException.Configuration(
          what + "the client has no credentials or no region.",
          "Set AWS_REGION and credentials, or run with a role, for " + location.uri() + ".",
          e);
    }
    return new StoreException.Transient(what + "the client failed.", e);
  }
}
