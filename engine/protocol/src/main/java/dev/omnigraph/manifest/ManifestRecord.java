package dev.omnigraph.manifest;

import dev.omnigraph.id.BranchId;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.id.OperationId;
import dev.omnigraph.id.SchemaHash;
import dev.omnigraph.id.TableId;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One commit of one branch: the object whose create is the commit point.
 *
 * @param operationId the same in every attempt of the operation; what recovery compares
 * @param authoredAt never before the parent's
 * @param merged the second parent of a merge
 * @param learned what a merge makes known of other logs beyond its second parent, as far as that is
 *     not in a run already
 * @param schema the catalog in force from this commit on
 * @param texts in force from this commit on, as the schema is
 * @param tables only what the commit touched
 * @param keysSpilled says that the idempotency keys of all commits up to this seq have objects of
 *     their own and leave the state; 0 says nothing
 * @param spill says which entries of {@link ManifestState#known} left the state, and for which runs
 * @param ended operations of a fence that can never publish after it
 */
public record ManifestRecord(
    long seq,
    OperationId operationId,
    CommitId commitId,
    CommitKind kind,
    BranchId branchId,
    String actor,
    Instant authoredAt,
    @Nullable CommitId parentCommitId,
    @Nullable CommitPoint merged,
    List<CommitPoint> learned,
    @Nullable IdempotencyKey idempotencyKey,
    SchemaHash schema,
    TextsInForce texts,
    SortedMap<TableId, TableChange> tables,
    CatalogChange catalog,
    long keysSpilled,
    Knowledge.@Nullable Spill spill,
    List<OperationId> ended) {
  public ManifestRecord {
    learned = List.copyOf(learned);
    ended = List.copyOf(ended);
    tables = Collections.unmodifiableSortedMap(new TreeMap<>(tables));
  }

  /** Whether it says that the operation can never publish after it. */
  public boolean ends(OperationId operation) {
    return ended.contains(operation);
  }

  /** Whether the branch ends here. */
  public boolean isTerminal() {
    return kind == CommitKind.BRANCH_DELETED;
  }

  /**
   * A caller's key and the digest of what it was used for.
   *
   * @param payload lower-case hex SHA-256; a repeated key with another payload is an error
   */
  public record IdempotencyKey(String key, String payload) {}

  /**
   * The tables that a schema commit added, renamed (to the new name) or dropped.
   *
   * @param purged those whose versions before this commit are not read any more
   */
  public record CatalogChange(
      List<TableId> added,
      SortedMap<TableId, String> renamed,
      List<TableId> dropped,
      List<TableId> purged) {
    public static final CatalogChange NONE =
        new CatalogChange(List.of(), Collections.emptySortedMap(), List.of(), List.of());

    public CatalogChange {
      added = List.copyOf(added);
      renamed = Collections.unmodifiableSortedMap(new TreeMap<>(renamed));
      dropped = List.copyOf(dropped);
      purged = List.copyOf(purged);
    }

    /** Tables that come, and nothing else. */
    public static CatalogChange adding(Collection<TableId> tables) {
      return new CatalogChange(
          tables.stream().sorted().toList(), Collections.emptySortedMap(), List.of(), List.of());
    }
  }
}
