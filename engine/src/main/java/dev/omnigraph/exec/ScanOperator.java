package dev.omnigraph.exec;

import dev.omnigraph.plan.Pushdown;
import dev.omnigraph.plan.Step;
import dev.omnigraph.schema.ArrowSchemas;
import dev.omnigraph.table.BatchStream;
import dev.omnigraph.table.Predicate;
import dev.omnigraph.table.ScanRequest;
import dev.omnigraph.table.Table;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** Binds a variable to the nodes that a scan gives, and combines them with the rows there are. */
final class ScanOperator {
  /** Combined rows that are made before conditions on them are applied. */
  private static final int CHUNK = 1 << 16;

  private final Execution execution;
  private final Step.Scan step;
  private int roundTrips;
  private boolean indexed;

  ScanOperator(Execution execution, Step.Scan step) {
    this.execution = execution;
    this.step = step;
  }

  String access() {
    if (step.conditions().isEmpty()) {
      return "scan";
    }
    boolean lookup = Pushdown.isLookup(step.variable().type(), step.conditions());
    return indexed && lookup ? "index id" : "filtered scan";
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
    return Pushdown.NEVER.equals(filter)
        ? null
        : ScanRequest.of(FetchOperator.withId(step.columns())).where(filter);
  }

  private Ints scan() {
    QueryMemory memory = execution.memory();
    Ints found = memory.ints();
    Bound bound = execution.entities().of(step.variable());
    Table table = execution.table(step);
    ColumnCollector collector = new ColumnCollector(memory, table.schema(), step.columns());
    Ints positions = memory.ints();
    ScanRequest request = request(execution, step);
    if (request != null) {
      roundTrips = table.roundTrips(request);
      indexed = table.usesIndex(request);
      try (BatchStream stream = execution.readahead().scan(step, table, request)) {
        while (stream.next()) {
          read(stream.batch(), bound.ids(), found, positions, collector);
        }
      }
    }
    bound.put(collector.finish(), positions);
    return found;
  }

  private static void read(
      VectorSchemaRoot batch,
      IdDictionary ids,
      Ints found,
      Ints positions,
      ColumnCollector collector) {
    VarCharVector id = (VarCharVector) batch.getVector(ArrowSchemas.ID);
    for (int row = 0; row < batch.getRowCount(); row++) {
      int number = ids.intern(id, row);
      found.add(number);
      positions.growTo(Math.max(positions.size(), number + 1), -1);
      positions.set(number, collector.size());
      collector.add(batch, row);
    }
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
    if ((long) rows.size() + chunkRows.size() > Integer.MAX_VALUE - CHUNK) {
      throw new OutOfMemoryException("The product of unconnected patterns is too large.");
    }
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
          Frame frame = execution.frame(chunk)) {
        Ints matching = Conditions.matching(step.joins(), frame);
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
