package dev.omnigraph.exec;

import dev.omnigraph.plan.Pushdown;
import dev.omnigraph.query.Clause.Traverse.Direction;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.table.ArrowSchemas;
import dev.omnigraph.table.BatchStream;
import dev.omnigraph.table.Predicate;
import dev.omnigraph.table.ScanRequest;
import dev.omnigraph.table.Table;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/**
 * The edges of one type seen in one direction, as far as they were needed so far: those that leave
 * the nodes loaded. Edges are read once, through the {@code src} and {@code dst} indexes for few
 * nodes, or all together for many.
 */
final class EdgeSet implements AutoCloseable {
  private final Execution execution;
  private final Table table;
  private final Direction direction;
  private final @Nullable Predicate filter;
  private final List<String> columns;
  private final boolean shared;
  private final double perNode;
  private final IdDictionary fromIds;
  private final IdDictionary toIds;
  private final BitSet loaded = new BitSet();
  private final ColumnCollector collector;
  private final Ints from;
  private final Ints to;
  private final Ints edge;
  private boolean complete;
  private @Nullable Adjacency adjacency;
  private String access = "none";
  private @Nullable EarlyScan early;
  private int roundTrips;
  private int waits;

  /** Whose edges the early scan brings; null for all there are. */
  private @Nullable BitSet probed;

  /**
   * @param filter on the edges; null for all
   * @param columns of the edges to keep
   * @param shared whether other nodes may be asked for later, so that what a whole scan gives is
   *     worth keeping
   */
  EdgeSet(
      Execution execution,
      EdgeType type,
      Direction direction,
      @Nullable Predicate filter,
      List<String> columns,
      boolean shared) {
    this.execution = execution;
    this.table = execution.table(type);
    this.direction = direction;
    this.filter = filter;
    this.columns = columns;
    boolean reversed = direction == Direction.IN;
    this.shared = shared;
    String fromType = reversed ? type.target() : type.source();
    this.perNode = (double) table.pin().rows() / Math.max(1, execution.nodes(fromType));
    this.fromIds = execution.entities().dictionary(fromType);
    this.toIds = execution.entities().dictionary(reversed ? type.source() : type.target());
    QueryMemory memory = execution.memory();
    this.collector = new ColumnCollector(memory, table.schema(), columns);
    this.from = memory.ints();
    this.to = memory.ints();
    this.edge = memory.ints();
  }

  /** How the edges were reached. */
  String access() {
    return access;
  }

  /** Whether edges lead to nodes of the type that they start from, so that hops can follow. */
  boolean chains() {
    return fromIds == toIds;
  }

  /** Properties of the edges, by edge number. */
  List<FieldVector> properties() {
    return collector.finish();
  }

  /** Whether all edges will be read, whichever nodes are asked for. */
  boolean readsAll() {
    return early == null && !Pushdown.NEVER.equals(filter) && !prefersLookup(1);
  }

  boolean wouldProbe(BitSet nodes) {
    return !Pushdown.NEVER.equals(filter) && prefersLookup(nodes.cardinality());
  }

  boolean isStarted() {
    return early != null || complete || !loaded.isEmpty();
  }

  /** Round trips of all its scans so far. */
  int roundTrips() {
    return roundTrips;
  }

  /** Those of scans that were not on their way before they were needed. */
  int waits() {
    return waits;
  }

  /** Starts reading all edges; the round trips that it takes. */
  int startAll(Readahead readahead) {
    ScanRequest request = request(filter);
    if (early == null) {
      early = readahead.start(table, request);
    }
    return table.roundTrips(request);
  }

  /** Starts looking up the edges that leave these nodes; the round trips that it takes. */
  int startProbe(Readahead readahead, BitSet nodes) {
    ScanRequest request = request(narrowed(nodes));
    if (early == null) {
      probed = nodes;
      early = readahead.start(table, request);
    }
    return table.roundTrips(request);
  }

  /** Makes sure that the edges leaving these nodes are there. */
  void load(BitSet nodes) {
    if (probed != null) {
      BitSet started = probed;
      probed = null;
      access = lookup(request(narrowed(started)));
      scan(null, started, false);
      loaded.or(started);
    }
    BitSet missing = (BitSet) nodes.clone();
    missing.andNot(loaded);
    if (complete || missing.isEmpty() || Pushdown.NEVER.equals(filter)) {
      return;
    }
    if (early == null && prefersLookup(missing.cardinality())) {
      Predicate probe = narrowed(missing);
      access = access.equals("adjacency") ? access : lookup(request(probe));
      scan(probe, missing, false);
      loaded.or(missing);
    } else if (shared) {
      access = "adjacency";
      scan(filter, loaded, true);
      complete = true;
    } else {
      access = "adjacency";
      scan(filter, missing, false);
      loaded.or(missing);
    }
  }

