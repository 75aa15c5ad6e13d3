package dev.omnigraph.exec;

import dev.omnigraph.exec.kernel.ColumnCollector;
import dev.omnigraph.exec.kernel.IdDictionary;
import dev.omnigraph.exec.memory.Ints;
import dev.omnigraph.exec.memory.QueryMemory;
import dev.omnigraph.plan.Pushdown;
import dev.omnigraph.plan.Step;
import dev.omnigraph.schema.NodeType;
import dev.omnigraph.table.ArrowSchemas;
import dev.omnigraph.table.BatchStream;
import dev.omnigraph.table.IndexSpec;
import dev.omnigraph.table.Predicate;
import dev.omnigraph.table.ScanRequest;
import dev.omnigraph.table.Table;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/**
 * Fetches properties of the nodes that rows are bound to, and drops rows whose node is filtered.
 */
final class FetchOperator {
  private final Execution execution;
  private final Step.Fetch step;
  private String access = "none";
  private int roundTrips;

  FetchOperator(Execution execution, Step.Fetch step) {
    this.execution = execution;
    this.step = step;
  }

  /** How the nodes were reached; known after {@link #apply}. */
  String access() {
    return access;
  }

  int roundTrips() {
    return roundTrips;
  }

  Relation apply(Relation input) {
    Ints positions = fetch(input);
    if (step.conditions().isEmpty()) {
      return input;
    }
    Ints numbers = input.numbers(step.variable());
    Ints kept = execution.memory().ints();
    for (int row = 0; row < input.rows(); row++) {
      int number = numbers.get(row);
      if (number >= 0 && number < positions.size() && positions.get(number) >= 0) {
        kept.add(row);
      }
    }
    Relation selected = input.select(kept);
    execution.memory().free(kept);
    input.close();
    return selected;
  }

  /** Fetches for the nodes in the relation; the index of each in what was fetched, by number. */
  private Ints fetch(Relation input) {
    QueryMemory memory = execution.memory();
    Table table = execution.table(step);
    BitSet wanted = distinct(input.numbers(step.variable()));
    ColumnCollector collector = new ColumnCollector(memory, table.schema(), step.columns());
    Ints positions = memory.ints();
    positions.growTo(wanted.length(), -1);
    each(
        wanted,
        false,
        (number, rows, row) -> {
          positions.growTo(Math.max(positions.size(), number + 1), -1);
          positions.set(number, collector.size());
          collector.add(rows, row);
        });
    execution.entities().of(step.variable()).put(collector.finish(), positions);
    return positions;
  }

  /**
   * Hands over each of the wanted nodes that there are and that match the conditions.
   *
   * @param addressed whether with the address of its row
   */
  void each(BitSet wanted, boolean addressed, NodeLookup.Found found) {
    ScanRequest asked = request(execution, step);
    if (wanted.isEmpty() || asked == null) {
      return;
    }
    ScanRequest all = addressed ? asked.addressed() : asked;
    NodeLookup lookup = lookup(execution, step).orElse(null);
    if (!addressed && lookup != null && lookup.covers(all.columns(), all.filter())) {
      access = "look-up id";
      roundTrips = 1;
      lookup.all(wanted, all, found);
      return;
    }
    VariableColumns bound = execution.entities().of(step.variable());
    Table table = execution.table(step);
    ScanRequest request;
    synchronized (bound.nodes()) {
      bound.nodes().findIds(wanted);
      request = execution.readahead().isEarly(step) ? all : narrowed(all, wanted, bound, table);
    }
    roundTrips = table.roundTrips(request);
    access = access(request, table.indexes(request));
    List<Long> addresses = request.addresses();
    Map<Long, Integer> numbers = addresses == null ? Map.of() : numbers(addresses, wanted);
    try (BatchStream stream = execution.readahead().scan(step, table, request)) {
      while (stream.next()) {
        execution.memory().worked(stream.batch().getRowCount());
        if (addresses != null) {
          read(stream.batch(), numbers, found);
          continue;
        }
        synchronized (bound.nodes()) {
          read(stream.batch(), bound.ids(), wanted, found);
        }
      }
    }
  }

  private static String access(ScanRequest request, Set<String> indexes) {
    if (request.addresses() != null) {
      return "row addresses";
    }
    return request.filter() == null ? "scan" : filtered(indexes);
  }

