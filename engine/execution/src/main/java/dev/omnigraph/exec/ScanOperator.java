package dev.omnigraph.exec;

import dev.omnigraph.exec.memory.Ints;
import dev.omnigraph.exec.memory.QueryMemory;
import dev.omnigraph.plan.Pushdown;
import dev.omnigraph.plan.Step;
import dev.omnigraph.table.BatchStream;
import dev.omnigraph.table.Predicate;
import dev.omnigraph.table.ScanRequest;
import dev.omnigraph.table.Table;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Binds a variable to the nodes that a scan gives, and combines them with the rows there are. */
final class ScanOperator {
  /** Combined rows that are made before conditions on them are applied. */
  private static final int CHUNK = 1 << 16;

  /** A greater limit is no reason to have the table order its rows. */
  private static final long MOST_TOP = 10_000;

  private final Execution execution;
  private final Step.Scan step;
  private int roundTrips;
  private boolean indexed;
  private boolean top;

  ScanOperator(Execution execution, Step.Scan step) {
    this.execution = execution;
    this.step = step;
  }

  String access() {
    boolean lookup = Pushdown.isLookup(step.variable().type(), step.conditions());
    String rows =
        step.conditions().isEmpty() ? "scan" : indexed && lookup ? "index id" : "filtered scan";
    return top ? "first %,d of %s".formatted(execution.limit(), rows) : rows;
  }

  int roundTrips() {
    return roundTrips;
  }

  Relation apply(Relation input) {
    Ints found = scan();
    if (input.isUnit() && step.joins().isEmpty()) {
      return input.with(step.variable(), found);
    }
    try {
      return combine(input, found);
    } finally {
      execution.memory().free(found);
      input.close();
    }
  }

  /** What the step asks of its table; null when its conditions never hold. */
  static @Nullable ScanRequest request(Execution execution, Step.Scan step) {
    Predicate filter =
        Pushdown.predicate(step.variable().type(), step.conditions(), execution.arguments());
    if (Pushdown.NEVER.equals(filter)) {
      return null;
    }
    ScanRequest request = ScanRequest.of(FetchOperator.withId(step.columns())).where(filter);
    return givesTop(execution, step)
        ? request.first(execution.limit(), Objects.requireNonNull(step.top())).addressed()
        : request;
  }

  /** Whether the scan gives the first rows alone. */
  static boolean givesTop(Execution execution, Step.Scan step) {
    return step.top() != null && execution.limit() <= MOST_TOP;
  }

  private Ints scan() {
    Table table = execution.table(step);
    ScanRequest request = request(execution, step);
    if (request == null) {
      return new ScannedNodes(execution, step, ScanRequest.of(List.of())).finish();
    }
    roundTrips = table.roundTrips(request);
    indexed = table.usesIndex(request);
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
    ScanRequest all = ScanRequest.of(request.columns()).where(request.filter());
    ScannedNodes again = new ScannedNodes(execution, step, all);
    try (BatchStream stream = table.scan(all)) {
      again.readAll(stream);
    }
    return again.finish();
  }

  /** Every row with every node, a chunk at a time, so that conditions keep the product small. */
  private Relation combine(Relation input, Ints found) {
    QueryMemory memory = execution.memory();
    Ints rows = memory.ints();
    Ints nodes = memory.ints();
    Ints chunkRows = memory.ints();
    Ints chunkNodes = memory.ints();
    for (int row = 0; row < input.rows(); row++) {
      for (int i = 0; i < found.size(); i++) {
        chunkRows.add(row);
        chunkNodes.add(found.get(i));
        if (chunkRows.size() == CHUNK) {
          keepMatching(input, chunkRows, chunkNodes, rows, nodes);
        }
      }
    }
    keepMatching(input, chunkRows, chunkNodes, rows, nodes);
    memory.free(chunkRows);
    memory.free(chunkNodes);
    Relation combined = input.select(rows).with(step.variable(), nodes);
    memory.free(rows);
    return combined;
  }

  private void keepMatching(
      Relation input, Ints chunkRows, Ints chunkNodes, Ints rows, Ints nodes) {
    QueryMemory memory = execution.memory();
    if (step.joins().isEmpty()) {
      for (int i = 0; i < chunkRows.size(); i++) {
        rows.add(chunkRows.get(i));
        nodes.add(chunkNodes.get(i));
      }
    } else {
      Ints copied = memory.ints();
      for (int i = 0; i < chunkNodes.size(); i++) {
        copied.add(chunkNodes.get(i));
      }
      try (Relation chunk = input.select(chunkRows).with(step.variable(), copied);
          RelationColumns inputs = execution.columnsOf(chunk)) {
        Ints matching = Conditions.matching(step.joins(), inputs);
        for (int i = 0; i < matching.size(); i++) {
          rows.add(chunkRows.get(matching.get(i)));
          nodes.add(chunkNodes.get(matching.get(i)));
        }
        memory.free(matching);
      }
    }
    chunkRows.clear();
    chunkNodes.clear();
  }
}
