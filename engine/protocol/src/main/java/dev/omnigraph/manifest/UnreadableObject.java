package dev.omnigraph.manifest;

import dev.omnigraph.error.GraphException;
import org.jspecify.annotations.Nullable;

/** An object of the protocol that this version cannot use; the message names it. */
public final class UnreadableObject extends GraphException {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Reason {
    /** Written by a newer version. */
    NEWER,
    /** Written by a version whose graphs this one does not read. */
    OLDER,
    /** Not what any version writes. */
    CORRUPT
  }

  private final String key;
  private final Reason reason;

  private UnreadableObject(
      String key, Reason reason, ProtocolError code, String message, @Nullable Throwable cause) {
    super(of(code, message).with("object", key).cause(cause));
    this.key = key;
    this.reason = reason;
  }

  /** An object of a format that is not this version's. */
  public static UnreadableObject ofFormat(String key, long format, long present) {
    return format > present ? newer(key, format, present) : older(key, format, present);
  }

  private static UnreadableObject newer(String key, long format, long present) {
    return new UnreadableObject(
        key,
        Reason.NEWER,
        ProtocolError.FORMAT_NEWER,
        key + " has format " + format + "; this version reads up to format " + present + ".",
        null);
  }

  private static UnreadableObject older(String key, long format, long present) {
    return new UnreadableObject(
        key,
        Reason.OLDER,
        ProtocolError.FORMAT_OLDER,
        key + " has format " + format + "; this version reads format " + present + " only.",
        null);
  }

  /** An object that is never deleted and is not there. */
  public static UnreadableObject missing(String key) {
    return corrupt(key, "it is missing", null);
  }

  /** An object that nobody can have written. */
  public static UnreadableObject corrupt(String key, String why, @Nullable Throwable cause) {
    return new UnreadableObject(
        key,
        Reason.CORRUPT,
        ProtocolError.OBJECT_CORRUPT,
        key + " cannot be read: " + why + ".",
        cause);
  }

  /** The object, below the graph root. */
  public String key() {
    return key;
  }

  public Reason reason() {
    return reason;
  }
}
