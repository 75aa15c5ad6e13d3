package dev.omnigraph.exec;

import dev.omnigraph.exec.kernel.IdDictionary;
import dev.omnigraph.exec.kernel.Matching;
import dev.omnigraph.lookup.Lookup;
import dev.omnigraph.lookup.LookupBlock;
import dev.omnigraph.lookup.LookupColumn;
import dev.omnigraph.lookup.Need;
import dev.omnigraph.plan.Pushdown;
import dev.omnigraph.schema.NodeType;
import dev.omnigraph.table.ArrowSchemas;
import dev.omnigraph.table.BatchStream;
import dev.omnigraph.table.Predicate;
import dev.omnigraph.table.ScanRequest;
import dev.omnigraph.table.Table;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** Nodes by their ids or ranks, through the look-up object of their table. */
final class NodeLookup {
  /** More are found by reading all rows that the object does not know. */
  private static final int MOST_IDS = 20_000;

  /** Stands for the columns where none are needed. */
  private final VectorSchemaRoot nothing = VectorSchemaRoot.of();

  private final Execution execution;
  private final Table table;
  private final Lookup lookup;
  private final RankedNodes nodes;

  private NodeLookup(Execution execution, Table table, Lookup lookup, RankedNodes nodes) {
    this.execution = execution;
    this.table = table;
    this.lookup = lookup;
    this.nodes = nodes;
  }

  /** Empty when the table has no such object. */
  static Optional<NodeLookup> of(Execution execution, NodeType type) {
    Table table = execution.table(type);
    Lookup lookup = execution.lookup(table, LookupColumn.ID);
    return lookup == null
        ? Optional.empty()
        : Optional.of(
            new NodeLookup(execution, table, lookup, execution.entities().nodes(type.name())));
  }

  /** Takes the rows that were found. */
  interface Found {
    /**
     * @param number of the node
     * @param rows with the columns asked for
     */
    void add(int number, VectorSchemaRoot rows, int row);
  }

  /**
   * The id that a predicate asks for by equality, with the conditions besides it.
   *
   * @param rest null for none
   */
  record One(byte[] id, @Nullable Predicate rest) {
    /** Empty for other predicates. */
    static Optional<One> in(@Nullable Predicate predicate) {
      List<Predicate> rest = new ArrayList<>();
      byte[] id = null;
      for (Predicate term :
          predicate instanceof Predicate.And and
              ? and.terms()
              : predicate == null ? List.<Predicate>of() : List.of(predicate)) {
        if (id == null
            && term instanceof Predicate.Compare compare
            && compare.operator() == Predicate.Compare.Operator.EQ
            && compare.column().equals(ArrowSchemas.ID)
            && compare.value() instanceof String text) {
          id = text.getBytes(StandardCharsets.UTF_8);
        } else {
          rest.add(term);
        }
      }
      return id == null
          ? Optional.empty()
          : Optional.of(new One(id, rest.isEmpty() ? null : Pushdown.and(rest)));
    }
  }

  /** Starts looking up an id, before anything is known of it. */
  void warm(One one, Collection<String> columns) {
    lookup.warm(new int[0], List.of(one.id()), need(columns(columns, one.rest())));
  }

  /** Whether it has the columns and what the conditions are on; waits for the index. */
  boolean covers(Collection<String> columns, @Nullable Predicate filter) {
    return lookup.covers(columns(columns, filter));
  }

  /**
   * Finds the node that has the id and fits the rest: one round trip, and one more when the object
   * does not know it.
   *
   * @param request for it without a look-up object
   */
  void one(One wanted, ScanRequest request, Found found) {
    synchronized (nodes) {
      boolean[] isThere = {false};
      Need need = need(columns(request.columns(), wanted.rest()));
      KeyWalk walk = KeyWalk.of(wanted.id());
      boolean ranked = nodes.uses(lookup.keys());
      read(
          walk,
          need,
          (block, key) -> {
            int row = block.start(key);
            if (row < block.end(key) && block.isLive(row)) {
              isThere[0] = true;
              if (fits(wanted.rest(), block, row)) {
                int number =
                    ranked
                        ? nodes.ids().intern(block.first() + key, wanted.id())
                        : nodes.ids().intern(wanted.id());
                found.add(number, values(block, need), row);
              }
            }
          });
      if (!isThere[0]) {
        scanRest(request, (rows, row, id) -> found.add(nodes.ids().intern(id), rows, row));
      }
    }
  }

