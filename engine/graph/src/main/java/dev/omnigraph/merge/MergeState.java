package dev.omnigraph.merge;

import dev.omnigraph.changes.ChangedIds;
import dev.omnigraph.changes.Ids;
import dev.omnigraph.changes.Images;
import dev.omnigraph.commit.BranchView;
import dev.omnigraph.derived.LiveFile;
import dev.omnigraph.id.TableId;
import dev.omnigraph.row.CommittedRows;
import dev.omnigraph.row.CommittedState;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.table.ArrowSchemas;
import dev.omnigraph.table.ArrowValues;
import dev.omnigraph.table.VersionDiff;
import dev.omnigraph.table.WritableTable;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The target as the rules of a merge ask for it. Base, source and target each keep all rules, so
 * what the merge breaks is between something that the source changed and something that the target
 * changed: where the target's part is known, only that is looked at.
 */
final class MergeState implements CommittedState {
  private final MergeInput input;
  private final Map<TableId, MergedTable> merged;
  private final CommittedRows rows;

  /** Callers may decide for what neither side has: then anything may break. */
  private final boolean isDecided;

  /**
   * @param merged what the merge does to each table that it changes
   */
  MergeState(MergeInput input, Map<TableId, MergedTable> merged) {
    this.input = input;
    this.merged = merged;
    this.rows = new CommittedRows(input.target());
    this.isDecided = !input.decided().isEmpty();
  }

  @Override
  public Set<String> existing(EntityType type, Collection<String> ids) {
    TableId table = type.tableId();
    MergedTable here = merged.get(table);
    Set<String> written = here == null ? Set.of() : here.written();
    Set<String> gone = here == null ? Set.of() : Set.copyOf(here.changes().deleted());
    ChangedIds changed = input.ours(type);
    ChangedIds theirs = input.theirs(type);
    Set<String> existing = new HashSet<>();
    Set<String> unknown = new HashSet<>();
    for (String id : ids) {
      if (written.contains(id)) {
        existing.add(id);
      } else if (!gone.contains(id)) {
        boolean common =
            changed != null
                && !isDecided
                && !changed.listed().contains(id)
                && !theirs.listed().contains(id)
                && theirs.minted() == 0;
        // The source has an edge with it, so it was there when neither side had changed it.
        (common ? existing : unknown).add(id);
      }
    }
    existing.addAll(rows.existing(type, unknown));
    return existing;
  }

  @Override
  public void sharing(
      EntityType type,
      List<String> columns,
      String column,
      Collection<?> values,
      CommittedRows.Visitor visitor) {
    if (isSettled(type)) {
      return;
    }
    Optional<List<LiveFile>> files = changedFiles(type);
    if (files.isEmpty()) {
      rows.sharing(type, columns, column, values, visitor);
      return;
    }
    Set<?> wanted = new HashSet<>(values);
    scan(
        type,
        columns,
        files.get(),
        (batch, row) -> {
          Object value = ArrowValues.get(batch.getVector(column), row);
          if (value != null && wanted.contains(value)) {
            visitor.visit(batch, row);
          }
        });
  }

  @Override
  public void all(EntityType type, List<String> columns, CommittedRows.Visitor visitor) {
    if (isSettled(type)) {
      return;
    }
    Optional<List<LiveFile>> files = changedFiles(type);
    if (files.isEmpty()) {
      rows.all(type, columns, visitor);
    } else {
      scan(type, columns, files.get(), visitor);
    }
  }

  /** Those whose edges the target changed as well. */
  @Override
  public Set<String> suspects(EdgeType type, Set<String> sources) {
    if (isSettled(type)) {
      return Set.of();
    }
    Optional<List<LiveFile>> files = changedFiles(type);
    BranchView common = input.common();
    ChangedIds ours = input.ours(type);
    if (files.isEmpty() || common == null || ours == null) {
      return sources;
    }
    Set<String> changed = new HashSet<>();
    CommittedRows.Visitor visitor =
        (batch, row) -> changed.add(CommittedRows.text(batch, ArrowSchemas.SRC, row));
    scan(type, List.of(ArrowSchemas.ID, ArrowSchemas.SRC), files.get(), visitor);
    new CommittedRows(common)
        .matching(
            type,
            List.of(ArrowSchemas.ID, ArrowSchemas.SRC),
            ArrowSchemas.ID,
            ours.listed(),
            false,
            visitor);
    changed.retainAll(sources);
    return changed;
  }

  @Override
  public void edgesFrom(EdgeType type, Collection<String> sources, CommittedRows.Visitor visitor) {
    rows.edgesFrom(type, sources, visitor);
  }

  /** Of the nodes that the merge deletes, the edges that the target has, and still would have. */
  Collection<Edge> edgesLeft(EdgeType type, Set<String> sources, Set<String> targets) {
    // An edge between two of the nodes is found from both.
    Map<String, Edge> left = new LinkedHashMap<>();
    if (!isDecided && !input.mayHaveChanged(type)) {
      return left.values();
    }
    MergedTable here = merged.get(type.tableId());
    // What the merge writes leads where the merge says.
    Set<String> settled = here == null ? new HashSet<>() : here.written();
    if (here != null) {
      settled.addAll(here.changes().deleted());
    }
    CommittedRows.Visitor visitor =
        (batch, row) -> {
          String id = CommittedRows.text(batch, ArrowSchemas.ID, row);
          String from = CommittedRows.text(batch, ArrowSchemas.SRC, row);
          String to = CommittedRows.text(batch, ArrowSchemas.DST, row);
          if (!settled.contains(id) && (sources.contains(from) || targets.contains(to))) {
            left.put(id, new Edge(id, sources.contains(from) ? from : to));
          }
        };
    List<String> columns = List.of(ArrowSchemas.ID, ArrowSchemas.SRC, ArrowSchemas.DST);
    Optional<List<LiveFile>> files = changedFiles(type);
    if (files.isPresent()) {
      scan(type, columns, files.get(), visitor);
    } else {
      rows.matching(type, columns, ArrowSchemas.SRC, sources, false, visitor);
      rows.matching(type, columns, ArrowSchemas.DST, targets, false, visitor);
    }
    return left.values();
  }

  /** An edge and the node that it loses. */
  record Edge(String id, String node) {}

  /**
   * Whether no row of the target breaks a rule of its type together with one of the source: the
   * target changed none, and the source kept the same rules.
   */
  private boolean isSettled(EntityType type) {
    return !isDecided && !input.mayHaveChanged(type) && input.isOneForm(type);
  }

  /** The files in which the target's changed rows are; empty when other rows are there too. */
  private Optional<List<LiveFile>> changedFiles(EntityType type) {
    BranchView common = input.common();
    ChangedIds ours = input.ours(type);
    if (common == null
        || isDecided
        || ours == null
        || ours.isRewritten()
        || !input.isOneForm(type)
        || !common.pins().containsKey(type.tableId())) {
      return Optional.empty();
    }
    WritableTable target = input.target().table(type);
    EntityType then = Images.typeIn(common, type).orElseThrow();
    VersionDiff diff = VersionDiff.between(common.table(then), target);
    return diff.restored().isEmpty() ? Optional.of(diff.added()) : Optional.empty();
  }

  private void scan(
      EntityType type, List<String> columns, List<LiveFile> files, CommittedRows.Visitor visitor) {
    Ids.rows(input.target().table(type), columns, files, visitor);
  }
}
