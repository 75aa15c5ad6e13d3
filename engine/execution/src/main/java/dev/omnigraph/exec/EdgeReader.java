package dev.omnigraph.exec;

import dev.omnigraph.exec.memory.Ints;
import dev.omnigraph.plan.Pushdown;
import dev.omnigraph.query.Clause.Traverse.Direction;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.table.ArrowSchemas;
import dev.omnigraph.table.BatchStream;
import dev.omnigraph.table.IndexSpec;
import dev.omnigraph.table.Predicate;
import dev.omnigraph.table.ScanRequest;
import dev.omnigraph.table.Table;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the edges that a traversal needs into an {@link EdgeSet}: each once, through look-up
 * objects where the table has them, else through the {@code src} and {@code dst} indexes for few
 * nodes, or all together for many.
 */
final class EdgeReader {
  private final Execution execution;
  private final EdgeType type;
  private final Table table;
  private final Direction direction;
  private final @Nullable Predicate filter;
  private final List<String> columns;
  private final boolean named;
  private final boolean shared;
  private final double perNode;
  private final List<EdgeLookup> lookups;
  private @Nullable Boolean looksUp;
  private @Nullable EdgeSet edges;
  private final BitSet loaded = new BitSet();
  private boolean complete;
  private String access = "none";
  private @Nullable BatchStream early;
  private int roundTrips;
  private int waits;

  /** Whose edges the early scan brings; null for all there are. */
  private @Nullable BitSet probed;

  /**
   * @param filter on the edges; null for all
   * @param columns of the edges to keep
   * @param named whether the edges' ids may decide the order of the answer
   * @param shared whether other nodes may be asked for later, so that what a whole scan gives is
   *     worth keeping
   */
  EdgeReader(
      Execution execution,
      EdgeType type,
      Direction direction,
      @Nullable Predicate filter,
      List<String> columns,
      boolean named,
      boolean shared) {
    this.execution = execution;
    this.type = type;
    this.table = execution.table(type);
    this.direction = direction;
    this.filter = filter;
    this.columns = columns;
    this.named = named;
    this.shared = shared;
    String fromType = direction == Direction.IN ? type.target() : type.source();
    this.perNode = (double) table.pin().rows() / Math.max(1, execution.nodes(fromType));
    this.lookups =
        EdgeLookup.of(
            type,
            direction,
            new EdgeLookup.Wanted(
                execution, table, columns, request(type, filter, columns), named));
  }

  /** Those that were read so far. */
  EdgeSet edges() {
    if (edges == null) {
      List<String> kept = looksUp() ? columns : scannedColumns();
      edges = new EdgeSet(execution, type, direction, table.schema(), kept);
    }
    return edges;
  }

  /** An id comes cheaply with the rest of a row, but look-up objects do not have it. */
  private List<String> scannedColumns() {
    return named && !columns.contains(ArrowSchemas.ID) ? FetchOperator.withId(columns) : columns;
  }

  /** Whether edges come through look-up objects; waits until it is known whether these can. */
  boolean looksUp() {
    if (looksUp == null) {
      looksUp = !lookups.isEmpty() && lookups.stream().allMatch(EdgeLookup::isUsable);
    }
    return looksUp;
  }

  /** Starts reading what the first look-up needs. */
  void start() {
    lookups.forEach(EdgeLookup::start);
  }

  /** Starts looking up a node before anything is known of it but its id. */
  void warm(byte[] id) {
    lookups.forEach(lookup -> lookup.warm(id));
  }

  /** Starts looking up nodes that {@link #load} is going to be asked for. */
  void warm(BitSet nodes) {
    if (looksUp()) {
      lookups.forEach(lookup -> lookup.warm(nodes));
    }
  }

  /** How the edges were reached. */
  String access() {
    return access;
  }

  /** Whether all edges will be read, whichever nodes are asked for. */
  boolean readsAll() {
    return lookups.isEmpty()
        && early == null
        && !Pushdown.NEVER.equals(filter)
        && !prefersLookup(1);
  }

  boolean wouldProbe(BitSet nodes) {
    return lookups.isEmpty()
        && !Pushdown.NEVER.equals(filter)
        && prefersLookup(nodes.cardinality());
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
    if (looksUp()) {
      lookUp(missing);
      return;
    }
    edges().nameSources(missing);
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

  /**
   * How many edges leave each of these nodes, by number; null when they have to be loaded for that.
   *
   * @param pairs whether edges from one node to the same other count as one
   */
  @Nullable Ints count(BitSet nodes, boolean pairs) {
    if (isStarted()
        || Pushdown.NEVER.equals(filter)
        || !looksUp()
        || lookups.size() > 1
        || !lookups.getFirst().counts(pairs)) {
      return null;
    }
    lookUp();
    return lookups.getFirst().count(nodes, pairs);
  }

  private void lookUp() {
    access = "look-up " + String.join(", ", fromColumns());
    roundTrips++;
    waits++;
  }

  private void lookUp(BitSet missing) {
    lookUp();
    if (lookups.size() > 1) {
      lookups.forEach(lookup -> lookup.warm(missing));
    }
    complete =
        lookups.stream()
            .map(lookup -> lookup.load(edges(), missing, loaded))
            .reduce(true, Boolean::logicalAnd);
    loaded.or(missing);
  }

  private String lookup(ScanRequest request) {
    return FetchOperator.filtered(table.indexes(request));
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
    edges().nameSources(nodes);
    List<String> ids = edges().fromIds().texts(nodes);
    List<Predicate> probes = new ArrayList<>();
    fromColumns().forEach(column -> probes.add(new Predicate.In(column, ids)));
    Predicate probe = probes.size() == 1 ? probes.getFirst() : new Predicate.Or(probes);
    return filter == null ? probe : new Predicate.And(List.of(probe, filter));
  }

  /**
   * @param nodes whose edges to add, or, when {@code others}, whose edges are there already
   */
  private void scan(@Nullable Predicate predicate, BitSet nodes, boolean others) {
    BitSet known = (BitSet) nodes.clone();
    try (BatchStream stream = stream(predicate)) {
      while (stream.next()) {
        execution.memory().worked(stream.batch().getRowCount());
        edges().add(stream.batch(), known, others);
      }
    }
  }

  private ScanRequest request(@Nullable Predicate predicate) {
    return request(type, predicate, scannedColumns());
  }

  private static ScanRequest request(
      EdgeType type, @Nullable Predicate predicate, List<String> columns) {
    List<String> wanted = new ArrayList<>(columns);
    wanted.remove(ArrowSchemas.SRC);
    wanted.remove(ArrowSchemas.DST);
    wanted.add(ArrowSchemas.SRC);
    wanted.add(ArrowSchemas.DST);
    return ScanRequest.of(wanted).where(predicate).indexed(IndexSpec.columns(type));
  }

  /** What was started early, once; else a new scan. */
  private BatchStream stream(@Nullable Predicate predicate) {
    BatchStream started = early;
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
}
