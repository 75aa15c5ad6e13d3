package dev.omnigraph.table;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One object of a table, as its key tells.
 *
 * @param path the dataset's folder below the graph root
 * @param unit what is kept or goes together: the objects of an index are one
 * @param version of a version's own object, else 0
 */
public record TableObject(String path, Kind kind, String unit, long version) {
  private static final Pattern KEY =
      Pattern.compile(
          "((?:nodes|edges)/[^/]+)/(_versions|_transactions|_deletions|_indices|_lookups|_search|data)/(.+)");
  private static final Pattern MANIFEST = Pattern.compile("(d?)([0-9]{1,20})\\.manifest");
  private static final Pattern HINT =
      Pattern.compile("(?:nodes|edges)/[^/]+/_versions/latest_version_hint\\.json");

  /** A temporary file of the table library, which a writer that was killed leaves in a folder. */
  private static final Pattern LEFT = Pattern.compile("\\.tmp[^/]*|[^/]+#[0-9]+");

  private static final Pattern TRANSACTION = Pattern.compile("[0-9]+-(.+)\\.txn");

  /** What cleanup has to know of it. */
  public enum Kind {
    /** A version of the history that Lance itself counts; the graph has the first of it only. */
    LINEAR_VERSION,
    DETACHED_VERSION,
    /**
     * What versions name: data, deletions, indexes, transactions; and what is derived from rows.
     */
    PART
  }

  /** Whether the table library keeps it for itself: nothing names it, and nothing needs it. */
  public static boolean isLibrarysOwn(String key) {
    return HINT.matcher(key).matches();
  }

  /** Whether a unit is a folder of objects, as an index is. */
  public static boolean isFolder(String unit) {
    return unit.contains("/_indices/");
  }

  /** The object of a version itself. */
  public static String versionKey(TableVersion version) {
    return version.version() < 0
        ? manifest(version)
        : version.path() + "/_versions/" + Long.toUnsignedString(~version.version()) + ".manifest";
  }

  /** Empty for an object that no table of this engine has; it is not ours to judge. */
  public static Optional<TableObject> of(String key) {
    Matcher matcher = KEY.matcher(key);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String path = matcher.group(1);
    String name = matcher.group(3);
    if (LEFT.matcher(name).matches()) {
      return part(path, key);
    }
    return switch (matcher.group(2)) {
      case "_versions" -> manifest(path, name);
      case "_transactions" -> transaction(path, name);
      case "_indices" -> part(path, index(path, upToSlash(name)));
      default -> part(path, key);
    };
  }

  static String manifest(TableVersion version) {
    return version.version() < 0
        ? version.path() + "/_versions/d" + Long.toUnsignedString(version.version()) + ".manifest"
        : version.path() + "/_versions/" + version.version();
  }

  /**
   * By the uuid alone: the version that precedes it in the name only tells a reader of the folder.
   */
  static String transactionUnit(String path, String uuid) {
    return path + "/_transactions/" + uuid;
  }

  static String index(String path, String uuid) {
    return path + "/_indices/" + uuid;
  }

  static String lookup(String path, String name) {
    return path + "/_lookups/" + name;
  }

  static String segment(String path, String name) {
    return path + "/_search/" + name;
  }

  static String data(String path, String file) {
    return path + "/data/" + file;
  }

  static String deletions(String path, long fragment, long readVersion, long id, String suffix) {
    return path
        + "/_deletions/"
        + fragment
        + "-"
        + Long.toUnsignedString(readVersion)
        + "-"
        + Long.toUnsignedString(id)
        + suffix;
  }

  private static Optional<TableObject> manifest(String path, String name) {
    Matcher matcher = MANIFEST.matcher(name);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long number;
    try {
      number = Long.parseUnsignedLong(matcher.group(2));
    } catch (NumberFormatException beyondAnyVersion) {
      return Optional.empty();
    }
    if (!matcher.group(1).isEmpty()) {
      return versioned(new TableVersion(path, number), Kind.DETACHED_VERSION);
    }
    // Names count down from the greatest unsigned number, so that the newest is listed first.
    return versioned(new TableVersion(path, number < 0 ? ~number : number), Kind.LINEAR_VERSION);
  }

  private static Optional<TableObject> versioned(TableVersion version, Kind kind) {
    return Optional.of(new TableObject(version.path(), kind, manifest(version), version.version()));
  }

  private static Optional<TableObject> transaction(String path, String name) {
    Matcher matcher = TRANSACTION.matcher(name);
    return matcher.matches()
        ? part(path, transactionUnit(path, matcher.group(1)))
        : Optional.empty();
  }

  private static Optional<TableObject> part(String path, String unit) {
    return Optional.of(new TableObject(path, Kind.PART, unit, 0));
  }

  private static String upToSlash(String name) {
    int slash = name.indexOf('/');
    return slash < 0 ? name : name.substring(0, slash);
  }
}
