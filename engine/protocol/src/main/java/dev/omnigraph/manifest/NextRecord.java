package dev.omnigraph.manifest;

import dev.omnigraph.id.CommitId;
import dev.omnigraph.id.OperationId;
import dev.omnigraph.id.SchemaHash;
import dev.omnigraph.id.TableId;
import dev.omnigraph.manifest.ManifestRecord.CatalogChange;
import dev.omnigraph.manifest.ManifestRecord.IdempotencyKey;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The record that follows a state, said piece by piece; what is not said stays as it is. Its seq,
 * ids, base and parent follow from the state.
 */
public final class NextRecord {
  private final ManifestState state;
  private final CommitKind kind;
  private final OperationId operationId;
  private String actor = "";
  private Instant authoredAt;
  private @Nullable IdempotencyKey key;
  private SchemaHash schema;
  private TextsInForce texts;
  private CatalogChange catalog = CatalogChange.NONE;
  private SortedMap<TableId, TableChange> tables = new TreeMap<>();
  private @Nullable CommitPoint merged;
  private List<CommitPoint> learned = List.of();
  private Knowledge.@Nullable Spill spill;
  private long keysSpilled;
  private List<OperationId> ended = List.of();

  NextRecord(ManifestState state, CommitKind kind, OperationId operationId) {
    this.state = state;
    this.kind = kind;
    this.operationId = operationId;
    this.authoredAt = state.authoredAt();
    this.schema = state.schema();
    this.texts = state.texts();
  }

  public NextRecord by(String who) {
    actor = who;
    return this;
  }

  /** Clocks of writers differ; the times of a branch never run backwards. */
  public NextRecord at(Instant now) {
    authoredAt = now.isBefore(state.authoredAt()) ? state.authoredAt() : now;
    return this;
  }

  /** The caller's key, if there is one. */
  public NextRecord keyed(@Nullable IdempotencyKey callers) {
    key = callers;
    return this;
  }

  /** What changed. */
  public NextRecord tables(SortedMap<TableId, TableChange> changes) {
    tables = changes;
    return this;
  }

  /**
   * A schema that is in force from this record on.
   *
   * @param hash of the new catalog
   */
  public NextRecord schema(SchemaHash hash, CatalogChange change) {
    schema = hash;
    catalog = change;
    return this;
  }

  /** Stored queries and policies that are in force from this record on. */
  public NextRecord texts(UnaryOperator<TextsInForce> change) {
    texts = change.apply(texts);
    return this;
  }

  /**
   * A second parent.
   *
   * @param known what the record makes known beyond it
   */
  public NextRecord merging(CommitPoint source, List<CommitPoint> known) {
    merged = source;
    learned = known;
    return this;
  }

  /** What leaves the state for runs, if anything does. */
  public NextRecord spilling(Knowledge.@Nullable Spill entries) {
    spill = entries;
    return this;
  }

  /** Keys of commits up to this seq have objects of their own; 0 says nothing. */
  public NextRecord keysSpilled(long upTo) {
    keysSpilled = upTo;
    return this;
  }

  /** Operations that can never publish after a fence. */
  public NextRecord ending(List<OperationId> operations) {
    ended = operations;
    return this;
  }

  public ManifestRecord record() {
    long seq = state.seq() + 1;
    return new ManifestRecord(
        seq,
        operationId,
        CommitId.of(operationId, seq),
        kind,
        state.branchId(),
        actor,
        authoredAt,
        state.commitId().equals(CommitId.NONE) ? null : state.commitId(),
        merged,
        learned,
        key,
        schema,
        texts,
        tables,
        catalog,
        keysSpilled,
        spill,
        ended);
  }
}
