package dev.omnigraph.store;

import dev.omnigraph.error.GraphException;
import org.jspecify.annotations.Nullable;

/**
 * The store did not do what was asked, by the one distinction that matters: what the caller may do
 * next. A refused condition is not an exception but {@link PutOutcome.Refused}.
 */
public sealed class StoreException extends GraphException {
  private static final long serialVersionUID = 1L;

  private StoreException(StorageError code, String message, @Nullable Throwable cause) {
    super(of(code, message).cause(cause));
  }

  private StoreException(
      StorageError code, String message, String nextStep, @Nullable Throwable cause) {
    super(of(code, message).next(nextStep).cause(cause));
  }

  /** The store is slow, throttling or unreachable; asking again later may succeed. */
  public static final class Transient extends StoreException {
    private static final long serialVersionUID = 1L;

    public Transient(String message, @Nullable Throwable cause) {
      super(StorageError.STORE_UNAVAILABLE, message, cause);
    }
  }

  /** There is no room left for what was to be written. */
  public static final class Full extends StoreException {
    private static final long serialVersionUID = 1L;

    public Full(String message, @Nullable Throwable cause) {
      super(StorageError.STORE_FULL, message, cause);
    }

    /** Whether a file system or a library that writes to one says so, in lower case. */
    public static boolean isSaidBy(String reason) {
      return reason.contains("no space left") || reason.contains("quota exceeded");
    }
  }

  /** Wrong or missing endpoint, region, credentials or rights. */
  public static final class Configuration extends StoreException {
    private static final long serialVersionUID = 1L;

    public Configuration(String message, String nextStep, @Nullable Throwable cause) {
      super(StorageError.STORE_CONFIGURATION, message, nextStep, cause);
    }
  }

  /** The bucket or folder of the root does not exist. An absent object is an empty result. */
  public static final class NotFound extends StoreException {
    private static final long serialVersionUID = 1L;

    public NotFound(String message, String nextStep, @Nullable Throwable cause) {
      super(StorageError.STORE_NOT_FOUND, message, nextStep, cause);
    }
  }

  /** The store cannot do what the protocol needs, or answered what no store may answer. */
  public static final class Permanent extends StoreException {
    private static final long serialVersionUID = 1L;

    public Permanent(String message, String nextStep, @Nullable Throwable cause) {
      super(StorageError.STORE_UNSUITABLE, message, nextStep, cause);
    }
  }

  /** A write whose effect is not known; never a reason to start again from scratch. */
  public static final class Unknown extends StoreException {
    private static final long serialVersionUID = 1L;

    public Unknown(String message, @Nullable Throwable cause) {
      super(StorageError.OUTCOME_UNKNOWN, message, cause);
    }
  }
}
