package dev.omnigraph.rule;

import dev.omnigraph.id.TableId;
import dev.omnigraph.row.CommittedRows;
import dev.omnigraph.row.CommittedState;
import dev.omnigraph.row.RowLayout;
import dev.omnigraph.row.TableDelta;
import dev.omnigraph.schema.Cardinality;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.table.ArrowSchemas;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Every source node has as many edges of a type as its {@code @card} says. */
final class CardinalityRule {
  private final Catalog catalog;
  private final Map<TableId, TableDelta> deltas;
  private final CommittedState committed;

  CardinalityRule(Catalog catalog, Map<TableId, TableDelta> deltas, CommittedState committed) {
    this.catalog = catalog;
    this.deltas = deltas;
    this.committed = committed;
  }

  /** Whether the rule applied: the write touches the edges of a source whose number is limited. */
  boolean check(Violations violations) {
    boolean applied = false;
    for (EdgeType type : catalog.edges()) {
      if (!type.cardinality().equals(Cardinality.ANY)) {
        applied |= check(type, violations);
      }
    }
    return applied;
  }

  private boolean check(EdgeType type, Violations violations) {
    @Nullable TableDelta edges = deltas.get(type.tableId());
    @Nullable TableDelta nodes = deltas.get(catalog.node(type.source()).orElseThrow().tableId());
    Map<String, Tally> tallies = touchedSources(type, edges, nodes);
    tallies.keySet().retainAll(committed.suspects(type, Set.copyOf(tallies.keySet())));
    if (tallies.isEmpty()) {
      return false;
    }
    if (edges != null) {
      countWritten(edges, tallies);
    }
    countCommitted(type, edges, nodes, tallies);
    tallies.forEach((source, tally) -> report(type, source, tally, violations));
    return true;
  }

  /** The same for nodes that are there already, whatever touches them. */
  void checkSources(EdgeType type, Set<String> sources, Violations violations) {
    Map<String, Tally> tallies = new TreeMap<>();
    sources.forEach(source -> tallies.put(source, new Tally()));
    countCommitted(type, null, null, tallies);
    tallies.forEach((source, tally) -> report(type, source, tally, violations));
  }

  /** Edges of one source after the write. */
  private static final class Tally {
    long count;
    int line;
  }

  private static Map<String, Tally> touchedSources(
      EdgeType type, @Nullable TableDelta edges, @Nullable TableDelta nodes) {
    Map<String, Tally> touched = new TreeMap<>();
    if (edges != null) {
      for (int row : edges.liveRows()) {
        if (edges.connectsAnew(row)) {
          touched.computeIfAbsent(edges.text(row, RowLayout.SRC), s -> new Tally());
        }
      }
      edges.formerSources().forEach(s -> touched.computeIfAbsent(s, x -> new Tally()));
    }
    if (nodes != null) {
      if (type.cardinality().min() > 0) {
        for (int row : nodes.liveRows()) {
          if (nodes.isNew(row)) {
            touched.computeIfAbsent(nodes.id(row), s -> new Tally()).line = nodes.line(row);
          }
        }
      }
      touched.keySet().removeIf(nodes::isDeleted);
    }
    return touched;
  }

  private static void countWritten(TableDelta edges, Map<String, Tally> tallies) {
    for (int row : edges.liveRows()) {
      Tally tally = tallies.get(edges.text(row, RowLayout.SRC));
      if (tally != null) {
        tally.count++;
        tally.line = edges.line(row);
      }
    }
  }

  private void countCommitted(
      EdgeType type,
      @Nullable TableDelta edges,
      @Nullable TableDelta nodes,
      Map<String, Tally> tallies) {
    Set<String> committedSources =
        tallies.keySet().stream().filter(s -> !isNew(nodes, s)).collect(Collectors.toSet());
    committed.edgesFrom(
        type,
        committedSources,
        (batch, row) -> {
          Tally tally = tallies.get(CommittedRows.text(batch, ArrowSchemas.SRC, row));
          String id = CommittedRows.text(batch, ArrowSchemas.ID, row);
          if (tally != null && (edges == null || !edges.supersedes(id))) {
            tally.count++;
          }
        });
  }

  /** A node that is new here has no committed edges. */
  private static boolean isNew(@Nullable TableDelta nodes, String id) {
    int row = nodes == null ? -1 : nodes.liveRow(id);
    return nodes != null && row >= 0 && nodes.isNew(row);
  }

  private static void report(EdgeType type, String source, Tally tally, Violations violations) {
    Cardinality allowed = type.cardinality();
    boolean tooMany = allowed.max().isPresent() && tally.count > allowed.max().getAsInt();
    if (tally.count >= allowed.min() && !tooMany) {
      return;
    }
    String limit = tooMany ? "at most " + allowed.max().getAsInt() : "at least " + allowed.min();
    violations.add(
        Violation.of(
                RuleError.CARDINALITY,
                "%s \"%s\" would have %d edges of this type; it must have %s"
                    .formatted(type.source(), Violation.shorten(source), tally.count, limit))
            .onLine(tally.line)
            .about(source)
            .in(type.name()));
  }
}
