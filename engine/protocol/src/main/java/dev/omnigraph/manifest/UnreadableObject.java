package dev.omnigraph.manifest;

import dev.omnigraph.error.ErrorKind;
import dev.omnigraph.error.GraphException;
import java.util.Map;
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
      String key,
      Reason reason,
      String code,
      String message,
      String nextStep,
      @Nullable Throwable cause) {
    super(ErrorKind.INTERNAL, code, message, nextStep, Map.of("object", key), cause);
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
        "format_newer",
        key + " has format " + format + "; this version reads up to format " + present + ".",
        "Upgrade OmniGraph to the version that writes this graph.",
        null);
  }

  private static UnreadableObject older(String key, long format, long present) {
    return new UnreadableObject(
        key,
        Reason.OLDER,
        "format_older",
        key + " has format " + format + "; this version reads format " + present + " only.",
        "Export the graph with the version that wrote it, and load the export into a new graph.",
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
        "object_corrupt",
        key + " cannot be read: " + why + ".",
        "Run repair, which names all damage and writes again what can be derived; restore what cannot"
            + " from the bucket's older versions or a backup, and do not edit it by hand.",
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
