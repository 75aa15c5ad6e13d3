package dev.omnigraph.table;

import dev.omnigraph.error.GraphException;
import dev.omnigraph.store.StorageError;
import dev.omnigraph.store.StoreException;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The one place where failures of Lance and Arrow become the engine's. Lance tells them apart only
 * by message, and its messages carry source paths; so a message is matched here, never shown.
 */
final class LanceFailures {
  private static final Pattern MISSING =
      Pattern.compile("not found|no such file|nosuchkey|status code: 404");
  private static final Pattern NO_BUCKET = Pattern.compile("nosuchbucket|bucket does not exist");
  private static final Pattern DENIED =
      Pattern.compile(
          "accessdenied|access denied|forbidden|status code: 40[13]|necessary privileges"
              + "|invalidaccesskeyid|signaturedoesnotmatch|expiredtoken|permission denied"
              + "|unauthenticated|credential|wrong region|permanentredirect|read-only file system");
  private static final Pattern UNREACHABLE =
      Pattern.compile(
          "http error:|error sending request|timed out|timeout|connection|dns error|slowdown"
              + "|status code: (5\\d\\d|408|429)|throttl|too many requests|retries"
              + "|error decoding response");

  private static final Pattern OBJECT =
      Pattern.compile(
          "(?:nodes|edges)/[^/\\s]+/(?:data|_versions|_deletions|_indices|_transactions)"
              + "(?:/[A-Za-z0-9_-]+)*/[A-Za-z0-9_-]+(?:\\.[a-z]+)?");

  private LanceFailures() {}

  /** A call into Lance or Arrow. */
  interface Call<T> {
    T run() throws IOException;
  }

  /** A call without an answer. */
  interface Action {
    void run() throws IOException;
  }

  /**
   * Runs a call and translates what it throws.
   *
   * @param action what was being done, to complete "could not …"
   */
  static <T> T guard(String action, Call<T> call) {
    try {
      return call.run();
    } catch (GraphException e) {
      throw e;
    } catch (LinkageError e) {
      throw notLoaded(e);
    } catch (IOException | RuntimeException e) {
      throw translate(action, e);
    }
  }

  static void guardAction(String action, Action call) {
    guard(
        action,
        () -> {
          call.run();
          return true;
        });
  }

  static GraphException translate(String action, Exception failure) {
    String text = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    String what = "Could not " + action;
    if (text.contains("dataset already exists")) {
      return GraphException.of(StorageError.TABLE_EXISTS, what + ": it exists.").build();
    }
    if (NO_BUCKET.matcher(text).find()) {
      return new StoreException.NotFound(
          what + ": the bucket does not exist.", "Check the graph's address.", failure);
    }
    if (DENIED.matcher(text).find()) {
      return new StoreException.Configuration(
          what + ": the store refused access.",
          "Check the credentials, the region and the rights to read, write and list the graph's"
              + " folder.",
          failure);
    }
    if (StoreException.Full.isSaidBy(text)) {
      return new StoreException.Full(what + ": the disk is full.", failure);
    }
    String object = object(String.valueOf(failure.getMessage()));
    Map<String, Object> details = object.isEmpty() ? Map.of() : Map.of("object", object);
    if (MISSING.matcher(text).find()) {
      return GraphException.of(
              StorageError.TABLE_DATA_MISSING,
              what
                  + ": "
                  + (object.isEmpty() ? "data that the commit names" : object)
                  + " is not in the store.")
          .with(details)
          .cause(failure)
          .build();
    }
    if (UNREACHABLE.matcher(text).find()) {
      return new StoreException.Transient(what + ": the store did not answer.", failure);
    }
    return GraphException.of(
            StorageError.TABLE_FAILURE,
            object.isEmpty()
                ? what + ": the table library failed."
                : what + ": the table library failed on " + object + ".")
        .with(details)
        .cause(failure)
        .build();
  }

  /** Whether the library found more to hold at once than the memory that it allows itself. */
  static boolean isTooLarge(GraphException failure) {
    return failure.getCause() != null
        && String.valueOf(failure.getCause().getMessage()).contains("Resources exhausted");
  }

  /**
   * The object that a message is about, below the graph root; nothing else of it is for callers.
   */
  private static String object(String message) {
    Matcher matcher = OBJECT.matcher(message);
    return matcher.find() ? matcher.group() : "";
  }

  /** A misuse of this package by the engine itself. */
  static GraphException defect(String message) {
    return GraphException.of(StorageError.TABLE_MISUSE, message).build();
  }

  private static GraphException notLoaded(LinkageError failure) {
    Throwable root = failure;
    while (root.getCause() instanceof LinkageError cause) {
      root = cause;
    }
    return GraphException.of(StorageError.NATIVE_LIBRARY, String.valueOf(root.getMessage()))
        .cause(failure)
        .build();
  }
}
