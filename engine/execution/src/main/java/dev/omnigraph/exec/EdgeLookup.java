package dev.omnigraph.exec;

import dev.omnigraph.exec.kernel.IdDictionary;
import dev.omnigraph.exec.kernel.Matching;
import dev.omnigraph.lookup.KeySet;
import dev.omnigraph.lookup.Lookup;
import dev.omnigraph.lookup.LookupBlock;
import dev.omnigraph.lookup.LookupColumn;
import dev.omnigraph.lookup.LookupUnusable;
import dev.omnigraph.lookup.Need;
import dev.omnigraph.query.Clause.Traverse.Direction;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.table.ArrowSchemas;
import dev.omnigraph.table.BatchStream;
import dev.omnigraph.table.Predicate;
import dev.omnigraph.table.ScanRequest;
import dev.omnigraph.table.Table;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/**
 * The edges of nodes in one direction, by their table's look-up object: those that it knows by one
 * round trip for any number of nodes, and the others, which come together, by none.
 */
final class EdgeLookup {
  /** Rows that no object knows, beyond which the table's own indexes are the better way. */
  private static final long MOST_TAIL = 100_000;

  /** So large a part of all ids is not looked up one by one. */
  private static final int WHOLE = 4;

  /** Stands for the columns where none are needed. */
  private final VectorSchemaRoot nothing = VectorSchemaRoot.of();

  private final Execution execution;
  private final Table table;
  private final Lookup lookup;
  private final Lookup reverse;
  private final RankedNodes from;
  private final RankedNodes to;
  private final EdgeSet edges;
  private final @Nullable Predicate filter;
  private final Set<String> columns;
  private final Need need;
  private final ScanRequest tailRequest;
  private final boolean reversed;
  private final boolean withoutLoops;
  private @Nullable BatchStream tailStream;
  private @Nullable TailEdges tail;

  /**
   * One for each column by which edges are followed in a direction; none where the table has no
   * look-up objects, and for edges in both directions whose properties are wanted.
   *
   * @param request for the edges, with the columns to keep
   * @param located whether to keep the addresses of the edges
   */
  static List<EdgeLookup> of(
      Execution execution,
      EdgeType type,
      Direction direction,
      EdgeSet edges,
      ScanRequest request,
      boolean located) {
    Table table = execution.table(type);
    Lookup out = execution.lookup(table, LookupColumn.SRC);
    Lookup in = execution.lookup(table, LookupColumn.DST);
    boolean both = direction == Direction.BOTH;
    if (out == null || in == null || both && (located || !edges.columns().isEmpty())) {
      return List.of();
    }
    RankedNodes sources = execution.entities().nodes(type.source());
    RankedNodes targets = execution.entities().nodes(type.target());
    EdgeLookup forward =
        new EdgeLookup(
            execution,
            table,
            LookupColumn.SRC,
            out,
            in,
            sources,
            targets,
            edges,
            request,
            located,
            false);
    EdgeLookup backward =
        new EdgeLookup(
            execution,
            table,
            LookupColumn.DST,
            in,
            out,
            targets,
            sources,
            edges,
            request,
            located,
            both);
    return switch (direction) {
      case OUT -> List.of(forward);
      case IN -> List.of(backward);
      case BOTH -> List.of(forward, backward);
    };
  }

  /**
   * @param by the column of the nodes that the edges leave as they are followed
   * @param lookup by that column
   * @param reverse by the other
   * @param request for the edges, with the columns to keep
   * @param located whether to keep the addresses of the edges
   * @param withoutLoops whether edges from a node to itself are added by somebody else
   */
  private EdgeLookup(
      Execution execution,
      Table table,
      LookupColumn by,
      Lookup lookup,
      Lookup reverse,
      RankedNodes from,
      RankedNodes to,
      EdgeSet edges,
      ScanRequest request,
      boolean located,
      boolean withoutLoops) {
    this.execution = execution;
    this.table = table;
    this.lookup = lookup;
    this.reversed = by == LookupColumn.DST;
    this.reverse = reverse;
    this.withoutLoops = withoutLoops;
    this.from = from;
    this.to = to;
    this.edges = edges;
    this.filter = request.filter();
    this.columns = new HashSet<>(edges.columns());
    if (filter != null) {
      filter.addColumns(columns);
    }
    this.need = new Need(!columns.isEmpty(), located);
    this.tailRequest = located ? request.addressed() : request;
  }

