package dev.omnigraph.manifest;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.omnigraph.id.BranchId;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.id.OperationId;
import dev.omnigraph.id.SchemaHash;
import dev.omnigraph.id.TableId;
import dev.omnigraph.id.TextsHash;
import dev.omnigraph.table.Pin;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All of a branch at one seq: the fold of its records. Equal records give equal states, whoever
 * folds them.
 *
 * @param seq of the newest record in it; 0 before the first
 * @param commitId of that record; empty before the first
 * @param logicalCommitId of the newest logical commit
 * @param schema the catalog in force
 * @param texts in force beside it
 * @param keys idempotency keys in use, oldest first, without those that were spilled
 * @param keysSpilled keys of commits up to this seq are found in objects of their own
 * @param purged the generation below which its versions are gone for readers: a property or the
 *     type was dropped from history too
 * @param known what it has of other logs
 */
public record ManifestState(
    BranchId branchId,
    long seq,
    CommitId commitId,
    CommitId logicalCommitId,
    Instant authoredAt,
    SchemaHash schema,
    TextsInForce texts,
    SortedMap<TableId, Pin> pins,
    List<UsedKey> keys,
    long keysSpilled,
    SortedMap<TableId, Long> purged,
    Knowledge known) {
  public ManifestState {
    purged = Collections.unmodifiableSortedMap(new TreeMap<>(purged));
    pins = Collections.unmodifiableSortedMap(new TreeMap<>(pins));
    keys = List.copyOf(keys);
  }

  /** An idempotency key and the commit that it made. */
  public record UsedKey(String key, String payload, long seq, CommitId commitId) {
    /** An object of its own: the same bytes whoever spills the key, from its committed record. */
    public byte[] encode() {
      return Json.object(this::write);
    }

    /**
     * @throws UnreadableObject naming the key
     */
    public static UsedKey decode(String key, byte[] body) {
      Fields in = Json.parse(key, body);
      UsedKey used = read(in);
      in.end();
      if (!ObjectKeys.isOfKey(key, used.key())) {
        throw UnreadableObject.corrupt(key, "it is of another idempotency key", null);
      }
      return used;
    }

    void write(JsonGenerator out) throws IOException {
      out.writeStringField("key", key);
      out.writeStringField("payload", payload);
      out.writeNumberField("seq", seq);
      out.writeStringField("commit_id", commitId.toString());
    }

    static UsedKey read(Fields in) {
      return new UsedKey(
          in.text("key"), in.text("payload"), in.count("seq"), in.id("commit_id", CommitId::new));
    }
  }

  /** The state before a branch without parent has any record. */
  public static ManifestState before(BranchId branchId) {
    return new ManifestState(
        branchId,
        0,
        CommitId.NONE,
        CommitId.NONE,
        Instant.EPOCH,
        SchemaHash.NONE,
        TextsInForce.NONE,
        Collections.emptySortedMap(),
        List.of(),
        0,
        Collections.emptySortedMap(),
        Knowledge.NONE);
  }

  /** The record that may follow, once it is said what it does. */
  public NextRecord next(CommitKind kind, OperationId operationId) {
    return new NextRecord(this, kind, operationId);
  }

  /**
   * The same content as the first state of a branch that starts here; its keys are its own, and
   * policies are main's alone.
   */
  public ManifestState forkedTo(BranchId childId) {
    return new ManifestState(
        childId,
        seq,
        commitId,
        logicalCommitId,
        authoredAt,
        schema,
        texts.withPolicy(TextsHash.NONE),
        pins,
        List.of(),
        0,
        purged,
        known.forkedAt(point()));
  }

  /** This state as it may be read once the newer one is there. */
  public ManifestState asOf(ManifestState newer) {
    return new ManifestState(
        branchId,
        seq,
        commitId,
        logicalCommitId,
        authoredAt,
        schema,
        texts,
        pins,
        keys,
        keysSpilled,
        newer.purged(),
        known);
  }

  /** Its newest commit. */
  public CommitPoint point() {
    return new CommitPoint(ownerOf(seq), seq, commitId);
  }

  /** The id under which the record of a seq up to this state's is stored. */
  public BranchId ownerOf(long earlier) {
    return CommitPoint.ownerOf(branchId, known.lineage(), earlier);
  }

  /** Whether the table's data at this state is gone for readers. */
  public boolean isPurged(TableId table) {
    Pin pin = pins.get(table);
    return pin != null && pin.generation() < purged.getOrDefault(table, Long.MIN_VALUE);
  }

  /**
   * The state after the next record.
   *
   * @throws UnreadableObject when the record cannot follow this state
   */
  public ManifestState apply(ManifestRecord next) {
    SortedMap<TableId, Pin> pinsAfter = pinsAfter(next);
    SortedMap<TableId, Long> purgedAfter = purgedAfter(next, pinsAfter);
    next.catalog().dropped().forEach(pinsAfter::remove);
    return new ManifestState(
        branchId,
        next.seq(),
        next.commitId(),
        next.kind().isLogical() ? next.commitId() : logicalCommitId,
        next.authoredAt(),
        next.schema(),
        next.texts(),
        pinsAfter,
        keysAfter(next),
        Math.max(keysSpilled, next.keysSpilled()),
        purgedAfter,
        known.after(next));
  }

  private SortedMap<TableId, Long> purgedAfter(
      ManifestRecord next, SortedMap<TableId, Pin> pinsAfter) {
    if (next.catalog().purged().isEmpty()) {
      return purged;
    }
    SortedMap<TableId, Long> after = new TreeMap<>(purged);
    for (TableId table : next.catalog().purged()) {
      Pin pin = next.catalog().dropped().contains(table) ? null : pinsAfter.get(table);
      after.put(table, pin == null ? Long.MAX_VALUE : pin.generation());
    }
    return after;
  }

  public Optional<UsedKey> key(String key) {
    return keys.stream().filter(used -> used.key().equals(key)).findFirst();
  }

  private List<UsedKey> keysAfter(ManifestRecord next) {
    ManifestRecord.IdempotencyKey added = next.idempotencyKey();
    if (added == null && next.keysSpilled() == 0) {
      return keys;
    }
    List<UsedKey> after = new ArrayList<>();
    for (UsedKey used : keys) {
      if (used.seq() > next.keysSpilled()) {
        after.add(used);
      }
    }
    if (added != null) {
      after.add(new UsedKey(added.key(), added.payload(), next.seq(), next.commitId()));
    }
    return after;
  }

  private SortedMap<TableId, Pin> pinsAfter(ManifestRecord next) {
    String key = ObjectKeys.record(branchId, next.seq());
    if (!next.branchId().equals(branchId) || next.seq() != seq + 1) {
      throw UnreadableObject.corrupt(key, "it does not follow seq " + seq + " of its branch", null);
    }
    SortedMap<TableId, Pin> after = new TreeMap<>(pins);
    next.tables()
        .forEach(
            (id, change) -> {
              try {
                after.put(id, change.after(pins.get(id)));
              } catch (IllegalArgumentException e) {
                throw UnreadableObject.corrupt(
                    key, "its change of table " + id + " does not fit: " + e.getMessage(), e);
              }
            });
    return after;
  }
}
