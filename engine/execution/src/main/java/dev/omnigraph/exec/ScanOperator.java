package dev.omnigraph.exec;

import dev.omnigraph.exec.kernel.ColumnCollector;
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
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** Binds a variable to the nodes that a scan gives. */
final class ScanOperator {
  /** A greater limit is no reason to have the table order its rows. */
  private static final long MOST_TOP = 10_000;

  private final Execution execution;
  private final Step.Scan step;
  private int roundTrips;
  private Set<String> indexes = Set.of();
  private boolean top;
  private boolean lookedUp;
  private @Nullable String searched;

  ScanOperator(Execution execution, Step.Scan step) {
    this.execution = execution;
    this.step = step;
  }

  String access() {
    if (lookedUp) {
      return "look-up id";
    }
    if (searched != null) {
      return searched;
    }
    String rows = step.conditions().isEmpty() ? "scan" : FetchOperator.filtered(indexes);
    return top ? "first %,d of %s".formatted(execution.limit(), rows) : rows;
  }

  int roundTrips() {
    return roundTrips;
  }

  /**
   * @param unit one row that binds nothing, or none if a condition on constants does not hold
   */
  Relation apply(Relation unit) {
    return unit.with(step.variable(), unit.rows() == 0 ? none() : scan());
  }

  /** What the step asks of its table; null when its conditions never hold. */
  static @Nullable ScanRequest request(Execution execution, Step.Scan step) {
    Predicate filter =
        Pushdown.predicate(step.variable().type(), step.conditions(), execution.arguments());
    if (Pushdown.NEVER.equals(filter)) {
      return null;
    }
    ScanRequest request =
        ScanRequest.of(FetchOperator.withId(step.columns()))
            .where(filter)
            .indexed(IndexSpec.columns(step.variable().type()));
    return givesTop(execution, step)
        ? request.first(execution.limit(), Objects.requireNonNull(step.top())).addressed()
        : request;
  }

  /** Whether the scan gives the first rows alone. */
  static boolean givesTop(Execution execution, Step.Scan step) {
    return step.top() != null && execution.limit() <= MOST_TOP;
  }

  /** The one node that the step asks for by its id, where that can be looked up. */
  static Optional<NodeLookup.One> lookedUp(Execution execution, Step.Scan step) {
    ScanRequest request = request(execution, step);
    return request != null
            && step.variable().type() instanceof NodeType type
            && NodeLookup.of(execution, type).isPresent()
        ? NodeLookup.One.in(request.filter())
        : Optional.empty();
  }

  /** Starts looking the one node up. */
  static void warm(Execution execution, Step.Scan step, NodeLookup.One one) {
    NodeLookup.of(execution, (NodeType) step.variable().type())
        .orElseThrow()
        .warm(one, step.columns());
  }

  private Ints none() {
    return new ScannedNodes(execution, step, ScanRequest.of(List.of())).finish();
  }

  private Ints scan() {
    Table table = execution.table(step);
    ScanRequest request = request(execution, step);
    if (request == null) {
      return none();
    }
    if (SearchScan.is(step)) {
      return search(table, request);
    }
    NodeLookup.One one = execution.readahead().named(step.variable()).orElse(null);
    if (one != null) {
      NodeLookup lookup = NodeLookup.of(execution, (NodeType) step.variable().type()).orElseThrow();
      if (lookup.covers(step.columns(), one.rest())) {
        lookedUp = true;
        roundTrips = 1;
        ScannedNodes nodes = new ScannedNodes(execution, step, request);
        lookup.one(one, request, nodes::add);
        return nodes.finish();
      }
    }
    roundTrips = table.roundTrips(request);
    indexes = table.indexes(request);
    top = givesTop(execution, step);
    ScannedNodes nodes = new ScannedNodes(execution, step, request);
    try (BatchStream stream = execution.readahead().scan(step, table, request)) {
      nodes.readAll(stream);
    }
    if (!nodes.endAmongZeros()) {
      return nodes.finish();
    }
    // The table tells zeros apart that are equal here: their ids decide, and some are missing.
    top = false;
    roundTrips *= 2;
    ScanRequest all = request.first(-1, List.of());
    ScannedNodes again = new ScannedNodes(execution, step, all);
    try (BatchStream stream = table.scan(all)) {
      again.readAll(stream);
    }
    return again.finish();
  }