  /** Starts reading what every look-up needs, and the edges that the object does not know. */
  void start() {
    if (tail == null && tailStream == null) {
      lookup.start();
      tailStream = execution.readahead().start(this::scanTail);
    }
  }

  private BatchStream scanTail() {
    boolean none = lookup.uncovered().isEmpty() || lookup.uncoveredRows() > MOST_TAIL;
    return none ? BatchStream.EMPTY : table.scan(tailRequest.in(lookup.uncovered()));
  }

  /** Whether it can answer for these columns and conditions; waits for the index. */
  boolean isUsable() {
    return lookup.covers(columns) && lookup.uncoveredRows() <= MOST_TAIL;
  }

  /** Starts looking up an id, before anything is known of it. */
  void warm(byte[] id) {
    lookup.warm(new int[0], List.of(id), need);
  }

  /** Starts looking up these nodes. */
  void warm(BitSet nodes) {
    KeyWalk walk = walk(nodes);
    if (!isWhole(walk)) {
      lookup.warm(walk.ranks(), walk.ids(), need);
    }
  }

  /** Adds the edges of these nodes; whether those of all others were added with them. */
  boolean load(BitSet nodes, BitSet known) {
    KeyWalk walk = walk(nodes);
    if (isWhole(walk)) {
      loadAll(known);
      return true;
    }
    start();
    boolean ranked = from.uses(lookup.keys());
    Targets targets = targets();
    lookup.read(
        walk.ranks(),
        walk.ids(),
        need,
        execution.memory().allocator(),
        block -> {
          BitSet keys = walk.in(block);
          for (int key = keys.nextSetBit(0); key >= 0; key = keys.nextSetBit(key + 1)) {
            add(block, key, number(block, key, ranked), targets);
          }
        });
    targets.finish();
    addTail(nodes);
    return false;
  }

  /** Adds the edges of all nodes but these, whose edges are there already. */
  private void loadAll(BitSet known) {
    start();
    boolean ranked = from.uses(lookup.keys());
    Targets targets = targets();
    lookup.readAll(
        need,
        execution.memory().allocator(),
        block -> {
          for (int key = 0; key < block.size(); key++) {
            if (block.start(key) < block.end(key)) {
              int number = intern(block, key, ranked);
              if (!known.get(number)) {
                add(block, key, number, targets);
              }
            }
          }
        });
    targets.finish();
    addWholeTail(known);
  }

  private boolean isWhole(KeyWalk walk) {
    return walk.ids().size() > lookup.keys().size() / WHOLE;
  }

  private KeyWalk walk(BitSet nodes) {
    boolean ranked = from.uses(lookup.keys());
    if (ranked) {
      from.tell(lookup);
    } else {
      from.findIds(nodes);
    }
    return KeyWalk.of(nodes, from.ids(), ranked);
  }

  private int number(LookupBlock block, int key, boolean ranked) {
    return ranked
        ? from.ids().know(block.first() + key, block.id(key))
        : from.ids().find(block.id(key));
  }

  private int intern(LookupBlock block, int key, boolean ranked) {
    int number = from.ids().intern(block.id(key));
    return ranked ? from.ids().know(block.first() + key, block.id(key)) : number;
  }

  private KeySet targetKeys() {
    return Objects.requireNonNull(lookup.targets());
  }

