package dev.omnigraph.manifest;

import dev.omnigraph.id.BranchId;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.OperationId;
import dev.omnigraph.id.SchemaHash;
import dev.omnigraph.id.Sha256;
import dev.omnigraph.id.TextsHash;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The name of every object of the protocol, below the graph root. No other class spells one. */
public final class ObjectKeys {
  public static final String GRAPH = "__graph.json";
  public static final String BRANCHES = "__manifest/branches/";
  public static final String HORIZON = "__manifest/horizon.json";
  public static final String KNOWN_RUNS = "__manifest/known/";
  public static final String SIDECARS = "__recovery/";
  public static final String AUDITS = "__audit/";

  private static final Pattern RECORD =
      Pattern.compile("__manifest/([0-9A-Za-z]+)/([0-9]{20})\\.json");

  private static final Pattern CHECKPOINT =
      Pattern.compile("__manifest/[0-9A-Za-z]+/checkpoints/([0-9]{20})\\.json");

  private static final Pattern SCHEMA = Pattern.compile("__schema/([0-9a-f]{64})\\.(?:pg|json)");

  private static final Pattern TEXTS = Pattern.compile("__texts/([0-9a-f]{64})\\.json");

  private static final Pattern KNOWN =
      Pattern.compile(
          "__graph\\.json|__manifest/horizon\\.json|__manifest/branches/.+\\.json"
              + "|__manifest/[0-9A-Za-z]+/([0-9]{20}|checkpoints/[0-9]{20}|keys/(copy/)?[0-9a-f]{64}"
              + "|changes/[^/]+/[^/]+)\\.json|__manifest/known/[0-9a-f]{64}\\.json"
              + "|__schema/[^/]+\\.(pg|json)|__texts/[^/]+\\.json|__recovery/[^/]+/[^/]+\\.json|__audit/[^/]+\\.json");

  private ObjectKeys() {}

  public static String branch(BranchName name) {
    return BRANCHES + name + ".json";
  }

  /** The branch whose object a listing named, or empty for a foreign object. */
  public static Optional<BranchName> branchName(String key) {
    return key.startsWith(BRANCHES) && key.endsWith(".json")
        ? Optional.of(
            new BranchName(key.substring(BRANCHES.length(), key.length() - ".json".length())))
        : Optional.empty();
  }

  /** Below it is all that a branch has but its own object. */
  public static String log(BranchId branchId) {
    return "__manifest/" + branchId + "/";
  }

  public static String record(BranchId branchId, long seq) {
    return log(branchId) + digits(seq) + ".json";
  }

  /** Whose record an object is. */
  public record RecordName(BranchId branchId, long seq) {}

  /** The record that a key is of, or empty for any other object. */
  public static Optional<RecordName> recordOf(String key) {
    Matcher matcher = RECORD.matcher(key);
    return matcher.matches()
        ? Optional.of(
            new RecordName(new BranchId(matcher.group(1)), Long.parseLong(matcher.group(2))))
        : Optional.empty();
  }

  /** Whether an object of the protocol may have this name. */
  public static boolean isKnown(String key) {
    return KNOWN.matcher(key).matches();
  }

  public static String checkpoint(BranchId branchId, long seq) {
    return checkpoints(branchId) + digits(seq) + ".json";
  }

  /** Below it are all checkpoints of the branch. */
  public static String checkpoints(BranchId branchId) {
    return log(branchId) + "checkpoints/";
  }

  /** The seq that a listed checkpoint is of. */
  public static OptionalLong checkpointSeq(String key) {
    Matcher matcher = CHECKPOINT.matcher(key);
    return matcher.matches()
        ? OptionalLong.of(Long.parseLong(matcher.group(1)))
        : OptionalLong.empty();
  }

  /**
   * A change set too large for its record.
   *
   * @param name unique among all attempts of the operation
   */
  public static String changes(BranchId branchId, OperationId operationId, String name) {
    return changes(branchId) + operationId + "/" + name + ".json";
  }

  /** Below it are all change sets of the branch that are too large for their records. */
  public static String changes(BranchId branchId) {
    return log(branchId) + "changes/";
  }

  /** The operation that a sidecar or an audit entry is of. */
  public static OperationId operation(String key) {
    return new OperationId(upTo(key.substring(key.lastIndexOf('/') + 1), '.'));
  }

  /**
   * Where an idempotency key is found after it left the state; any text makes a valid name. Two
   * equal objects, because nothing else tells a lost one from a key that was never used.
   */
  public static List<String> spilledKey(BranchId branchId, String idempotencyKey) {
    String keys = log(branchId) + "keys/";
    String name = Sha256.hex(idempotencyKey) + ".json";
    return List.of(keys + name, keys + "copy/" + name);
  }

  /** Whether an object is one of {@link #spilledKey} of this idempotency key. */
  static boolean isOfKey(String key, String idempotencyKey) {
    return key.endsWith("/" + Sha256.hex(idempotencyKey) + ".json");
  }

  public static String schemaSource(SchemaHash hash) {
    return "__schema/" + hash + ".pg";
  }

  public static String schemaCatalog(SchemaHash hash) {
    return "__schema/" + hash + ".json";
  }

  /** Stored queries or policies, by the digest of their content. */
  public static String texts(TextsHash hash) {
    return "__texts/" + hash + ".json";
  }

  /** The hash of the texts that an object holds. */
  public static Optional<TextsHash> textsOf(String key) {
    Matcher matcher = TEXTS.matcher(key);
    return matcher.matches() ? Optional.of(new TextsHash(matcher.group(1))) : Optional.empty();
  }

  /** A run of what states know of other branches, by the digest of its content. */
  public static String known(String sha256) {
    return KNOWN_RUNS + sha256 + ".json";
  }

  /** The hash of the schema that an object is one of. */
  public static Optional<SchemaHash> schemaOf(String key) {
    Matcher matcher = SCHEMA.matcher(key);
    return matcher.matches() ? Optional.of(new SchemaHash(matcher.group(1))) : Optional.empty();
  }

  public static String sidecars(BranchId branchId) {
    return SIDECARS + branchId + "/";
  }

  public static String sidecar(BranchId branchId, OperationId operationId) {
    return SIDECARS + branchId + "/" + operationId + ".json";
  }

  public static String audit(OperationId operationId) {
    return AUDITS + operationId + ".json";
  }

  private static String upTo(String text, char end) {
    int at = text.indexOf(end);
    return at < 0 ? text : text.substring(0, at);
  }

  private static String digits(long seq) {
    return String.format(Locale.ROOT, "%020d", seq);
  }
}
