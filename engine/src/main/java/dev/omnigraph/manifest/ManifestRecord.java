package dev.omnigraph.manifest;

import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One commit of one branch: the object whose create is the commit point.
 *
 * @param operationId the same in every attempt of the operation; what recovery compares
 * @param authoredAt never before the parent's
 * @param schema hash of the catalog in force from this commit on
 * @param tables by table id; only what the commit touched
 */
public record ManifestRecord(
    long seq,
    String operationId,
    String commitId,
    CommitKind kind,
    String branchId,
    String actor,
    Instant authoredAt,
    @Nullable String parentCommitId,
    @Nullable MergedFrom merged,
    @Nullable IdempotencyKey idempotencyKey,
    String schema,
    SortedMap<String, TableChange> tables,
    CatalogChange catalog) {
  public ManifestRecord {
    tables = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(tables));
  }

  /** The second parent of a merge. */
  public record MergedFrom(String branchId, long seq, String commitId) {}

  /**
   * A caller's key and the digest of what it was used for.
   *
   * @param payload lower-case hex SHA-256; a repeated key with another payload is an error
   */
  public record IdempotencyKey(String key, String payload) {}

  /** Table ids that a schema commit added, renamed (to the new name) or dropped. */
  public record CatalogChange(
      java.util.List<String> added, Map<String, String> renamed, java.util.List<String> dropped) {
    public static final CatalogChange NONE =
        new CatalogChange(java.util.List.of(), Map.of(), java.util.List.of());

    public CatalogChange {
      added = java.util.List.copyOf(added);
      renamed = Map.copyOf(renamed);
      dropped = java.util.List.copyOf(dropped);
    }
  }
}
