package dev.omnigraph.rule;

import dev.omnigraph.row.CommittedRows;
import dev.omnigraph.row.RowLayout;
import dev.omnigraph.row.TableDelta;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.Constraint;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.schema.NodeType;
import dev.omnigraph.table.ArrowSchemas;
import dev.omnigraph.table.BatchStream;
import dev.omnigraph.table.ColumnChange;
import dev.omnigraph.table.Predicate;
import dev.omnigraph.table.ScanRequest;
import dev.omnigraph.view.View;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * Holds rules that a change of the schema brings for the rows that are there: those of {@link
 * Validator}, told of all rows, a batch at a time. Rules between rows are told only of those that
 * may break them, which their hashes tell: eight bytes a value, and so many rows at a time that
 * they fit; rows of one value take no more than one that breaks the rule. The order in which
 * offenders are found is that of the scans.
 */
public final class StateCheck {
  private static final int BATCH = 4096;

  /** Rows whose hashes are held at once. */
  private static final long SLICE = 4L << 20;

  /** Sources of edges that are counted one by one at most. */
  private static final int MOST_SUSPECTS = 10_000;

  private final View view;
  private final BufferAllocator allocator;

  public StateCheck(View view, BufferAllocator allocator) {
    this.view = view;
    this.allocator = allocator;
  }

  /** How many rows the table of the type has. */
  public long rows(EntityType type) {
    var pin = view.pins().get(type.tableId());
    return pin == null ? 0 : pin.rows();
  }

  /**
   * Rules that a row keeps or breaks by itself: those of the type as it is to be, with the
   * properties of interest alone.
   *
   * @param change of the columns that these have now, to those of the type
   * @param only of which rows, or null for all
   */
  public Violations rows(
      EntityType now, EntityType rules, ColumnChange change, @Nullable Predicate only) {
    Violations violations = new Violations(null);
    RowLayout layout = new RowLayout(rules);
    List<@Nullable Object[]> batch = new ArrayList<>();
    scan(
        now,
        rules,
        change,
        only,
        values -> {
          batch.add(values);
          if (batch.size() == BATCH) {
            check(layout, batch, violations);
          }
        });
    check(layout, batch, violations);
    return violations;
  }

  private void check(RowLayout layout, List<@Nullable Object[]> batch, Violations violations) {
    try (TableDelta delta = delta(layout, batch)) {
      new RowRules(delta).check(violations);
    }
    batch.clear();
  }

  private TableDelta delta(RowLayout layout, List<@Nullable Object[]> rows) {
    TableDelta delta = new TableDelta(layout.type(), allocator);
    rows.forEach(values -> delta.add(values, 0, false));
    return delta;
  }

  /** That no two rows share a tuple; the parameters are as above. */
  public Violations unique(
      EntityType now, EntityType rules, ColumnChange change, Constraint.Unique unique) {
    RowLayout layout = new RowLayout(rules);
    long slices = rows(now) / SLICE + 1;
    SharedTuples shared = new SharedTuples(unique, rules.name());
    for (long slice = 0; slice < slices; slice++) {
      long wanted = slice;
      HashBag bag = new HashBag(2);
      scan(
          now,
          rules,
          change,
          null,
          values -> {
            List<Object> tuple = tuple(unique, layout, values);
            long hash = tuple == null ? 0 : HashBag.hash(tuple);
            if (tuple != null && Long.remainderUnsigned(hash, slices) == wanted) {
              bag.add(hash);
            }
          });
      shared.suspect(bag);
    }
    if (shared.hasSuspects()) {
      scan(
          now,
          rules,
          change,
          null,
          values -> {
            List<Object> tuple = tuple(unique, layout, values);
            if (tuple != null && shared.isSuspect(HashBag.hash(tuple))) {
              shared.add(tuple, String.valueOf(values[RowLayout.ID]));
            }
          });
    }
    return shared.violations();
  }