  /**
   * Finds these nodes, those that fit the request's filter.
   *
   * @param request for all that fit
   */
  void all(BitSet wanted, ScanRequest request, Found found) {
    Predicate filter = request.filter();
    Need need = need(columns(request.columns(), filter));
    find(
        wanted,
        need,
        request,
        (number, block, row) -> {
          if (fits(filter, block, row)) {
            found.add(number, values(block, need), row);
          }
        },
        found);
  }

  /** Finds out where these nodes are: one round trip, and one more for what it does not know. */
  void locate(BitSet wanted, VariableColumns bound) {
    Addresses found = new Addresses(execution.memory());
    find(
        wanted,
        Need.IDS.withAddresses(),
        ScanRequest.of(List.of(ArrowSchemas.ID)).addressed(),
        (number, block, row) -> found.put(number, block.address(row)),
        found::put);
    bound.locate(found);
  }

  private interface Known {
    void accept(int number, LookupBlock block, int row);
  }

  /**
   * @param request for what the object does not know
   * @param known takes the rows of these nodes that it knows
   * @param others takes those that it does not
   */
  private void find(BitSet wanted, Need need, ScanRequest request, Known known, Found others) {
    synchronized (nodes) {
      IdDictionary ids = nodes.ids();
      boolean ranked = nodes.uses(lookup.keys());
      if (!ranked) {
        nodes.findIds(wanted);
      }
      BitSet missing = (BitSet) wanted.clone();
      read(
          KeyWalk.of(wanted, ids, ranked),
          need,
          (block, key) -> {
            byte[] id = block.id(key);
            int number = ranked ? ids.know(block.first() + key, id) : ids.find(id);
            int row = block.start(key);
            if (row < block.end(key) && block.isLive(row)) {
              missing.clear(number);
              known.accept(number, block, row);
            }
          });
      if (!missing.isEmpty() && !lookup.uncovered().isEmpty()) {
        scanRest(
            missing.cardinality() > MOST_IDS
                ? request
                : FetchOperator.narrowed(request, ids.texts(missing)),
            (rows, row, id) -> {
              int number = ids.find(id);
              if (number >= 0 && missing.get(number)) {
                others.add(number, rows, row);
              }
            });
      }
    }
  }

  private interface Entry {
    void accept(LookupBlock block, int key);
  }

  private void read(KeyWalk walk, Need need, Entry entry) {
    lookup.read(
        walk.ranks(),
        walk.ids(),
        need,
        execution.memory().allocator(),
        block -> walk.in(block).stream().forEach(key -> entry.accept(block, key)));
  }

  private interface Row {
    void accept(VectorSchemaRoot rows, int row, byte[] id);
  }

  /** Reads from the fragments that the object does not know. */
  private void scanRest(ScanRequest request, Row sink) {
    if (lookup.uncovered().isEmpty()) {
      return;
    }
    try (BatchStream stream = table.scan(request.in(lookup.uncovered()))) {
      while (stream.next()) {
        VectorSchemaRoot rows = stream.batch();
        execution.memory().worked(rows.getRowCount());
        VarCharVector ids = (VarCharVector) rows.getVector(ArrowSchemas.ID);
        for (int row = 0; row < rows.getRowCount(); row++) {
          sink.accept(rows, row, ids.get(row));
        }
      }
    }
  }

  private static boolean fits(@Nullable Predicate filter, LookupBlock block, int row) {
    return filter == null || Matching.matches(filter, block.columns(), row);
  }

  private VectorSchemaRoot values(LookupBlock block, Need need) {
    return need.columns() ? block.columns() : nothing;
  }

  private static Need need(Set<String> columns) {
    return columns.isEmpty() ? Need.IDS : Need.COLUMNS;
  }

  /** What is needed besides the id. */
  private static Set<String> columns(Collection<String> wanted, @Nullable Predicate filter) {
    Set<String> columns = new HashSet<>(wanted);
    columns.remove(ArrowSchemas.ID);
    if (filter != null) {
      filter.addColumns(columns);
    }
    return columns;
  }
}