  private void add(LookupBlock block, int key, int node, Targets targets) {
    int self = withoutLoops ? block.first() + key : -1;
    for (int row = block.start(key); row < block.end(key); row++) {
      if (block.isLive(row)
          && block.target(row) != self
          && (filter == null || Matching.matches(filter, block.columns(), row))) {
        targets.add(node, block, row);
      }
    }
  }

  private Targets targets() {
    if (to.uses(targetKeys())) {
      to.tell(reverse);
      return new RankedTargets();
    }
    if (!reverse.keys().equals(targetKeys())) {
      throw new LookupUnusable("The look-up objects of " + table.pin().path() + " do not fit.");
    }
    return new NamedTargets();
  }

  private void addTail(BitSet nodes) {
    IdDictionary ids = from.ids();
    for (int node = nodes.nextSetBit(0); node >= 0; node = nodes.nextSetBit(node + 1)) {
      int number = ids.canonical(node);
      if (ids.placeOf(number) >= 0) {
        tail().forEach(ids.bytes(number), row -> addTail(number, row));
      }
    }
  }

  private void addWholeTail(BitSet known) {
    VectorSchemaRoot rows = tail().rows();
    for (int row = 0; row < rows.getRowCount(); row++) {
      int number = from.ids().intern((VarCharVector) rows.getVector(fromColumn()), row);
      if (!known.get(number)) {
        addTail(number, row);
      }
    }
  }

  private void addTail(int node, int row) {
    VectorSchemaRoot rows = tail().rows();
    int target = to.ids().intern((VarCharVector) rows.getVector(toColumn()), row);
    if (withoutLoops && target == node) {
      return;
    }
    int edge = edges.add(node, target, rows, row);
    if (need.addresses()) {
      edges.locate(edge, ((UInt8Vector) rows.getVector(ScanRequest.ROW_ADDRESS)).get(row));
    }
  }

  private TailEdges tail() {
    if (tail == null) {
      tail = TailEdges.read(execution.memory(), fromColumn(), Objects.requireNonNull(tailStream));
    }
    return tail;
  }

  private String fromColumn() {
    return reversed ? ArrowSchemas.DST : ArrowSchemas.SRC;
  }

  private String toColumn() {
    return reversed ? ArrowSchemas.SRC : ArrowSchemas.DST;
  }

  private int added(int node, int target, LookupBlock block, int row) {
    VectorSchemaRoot values = need.columns() ? block.columns() : nothing;
    int edge = edges.add(node, target, values, row);
    if (need.addresses()) {
      edges.locate(edge, block.address(row));
    }
    return edge;
  }

  /** How the nodes become known that the edges lead to. */
  private interface Targets {
    void add(int node, LookupBlock block, int row);

    /** All edges are added. */
    default void finish() {}
  }

  /** By their ranks, which are those of the query. */
  private final class RankedTargets implements Targets {
    @Override
    public void add(int node, LookupBlock block, int row) {
      added(node, to.ids().internRank(block.target(row)), block, row);
    }
  }

  /** By their ids, which a look-up object by the other end tells: one round trip more. */
  private final class NamedTargets implements Targets {
    private final BitSet ranks = new BitSet();
    private final List<int[]> unnamed = new ArrayList<>();

    @Override
    public void add(int node, LookupBlock block, int row) {
      ranks.set(block.target(row));
      unnamed.add(new int[] {added(node, -1, block, row), block.target(row)});
    }

    @Override
    public void finish() {
      Map<Integer, Integer> numbers = new HashMap<>();
      KeyWalk walk = KeyWalk.of(ranks);
      reverse.read(
          walk.ranks(),
          walk.ids(),
          Need.IDS,
          execution.memory().allocator(),
          block ->
              walk.in(block).stream()
                  .forEach(
                      key -> numbers.put(block.first() + key, to.ids().intern(block.id(key)))));
      for (int[] edge : unnamed) {
        edges.retarget(edge[0], Objects.requireNonNull(numbers.get(edge[1])));
      }
    }
  }
}