  private Ints search(Table table, ScanRequest all) {
    SearchScan.Chosen chosen = new SearchScan(execution, step).choose();
    searched = "%,d rows of a search".formatted(chosen.rows().length);
    if (chosen.rows().length == 0) {
      return none();
    }
    ScanRequest wanted = (chosen.isFiltered() ? all.where(null) : all).addressed();
    boolean alone = execution.prefersAddresses(chosen.rows().length, table, wanted);
    ScanRequest request = alone ? wanted.at(Arrays.stream(chosen.rows()).boxed().toList()) : wanted;
    roundTrips = table.roundTrips(request);
    ScannedNodes nodes = new ScannedNodes(execution, step, request);
    try (BatchStream stream = table.scan(request)) {
      nodes.readAll(stream, chosen);
    }
    return nodes.finish();
  }

  /** The nodes that a scan gives, with the properties asked for. */
  private static final class ScannedNodes {
    private final QueryMemory memory;
    private final VariableColumns bound;
    private final ScanRequest request;
    private final Ints found;
    private final Ints positions;
    private final ColumnCollector collector;
    private final Addresses addresses;
    private final BestRows best;
    private final boolean ranks;
    private boolean lastHasZero;

    ScannedNodes(Execution execution, Step.Scan step, ScanRequest request) {
      this.memory = execution.memory();
      this.bound = execution.entities().of(step.variable());
      this.request = request;
      this.found = memory.ints();
      this.positions = memory.ints();
      this.collector = new ColumnCollector(memory, execution.table(step).schema(), step.columns());
      this.addresses = new Addresses(memory);
      this.best = execution.best();
      this.ranks = step.best() != null;
    }

    void readAll(BatchStream stream) {
      while (stream.next()) {
        memory.worked(stream.batch().getRowCount());
        read(stream.batch());
      }
    }

    /** Reads the rows that were chosen by a search, and keeps what they were chosen by. */
    void readAll(BatchStream stream, SearchScan.Chosen chosen) {
      while (stream.next()) {
        VectorSchemaRoot batch = stream.batch();
        memory.worked(batch.getRowCount());
        VarCharVector id = (VarCharVector) batch.getVector(ArrowSchemas.ID);
        UInt8Vector address = (UInt8Vector) batch.getVector(ScanRequest.ROW_ADDRESS);
        for (int row = 0; row < batch.getRowCount(); row++) {
          int place = Arrays.binarySearch(chosen.rows(), address.get(row));
          if (place >= 0) {
            int number = bound.ids().intern(id, row);
            add(number, batch, row);
            addresses.put(number, address.get(row));
            if (chosen.values() != null) {
              best.put(number, chosen.values()[place]);
            }
          }
        }
      }
    }

    /**
     * Whether a scan of the first rows ended at one with a zero to order by, so that not all that
     * are equal to it are there.
     */
    boolean endAmongZeros() {
      return lastHasZero && found.size() == request.limit();
    }

    /** Hands the properties over; the nodes' numbers. */
    Ints finish() {
      bound.nodes().settle();
      canonicalize();
      bound.put(collector.finish(), positions);
      bound.locate(addresses);
      return found;
    }

    private void canonicalize() {
      if (bound.ids().isPlain()) {
        return;
      }
      for (int i = 0; i < found.size(); i++) {
        int number = found.get(i);
        int stays = bound.ids().canonical(number);
        if (stays != number) {
          found.set(i, stays);
          if (ranks) {
            best.put(stays, best.value(number));
          }
          positions.growTo(Math.max(positions.size(), stays + 1), -1);
          positions.set(stays, positions.get(number));
        }
      }
    }

    private void add(int number, VectorSchemaRoot rows, int row) {
      found.add(number);
      positions.growTo(Math.max(positions.size(), number + 1), -1);
      positions.set(number, collector.size());
      collector.add(rows, row);
    }

    private void read(VectorSchemaRoot batch) {
      VarCharVector id = (VarCharVector) batch.getVector(ArrowSchemas.ID);
      for (int row = 0; row < batch.getRowCount(); row++) {
        add(bound.ids().intern(id, row), batch, row);
      }
      if (request.limit() >= 0 && batch.getRowCount() > 0) {
        locate(batch, id);
        lastHasZero = hasZero(batch, request.order());
      }
    }

    private void locate(VectorSchemaRoot batch, VarCharVector id) {
      UInt8Vector address = (UInt8Vector) batch.getVector(ScanRequest.ROW_ADDRESS);
      for (int row = 0; row < batch.getRowCount(); row++) {
        addresses.put(bound.ids().find(id, row), address.get(row));
      }
    }

    private static boolean hasZero(VectorSchemaRoot batch, List<ScanRequest.Order> order) {
      int last = batch.getRowCount() - 1;
      return order.stream().anyMatch(key -> isFloatZero(batch.getVector(key.column()), last));
    }

    private static boolean isFloatZero(FieldVector vector, int row) {
      return !vector.isNull(row)
          && switch (vector) {
            case Float4Vector v -> v.get(row) == 0;
            case Float8Vector v -> v.get(row) == 0;
            default -> false;
          };
    }
  }
}
