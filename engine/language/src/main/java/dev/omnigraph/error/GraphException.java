package dev.omnigraph.error;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A failure that a caller is meant to read: what went wrong, where, and the one right next step.
 *
 * <p>{@link #code} is stable and lower snake case ({@code key_conflict}); {@link #getMessage} is
 * for people and carries no path, stack trace or secret; {@link #details} holds JSON-shaped values
 * (strings, numbers, booleans, lists and maps of them) in a fixed order.
 */
public class GraphException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient ErrorCode code;
  private final @Nullable String nextStep;
  private final transient Map<String, Object> details;

  protected GraphException(Builder builder) {
    super(builder.message, builder.cause);
    this.code = builder.code;
    this.nextStep = builder.nextStep;
    this.details = Collections.unmodifiableMap(new LinkedHashMap<>(builder.details));
  }

  /**
   * Starts an error with its code, and with the code's next step.
   *
   * @param message what went wrong and where, as a sentence for people
   */
  public static Builder of(ErrorCode code, String message) {
    return new Builder(code, message);
  }

  /** An error on its way: {@code GraphException.of(code, message).with("branch", name).build()}. */
  public static final class Builder {
    private final ErrorCode code;
    private final String message;
    private final Map<String, Object> details = new LinkedHashMap<>();
    private @Nullable String nextStep;
    private @Nullable Throwable cause;

    private Builder(ErrorCode code, String message) {
      this.code = code;
      this.message = message;
      this.nextStep = code.nextStep();
    }

    /**
     * Adds a detail; details keep the order in which they come.
     *
     * @param value what is not of the shape of JSON, such as an id, is kept as its text
     */
    public Builder with(String name, Object value) {
      boolean shaped =
          value instanceof Number
              || value instanceof Boolean
              || value instanceof Collection
              || value instanceof Map;
      details.put(name, shaped ? value : value.toString());
      return this;
    }

    public Builder with(Map<String, ?> more) {
      details.putAll(more);
      return this;
    }

    /** A next step that fits better than the code's own. */
    public Builder next(@Nullable String step) {
      nextStep = step;
      return this;
    }

    public Builder cause(@Nullable Throwable reason) {
      cause = reason;
      return this;
    }

    public GraphException build() {
      return new GraphException(this);
    }
  }

  /**
   * Starts the same error told in other words: with this one's code, next step and details, and
   * with this one as the cause.
   */
  public final Builder retold(String message) {
    return of(code, message).next(nextStep).with(details).cause(this);
  }

  /** Whether this is the code of the error. */
  public final boolean is(ErrorCode other) {
    return code == other;
  }

  public final ErrorKind kind() {
    return code.kind();
  }

  /** The entry of the catalogue. */
  public final ErrorCode errorCode() {
    return code;
  }

  public final String code() {
    return code.text();
  }

  /** What to do next, as a sentence, or null when there is nothing the caller can do. */
  public final @Nullable String nextStep() {
    return nextStep;
  }

  public final Map<String, Object> details() {
    return details;
  }
}