  /** The nodes that the edges leaving these lead to; they must be loaded. */
  BitSet next(BitSet nodes) {
    Adjacency edges = adjacency();
    BitSet next = new BitSet();
    for (int node = nodes.nextSetBit(0); node >= 0; node = nodes.nextSetBit(node + 1)) {
      for (int i = edges.start(node); i < edges.end(node); i++) {
        next.set(edges.target(i));
      }
    }
    return next;
  }

  Adjacency adjacency() {
    if (adjacency == null) {
      adjacency = Adjacency.of(execution.memory(), from, to, edge);
    }
    return adjacency;
  }

  private String lookup(ScanRequest request) {
    return table.usesIndex(request) ? "index " + String.join(", ", fromColumns()) : "filtered scan";
  }

  private boolean prefersLookup(long ids) {
    return execution.prefersLookup(ids, perNode, table, request(filter).columns());
  }

  private List<String> fromColumns() {
    return switch (direction) {
      case OUT -> List.of(ArrowSchemas.SRC);
      case IN -> List.of(ArrowSchemas.DST);
      case BOTH -> List.of(ArrowSchemas.SRC, ArrowSchemas.DST);
    };
  }

  private Predicate narrowed(BitSet nodes) {
    List<String> ids = texts(fromIds, nodes);
    List<Predicate> probes = new ArrayList<>();
    fromColumns().forEach(column -> probes.add(new Predicate.In(column, ids)));
    Predicate probe = probes.size() == 1 ? probes.getFirst() : new Predicate.Or(probes);
    return filter == null ? probe : new Predicate.And(List.of(probe, filter));
  }

  /**
   * @param nodes whose edges to add, or, when {@code others}, whose edges are there already
   */
  private void scan(@Nullable Predicate predicate, BitSet nodes, boolean others) {
    if (adjacency != null) {
      adjacency.close();
      adjacency = null;
    }
    BitSet known = (BitSet) nodes.clone();
    try (BatchStream stream = stream(predicate)) {
      while (stream.next()) {
        VectorSchemaRoot batch = stream.batch();
        VarCharVector src = (VarCharVector) batch.getVector(ArrowSchemas.SRC);
        VarCharVector dst = (VarCharVector) batch.getVector(ArrowSchemas.DST);
        for (int row = 0; row < batch.getRowCount(); row++) {
          switch (direction) {
            case OUT -> add(batch, row, src, dst, false, known, others);
            case IN -> add(batch, row, dst, src, false, known, others);
            case BOTH -> addBothWays(batch, row, src, dst, known, others);
          }
        }
      }
    }
  }

  private ScanRequest request(@Nullable Predicate predicate) {
    List<String> wanted = new ArrayList<>(columns);
    wanted.remove(ArrowSchemas.SRC);
    wanted.remove(ArrowSchemas.DST);
    wanted.add(ArrowSchemas.SRC);
    wanted.add(ArrowSchemas.DST);
    return ScanRequest.of(wanted).where(predicate);
  }

  /** What was started early, once; else a new scan. */
  private BatchStream stream(@Nullable Predicate predicate) {
    EarlyScan started = early;
    early = null;
    ScanRequest request = request(predicate);
    int sequential = table.roundTrips(request);
    roundTrips += sequential;
    if (started != null) {
      return started;
    }
    waits += sequential;
    return table.scan(request);
  }

  private void addBothWays(
      VectorSchemaRoot batch,
      int row,
      VarCharVector src,
      VarCharVector dst,
      BitSet known,
      boolean others) {
    boolean added = add(batch, row, src, dst, false, known, others);
    if (fromIds.find(src, row) != fromIds.find(dst, row) || fromIds.find(src, row) < 0) {
      add(batch, row, dst, src, added, known, others);
    }
  }

  private boolean add(
      VectorSchemaRoot batch,
      int row,
      VarCharVector start,
      VarCharVector end,
      boolean collected,
      BitSet known,
      boolean others) {
    int node = others ? fromIds.intern(start, row) : fromIds.find(start, row);
    if (node < 0 || known.get(node) == others) {
      return false;
    }
    from.add(node);
    to.add(toIds.intern(end, row));
    if (!collected) {
      collector.add(batch, row);
    }
    edge.add(collector.size() - 1);
    return true;
  }

  /** Frees the edges; their properties stay. */
  @Override
  public void close() {
    QueryMemory memory = execution.memory();
    memory.free(from);
    memory.free(to);
    memory.free(edge);
  }

  static List<String> texts(IdDictionary ids, BitSet numbers) {
    List<String> texts = new ArrayList<>(numbers.cardinality());
    numbers.stream().forEach(number -> texts.add(ids.text(number)));
    return texts;
  }
}
