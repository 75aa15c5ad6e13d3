package dev.omnigraph.jsonl;

import dev.omnigraph.call.LoadMode;
import dev.omnigraph.id.TableId;
import dev.omnigraph.row.Cascade;
import dev.omnigraph.row.CommittedRows;
import dev.omnigraph.row.RowLayout;
import dev.omnigraph.row.TableDelta;
import dev.omnigraph.rule.RuleError;
import dev.omnigraph.rule.Violation;
import dev.omnigraph.rule.Violations;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.schema.NodeType;
import dev.omnigraph.table.ArrowSchemas;
import dev.omnigraph.view.View;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** Sets the rows of a chunk against the committed ones, as the mode of the load says. */
final class CommittedMatch {
  private final ChunkRows rows;
  private final Violations violations;
  private final CommittedRows committed;
  private final Cascade cascade;

  CommittedMatch(View view, ChunkRows rows, Violations violations) {
    this.rows = rows;
    this.violations = violations;
    this.committed = new CommittedRows(view);
    this.cascade = new Cascade(view, committed);
  }

  /** Ids of the tables beside the changed ones that decided. */
  Set<TableId> apply(LoadMode mode) {
    List<TableDelta> present = List.copyOf(rows.deltas());
    for (TableDelta delta : present) {
      if (committed.isEmpty(delta.type())) {
        continue;
      }
      switch (mode) {
        case APPEND -> refuseExisting(delta);
        case MERGE -> replaceExisting(delta);
        case OVERWRITE -> {
          replaceExisting(delta);
          deleteOthers(delta);
        }
      }
    }
    if (mode == LoadMode.OVERWRITE) {
      Set<EntityType> overwritten = new HashSet<>();
      present.forEach(d -> overwritten.add(d.type()));
      for (TableDelta delta : present) {
        if (delta.type() instanceof NodeType node && !delta.deletedIds().isEmpty()) {
          cascade.follow(
              node,
              delta.deletedIds(),
              edge -> List.of(ArrowSchemas.ID, ArrowSchemas.SRC, ArrowSchemas.DST),
              (edge, endpoint, batch, row) ->
                  deleteEdge(edge, endpoint, batch, row, overwritten.contains(edge)));
        }
      }
    }
    return cascade.reads();
  }

  private void refuseExisting(TableDelta delta) {
    EntityType type = delta.type();
    for (String id : committed.existing(type, rows.claimedIds(type))) {
      violations.add(
          ChunkRows.keyConflict(delta.line(delta.liveRow(id)), type, id, "exists already"));
    }
  }

  private void replaceExisting(TableDelta delta) {
    RowLayout layout = delta.layout();
    committed.matching(
        delta.type(),
        layout.columns(),
        ArrowSchemas.ID,
        rows.claimedIds(delta.type()),
        true,
        (batch, row) -> {
          @Nullable Object[] former = CommittedRows.values(layout, batch, row);
          int mine = delta.liveRow(String.valueOf(former[RowLayout.ID]));
          delta.replaces(mine, CommittedRows.address(batch, row), former);
        });
  }

  /** Deletes what the input does not state. */
  private void deleteOthers(TableDelta delta) {
    Set<String> stated = new HashSet<>(rows.claimedIds(delta.type()));
    boolean edge = delta.type() instanceof EdgeType;
    List<String> columns =
        edge ? List.of(ArrowSchemas.ID, ArrowSchemas.SRC) : List.of(ArrowSchemas.ID);
    committed.all(
        delta.type(),
        columns,
        true,
        (batch, row) -> {
          String id = CommittedRows.text(batch, ArrowSchemas.ID, row);
          if (!stated.contains(id)) {
            String source = edge ? CommittedRows.text(batch, ArrowSchemas.SRC, row) : null;
            delta.delete(id, CommittedRows.address(batch, row), source);
          }
        });
  }

  /** An edge that the input states or overwrites cannot go with its node. */
  private void deleteEdge(
      EdgeType edge, String endpoint, VectorSchemaRoot batch, int row, boolean overwritten) {
    String id = CommittedRows.text(batch, ArrowSchemas.ID, row);
    TableDelta delta = rows.present(edge);
    if (delta != null && delta.supersedes(id)) {
      return;
    }
    if (overwritten) {
      violations.add(dangling(edge, id, CommittedRows.text(batch, endpoint, row)));
    } else {
      String source = CommittedRows.text(batch, ArrowSchemas.SRC, row);
      rows.delta(edge).delete(id, CommittedRows.address(batch, row), source);
    }
  }

  private static Violation dangling(EdgeType edge, String id, String node) {
    return Violation.of(
            RuleError.ENDPOINT_MISSING,
            "the input has this edge, but no longer its node \"%s\"".formatted(node))
        .in(edge.name(), id);
  }
}