  private static @Nullable List<Object> tuple(
      Constraint.Unique unique, RowLayout layout, @Nullable Object[] values) {
    return UniqueRule.tuple(unique.members(), m -> values[layout.position(m)]);
  }

  private static void add(Set<Long> suspects, long hash) {
    if (suspects.size() < MOST_SUSPECTS) {
      suspects.add(hash);
    }
  }

  /**
   * The number of edges of every source.
   *
   * @param catalog the desired one
   * @param edges of that catalog
   */
  public Violations cardinality(Catalog catalog, EdgeType edges) {
    NodeType nodes = catalog.node(edges.source()).orElseThrow();
    Set<String> suspects = new TreeSet<>();
    boolean least = edges.cardinality().min() > 0;
    long most = edges.cardinality().max().orElse(Integer.MAX_VALUE);
    long slices = (rows(edges) + (least ? rows(nodes) : 0)) / SLICE + 1;
    int told =
        (int)
            Math.max(
                edges.cardinality().min(),
                Math.min(edges.cardinality().max().orElse(0) + 1L, Integer.MAX_VALUE));
    CommittedRows committed = new CommittedRows(view);
    for (long slice = 0; slice < slices; slice++) {
      long wanted = slice;
      HashBag sources = new HashBag(told);
      visit(committed, edges, ArrowSchemas.SRC, slices, wanted, (id, hash) -> sources.add(hash));
      Set<Long> many = new HashSet<>();
      sources.moreThan(most, hash -> add(many, hash));
      if (!many.isEmpty()) {
        visit(
            committed,
            edges,
            ArrowSchemas.SRC,
            slices,
            wanted,
            (id, hash) -> suspect(suspects, id, many.contains(hash)));
      }
      if (least) {
        HashBag ids = new HashBag(2);
        visit(committed, nodes, ArrowSchemas.ID, slices, wanted, (id, hash) -> ids.add(hash));
        visit(
            committed,
            nodes,
            ArrowSchemas.ID,
            slices,
            wanted,
            // The edges of two nodes of one hash may hide that one of them has none.
            (id, hash) ->
                suspect(
                    suspects,
                    id,
                    sources.count(hash) < edges.cardinality().min() || ids.count(hash) > 1));
      }
    }
    Violations violations = new Violations(null);
    new CardinalityRule(catalog, Map.of(), committed).checkSources(edges, suspects, violations);
    return violations;
  }

  private static void suspect(Set<String> suspects, String id, boolean is) {
    if (is && suspects.size() < MOST_SUSPECTS) {
      suspects.add(id);
    }
  }

  private interface Hashed {
    void accept(String id, long hash);
  }

  private static void visit(
      CommittedRows committed,
      EntityType type,
      String column,
      long slices,
      long wanted,
      Hashed visitor) {
    committed.all(
        type,
        List.of(column),
        false,
        (batch, row) -> {
          String id = CommittedRows.text(batch, column, row);
          long hash = HashBag.hash(List.of(id));
          if (Long.remainderUnsigned(hash, slices) == wanted) {
            visitor.accept(id, hash);
          }
        });
  }

  private interface Row {
    void accept(@Nullable Object[] values);
  }

  private void scan(
      EntityType now,
      EntityType rules,
      ColumnChange change,
      @Nullable Predicate only,
      Row visitor) {
    if (rows(now) == 0) {
      return;
    }
    List<Field> columns = ArrowSchemas.of(rules).getFields();
    ScanRequest request = ScanRequest.of(change.kept()).where(only);
    try (BatchStream stream = view.table(now).scan(request)) {
      while (stream.next()) {
        VectorSchemaRoot batch = stream.batch();
        for (int row = 0; row < batch.getRowCount(); row++) {
          @Nullable Object[] values = new @Nullable Object[columns.size()];
          for (int i = 0; i < values.length; i++) {
            values[i] = change.value(batch, row, columns.get(i));
          }
          visitor.accept(values);
        }
      }
    }
  }
}
