package dev.omnigraph.jsonl;

import dev.omnigraph.commit.Operation;
import dev.omnigraph.commit.Proposal;
import dev.omnigraph.manifest.CommitKind;
import dev.omnigraph.row.TableDelta;
import dev.omnigraph.rule.Footing;
import dev.omnigraph.rule.PreparedWrite;
import dev.omnigraph.rule.Validator;
import dev.omnigraph.rule.Violations;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.schema.IdSource;
import dev.omnigraph.view.View;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import org.apache.arrow.memory.BufferAllocator;

/**
 * One chunk of an input as one commit. It keeps the bytes, and reads them again when it is prepared
 * again: under another schema they may mean something else.
 */
final class LoadOperation implements Operation<ChunkResult> {
  private final Chunk chunk;
  private final String file;
  private final LoadMode mode;
  private final LoadLimits limits;
  private final IdSource ids;
  private final BufferAllocator allocator;
  private final LongConsumer progress;

  LoadOperation(
      Chunk chunk,
      String file,
      LoadMode mode,
      LoadLimits limits,
      IdSource ids,
      BufferAllocator allocator,
      LongConsumer progress) {
    this.chunk = chunk;
    this.file = file;
    this.mode = mode;
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
  public Proposal<ChunkResult> prepare(View view) {
    Violations violations = new Violations(file);
    ChunkRows rows = new ChunkRows(mode, allocator, violations);
    try {
      rows.read(chunk, view.catalog(), ids, limits.lineBytes(), progress);
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

  private Proposal<ChunkResult> validated(View view, ChunkRows rows, Violations violations) {
    view.prefetch(touched(view.catalog(), rows));
    Set<String> reads = new CommittedMatch(view, rows, violations).apply(mode);
    Footing footing = new Validator(view, rows.deltas()).checkState(violations);
    violations.throwIfAny();
    List<TableDelta> deltas = new ArrayList<>(rows.deltas());
    return PreparedWrite.of(
        deltas, footing, reads, mode != LoadMode.OVERWRITE, commit -> result(rows, deltas));
  }

  /** The types that have rows, and those of the nodes between which its edges are. */
  private static Collection<EntityType> touched(Catalog catalog, ChunkRows rows) {
    Map<String, EntityType> types = new LinkedHashMap<>();
    for (TableDelta delta : rows.deltas()) {
      types.put(delta.type().tableId(), delta.type());
      if (delta.type() instanceof EdgeType edge) {
        catalog.node(edge.source()).ifPresent(n -> types.put(n.tableId(), n));
        catalog.node(edge.target()).ifPresent(n -> types.put(n.tableId(), n));
      }
    }
    return types.values();
  }

  private static ChunkResult result(ChunkRows rows, List<TableDelta> deltas) {
    long nodes = 0;
    long edges = 0;
    for (TableDelta delta : deltas) {
      if (delta.type() instanceof EdgeType) {
        edges += delta.affected();
      } else {
        nodes += delta.affected();
      }
    }
    return new ChunkResult(rows.counts(), rows.keyless(), nodes, edges);
  }
}
