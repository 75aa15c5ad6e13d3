package dev.omnigraph.jsonl;

import dev.omnigraph.call.LoadAnswer;
import dev.omnigraph.call.LoadMode;
import dev.omnigraph.call.LoadRequest;
import dev.omnigraph.commit.Operation;
import dev.omnigraph.commit.Proposal;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.id.TableId;
import dev.omnigraph.manifest.CommitKind;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.row.Affected;
import dev.omnigraph.row.TableDelta;
import dev.omnigraph.rule.PreparedWrite;
import dev.omnigraph.rule.ReadSet;
import dev.omnigraph.rule.Validator;
import dev.omnigraph.rule.Violations;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.schema.IdSource;
import dev.omnigraph.view.View;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * One chunk of an input as one commit. It keeps the bytes, and reads them again when it is prepared
 * again: under another schema they may mean something else.
 */
final class LoadOperation implements Operation<LoadAnswer> {
  private final Chunk chunk;
  private final @Nullable Records records;
  private final LoadRequest request;
  private final LoadLimits limits;
  private final IdSource ids;
  private final BufferAllocator allocator;
  private final Function<View, Catalog> known;
  private final LongConsumer progress;

  /**
   * @param records what the lines are where they are not entities by themselves
   * @param known the part of a state's schema that lines can be of
   */
  LoadOperation(
      Chunk chunk,
      @Nullable Records records,
      LoadRequest request,
      LoadLimits limits,
      IdSource ids,
      BufferAllocator allocator,
      Function<View, Catalog> known,
      LongConsumer progress) {
    this.known = known;
    this.chunk = chunk;
    this.records = records;
    this.request = request;
    this.limits = limits;
    this.ids = ids;
    this.allocator = allocator;
    this.progress = progress;
  }

  @Override
  public CommitKind kind() {
    return CommitKind.LOAD;
  }

  @Override
  public Proposal<LoadAnswer> prepare(View view) {
    Violations violations = new Violations(request.file(), request.format().unit());
    ChunkRows rows = new ChunkRows(request.mode(), allocator, violations);
    try {
      Catalog catalog = known.apply(view);
      if (records == null) {
        rows.read(chunk, catalog, ids, limits.lineBytes(), progress);
      } else {
        rows.read(records, chunk, catalog, ids, limits.lineBytes(), progress);
      }
      boolean complete = violations.total() == 0;
      new Validator(view, rows.deltas()).checkRows(violations);
      if (!complete) {
        // Of a line that was not read nothing is known: what refers to it would be reported, too.
        violations.throwIfAny();
      }
      return validated(view, rows, violations);
    } catch (RuntimeException e) {
      rows.close();
      throw e;
    }
  }

  private Proposal<LoadAnswer> validated(View view, ChunkRows rows, Violations violations) {
    view.prefetch(touched(view.catalog(), rows));
    Set<TableId> reads = new CommittedMatch(view, rows, violations).apply(request.mode());
    ReadSet readSet = new Validator(view, rows.deltas()).checkState(violations);
    violations.throwIfAny();
    List<TableDelta> deltas = new ArrayList<>(rows.deltas());
    return PreparedWrite.of(
        deltas,
        Map.of(),
        readSet,
        reads,
        request.mode() != LoadMode.OVERWRITE,
        commitId -> answer(rows, deltas, commitId));
  }

  /** The types that have rows, and those of the nodes between which its edges are. */
  private static Collection<EntityType> touched(Catalog catalog, ChunkRows rows) {
    Map<TableId, EntityType> types = new LinkedHashMap<>();
    for (TableDelta delta : rows.deltas()) {
      types.put(delta.type().tableId(), delta.type());
      if (delta.type() instanceof EdgeType edge) {
        catalog.node(edge.source()).ifPresent(n -> types.put(n.tableId(), n));
        catalog.node(edge.target()).ifPresent(n -> types.put(n.tableId(), n));
      }
    }
    return types.values();
  }

  @Override
  public LoadAnswer replayed(ManifestRecord record) {
    Affected affected = Affected.by(record);
    return new LoadAnswer(
        List.of(record.commitId()),
        Collections.emptySortedMap(),
        Collections.emptySortedMap(),
        affected.nodes(),
        affected.edges(),
        true);
  }

  private static LoadAnswer answer(ChunkRows rows, List<TableDelta> deltas, CommitId commitId) {
    Affected affected = Affected.by(deltas);
    return new LoadAnswer(
        List.of(commitId),
        rows.counts(),
        rows.keyless(),
        affected.nodes(),
        affected.edges(),
        false);
  }
}
