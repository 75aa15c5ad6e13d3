package dev.omnigraph.rule;

import dev.omnigraph.id.TableId;
import dev.omnigraph.row.CommittedRows;
import dev.omnigraph.row.CommittedState;
import dev.omnigraph.row.TableDelta;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.view.View;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Holds the rules of the schema for every write. A committed state keeps them all, so only what the
 * write changes is looked at: {@code required_missing}, {@code enum_value}, {@code range} and
 * {@code check} on the rows themselves, then {@code unique_violation}, {@code endpoint_missing} and
 * {@code cardinality} against the view plus the write. Types of values are right already, and ids
 * are canonical and distinct: whoever makes the rows sees to that.
 */
public final class Validator {
  private final Catalog catalog;
  private final CommittedState committed;
  private final Map<TableId, TableDelta> deltas = new LinkedHashMap<>();

  /**
   * @param deltas at most one per table
   */
  public Validator(View view, Collection<TableDelta> deltas) {
    this(view.catalog(), new CommittedRows(view), deltas);
  }

  /**
   * The same against what a write knows of the state.
   *
   * @param deltas at most one per table
   */
  public Validator(Catalog catalog, CommittedState committed, Collection<TableDelta> deltas) {
    this.catalog = catalog;
    this.committed = committed;
    deltas.forEach(d -> this.deltas.put(d.type().tableId(), d));
  }

  /** Rules that a row keeps or breaks by itself; no I/O. */
  public void checkRows(Violations violations) {
    for (TableDelta delta : deltas.values()) {
      new RowRules(delta).check(violations);
    }
  }

  /** Rules between rows, written and committed. */
  public ReadSet checkState(Violations violations) {
    Set<TableId> reads = new HashSet<>();
    boolean unique = false;
    for (TableDelta delta : deltas.values()) {
      unique |= new UniqueRule(delta, committed).check(violations);
    }
    Map<TableId, Set<String>> endpoints =
        new EndpointRule(catalog, deltas, committed).check(violations);
    reads.addAll(endpoints.keySet());
    boolean counted = new CardinalityRule(catalog, deltas, committed).check(violations);
    return new ReadSet(reads, endpoints, !unique && !counted);
  }
}