  /** How rows that fit a filter are found. */
  static String filtered(Set<String> indexes) {
    return indexes.isEmpty() ? "filtered scan" : "index " + String.join(", ", indexes);
  }

  static Optional<NodeLookup> lookup(Execution execution, Step.Fetch step) {
    return step.variable().type() instanceof NodeType type
        ? NodeLookup.of(execution, type)
        : Optional.empty();
  }

  /** The request for the wanted nodes alone where that is worth it. */
  private ScanRequest narrowed(ScanRequest all, BitSet wanted, VariableColumns bound, Table table) {
    if (execution.prefersAddresses(wanted.cardinality(), table, all)) {
      if (bound.addresses(wanted).isEmpty()) {
        lookup(execution, step).ifPresent(lookup -> lookup.locate(wanted, bound));
      }
      Optional<List<Long>> addresses = bound.addresses(wanted);
      if (addresses.isPresent()) {
        return at(addresses.get(), all);
      }
    }
    if (!execution.prefersLookup(wanted.cardinality(), 1, table, all.columns())) {
      return all;
    }
    return narrowed(all, bound.ids().texts(wanted));
  }

  /** The request for nodes that are there: their addresses tell which they are. */
  private ScanRequest at(List<Long> addresses, ScanRequest all) {
    return ScanRequest.of(step.columns())
        .where(all.filter())
        .indexed(Set.of())
        .addressed()
        .at(addresses);
  }

  /** The request for nodes with these ids alone. */
  static ScanRequest narrowed(ScanRequest all, List<String> ids) {
    Predicate byId = new Predicate.In(ArrowSchemas.ID, ids);
    Predicate filter = all.filter();
    return all.where(filter == null ? byId : new Predicate.And(List.of(byId, filter)));
  }

  /**
   * Whether all nodes that fit the conditions will be read, whichever are wanted.
   *
   * @param located whether it will be known where the nodes are that are wanted
   */
  static boolean readsAll(Execution execution, Step.Fetch step, boolean located) {
    if (lookup(execution, step).isPresent()) {
      return false;
    }
    Table table = execution.table(step);
    if (located
        && execution.prefersAddresses(
            execution.limit(), table, ScanRequest.of(withId(step.columns())))) {
      return false;
    }
    return !execution.prefersLookup(1, 1, table, withId(step.columns()));
  }

  /** What the step asks of its table if not for single nodes; null when nothing can match. */
  static @Nullable ScanRequest request(Execution execution, Step.Fetch step) {
    Predicate filter =
        Pushdown.predicate(step.variable().type(), step.conditions(), execution.arguments());
    return Pushdown.NEVER.equals(filter)
        ? null
        : ScanRequest.of(withId(step.columns()))
            .where(filter)
            .indexed(IndexSpec.columns(step.variable().type()));
  }

  static List<String> withId(List<String> columns) {
    List<String> all = new ArrayList<>();
    all.add(ArrowSchemas.ID);
    all.addAll(columns);
    return all;
  }

  private static void read(
      VectorSchemaRoot batch, IdDictionary ids, BitSet wanted, NodeLookup.Found found) {
    VarCharVector id = (VarCharVector) batch.getVector(ArrowSchemas.ID);
    for (int row = 0; row < batch.getRowCount(); row++) {
      int number = ids.find(id, row);
      if (number >= 0 && wanted.get(number)) {
        found.add(number, batch, row);
      }
    }
  }

  private static void read(
      VectorSchemaRoot batch, Map<Long, Integer> numbers, NodeLookup.Found found) {
    UInt8Vector address = (UInt8Vector) batch.getVector(ScanRequest.ROW_ADDRESS);
    for (int row = 0; row < batch.getRowCount(); row++) {
      Integer number = numbers.get(address.get(row));
      if (number != null) {
        found.add(number, batch, row);
      }
    }
  }

  /** The numbers of nodes by their addresses, both in order. */
  private static Map<Long, Integer> numbers(List<Long> addresses, BitSet nodes) {
    Map<Long, Integer> numbers = new HashMap<>();
    int number = -1;
    for (long address : addresses) {
      number = nodes.nextSetBit(number + 1);
      numbers.put(address, number);
    }
    return numbers;
  }

  static BitSet distinct(Ints numbers) {
    BitSet distinct = new BitSet();
    for (int row = 0; row < numbers.size(); row++) {
      if (numbers.get(row) >= 0) {
        distinct.set(numbers.get(row));
      }
    }
    return distinct;
  }
}
