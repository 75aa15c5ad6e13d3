package dev.omnigraph.error;

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

  private final ErrorKind kind;
  private final String code;
  private final @Nullable String nextStep;
  private final transient Map<String, Object> details;

  public GraphException(ErrorKind kind, String code, String message) {
    this(kind, code, message, null, Map.of(), null);
  }

  public GraphException(
      ErrorKind kind,
      String code,
      String message,
      @Nullable String nextStep,
      Map<String, ?> details,
      @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.code = code;
    this.nextStep = nextStep;
    this.details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
  }

  public final ErrorKind kind() {
    return kind;
  }

  public final String code() {
    return code;
  }

  /** What to do next, as a sentence, or null when there is nothing the caller can do. */
  public final @Nullable String nextStep() {
    return nextStep;
  }

  public final Map<String, Object> details() {
    return details;
  }
}
