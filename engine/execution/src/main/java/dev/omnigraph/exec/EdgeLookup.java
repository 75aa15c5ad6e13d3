package dev.omnigraph.exec;

import dev.omnigraph.derived.DerivedUnusable;
import dev.omnigraph.exec.kernel.IdDictionary;
import dev.omnigraph.exec.kernel.IntMap;
import dev.omnigraph.exec.kernel.Matching;
import dev.omnigraph.exec.memory.Ints;
import dev.omnigraph.exec.memory.QueryMemory;
import dev.omnigraph.lookup.KeySet;
import dev.omnigraph.lookup.Lookup;
import dev.omnigraph.lookup.LookupBlock;
import dev.omnigraph.lookup.LookupColumn;
import dev.omnigraph.lookup.Need;
import dev.omnigraph.query.Clause.Traverse.Direction;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.table.ArrowSchemas;
import dev.omnigraph.table.BatchStream;
import dev.omnigraph.table.Predicate;
import dev.omnigraph.table.ScanRequest;
import dev.omnigraph.table.Table;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/**
 * The edges of nodes in one direction, by their table's look-up object: those that it knows by one
 * round trip for any number of nodes, and the others, which come together, by none.
 */
final class EdgeLookup {
  /** So large a part of all ids is not looked up one by one. */
  private static final int WHOLE = 4;

  /** Stands for the columns where none are needed. */
  private final VectorSchemaRoot nothing = VectorSchemaRoot.of();

  private final Wanted wanted;
  private final End from;
  private final End to;
  private final boolean withoutLoops;
  private final Set<String> columns;
  private final Need need;
  private @Nullable BatchStream tailStream;
  private @Nullable TailEdges tail;

  /**
   * One for each column by which edges are followed in a direction; none where the table has no
   * look-up objects, and for edges in both directions whose properties are wanted.
   */
  static List<EdgeLookup> of(EdgeType type, Direction direction, Wanted wanted) {
    Execution execution = wanted.execution();
    Lookup out = execution.lookup(wanted.table(), LookupColumn.SRC);
    Lookup in = execution.lookup(wanted.table(), LookupColumn.DST);
    boolean both = direction == Direction.BOTH;
    if (out == null || in == null || both && (wanted.located() || !wanted.columns().isEmpty())) {
      return List.of();
    }
    End source = new End(ArrowSchemas.SRC, out, execution.entities().nodes(type.source()));
    End target = new End(ArrowSchemas.DST, in, execution.entities().nodes(type.target()));
    EdgeLookup forward = new EdgeLookup(wanted, source, target, false);
    EdgeLookup backward = new EdgeLookup(wanted, target, source, both);
    return switch (direction) {
      case OUT -> List.of(forward);
      case IN -> List.of(backward);
      case BOTH -> List.of(forward, backward);
    };
  }

  /**
   * What is asked of the edges.
   *
   * @param columns to keep
   * @param request for them
   * @param located whether to keep the addresses of the edges
   */
  record Wanted(
      Execution execution,
      Table table,
      List<String> columns,
      ScanRequest request,
      boolean located) {
    ScanRequest tail() {
      return located ? request.addressed() : request;
    }
  }

  /**
   * The nodes at one end of the edges.
   *
   * @param column of the edges with their ids
   * @param lookup by that column
   */
  private record End(String column, Lookup lookup, RankedNodes nodes) {
    IdDictionary ids() {
      return nodes.ids();
    }
  }

  /**
   * @param from which the edges leave as they are followed
   * @param withoutLoops whether edges from a node to itself are added by somebody else
   */
  private EdgeLookup(Wanted wanted, End from, End to, boolean withoutLoops) {
    this.wanted = wanted;
    this.from = from;
    this.to = to;
    this.withoutLoops = withoutLoops;
    this.columns = new HashSet<>(wanted.columns());
    Predicate filter = wanted.request().filter();
    if (filter != null) {
      filter.addColumns(columns);
    }
    this.need = new Need(!columns.isEmpty(), wanted.located());
  }

  /** Starts reading what every look-up needs, and the edges that the object does not know. */
  void start() {
    if (tail == null && tailStream == null) {
      from.lookup().start();
      tailStream = wanted.execution().readahead().start(this::scanTail);
    }
  }

  private BatchStream scanTail() {
    List<Integer> uncovered = from.lookup().uncovered();
    boolean none =
        uncovered.isEmpty() || from.lookup().uncoveredRows() > Lookup.MOST_UNCOVERED_ROWS;
    return none ? BatchStream.EMPTY : wanted.table().scan(wanted.tail().in(uncovered));
  }

  /** Whether it can answer for these columns and conditions; waits for the index. */
  boolean isUsable() {
    return from.lookup().covers(columns)
        && from.lookup().uncoveredRows() <= Lookup.MOST_UNCOVERED_ROWS;
  }

  /** Starts looking up an id, before anything is known of it. */
  void warm(byte[] id) {
    from.lookup().warm(new int[0], List.of(id), need);
  }

  /** Starts looking up these nodes. */
  void warm(BitSet nodes) {
    boolean ranked = find(nodes);
    if (!isWhole(nodes, ranked)) {
      KeyWalk walk = KeyWalk.of(nodes, from.ids(), ranked);
      from.lookup().warm(walk.ranks(), walk.ids(), need);
    }
  }

  /** Adds the edges of these nodes; whether those of all others were added with them. */
  boolean load(EdgeSet edges, BitSet nodes, BitSet known) {
    boolean ranked = find(nodes);
    start();
    Targets targets = targets(edges);
    if (isWhole(nodes, ranked)) {
      readAll(
          (block, key) -> {
            if (block.start(key) < block.end(key)) {
              int number = intern(block, key, ranked);
              if (!known.get(number)) {
                add(block, key, number, targets);
              }
            }
          });
      targets.finish();
      addWholeTail(edges, known);
      return true;
    }
    read(nodes, ranked, (block, key) -> add(block, key, number(block, key, ranked), targets));
    targets.finish();
    addTail(edges, nodes);
    return false;
  }

  /**
   * Whether edges can be counted without what they lead to.
   *
   * @param pairs whether edges from one node to the same other count as one
   */
  boolean counts(boolean pairs) {
    return !pairs || from.lookup().uncovered().isEmpty();
  }

  /** How many edges leave each of these nodes, by number. */
  Ints count(BitSet nodes, boolean pairs) {
    boolean ranked = find(nodes);
    start();
    Ints counts = wanted.execution().memory().ints();
    counts.growTo(nodes.length(), 0);
    Entry entry =
        (block, key) -> {
          int number = number(block, key, ranked);
          if (number >= 0 && nodes.get(number)) {
            counts.set(number, count(block, key, pairs));
          }
        };
    if (isWhole(nodes, ranked)) {
      readAll(entry);
    } else {
      read(nodes, ranked, entry);
    }
    VectorSchemaRoot rows = tail().rows();
    for (int row = 0; row < rows.getRowCount(); row++) {
      int number = from.ids().find((VarCharVector) rows.getVector(from.column()), row);
      if (number >= 0 && nodes.get(number)) {
        counts.set(number, counts.get(number) + 1);
      }
    }
    return counts;
  }

  private int count(LookupBlock block, int key, boolean pairs) {
    int count = 0;
    int last = -1;
    for (int row = block.start(key); row < block.end(key); row++) {
      // The rows of a key are in the order of where they lead.
      if (isWanted(block, row) && (!pairs || block.target(row) != last)) {
        count++;
        last = block.target(row);
      }
    }
    return count;
  }

  private interface Entry {
    void accept(LookupBlock block, int key);
  }

  private void read(BitSet nodes, boolean ranked, Entry entry) {
    KeyWalk walk = KeyWalk.of(nodes, from.ids(), ranked);
    from.lookup()
        .read(
            walk.ranks(),
            walk.ids(),
            need,
            allocator(),
            block -> {
              BitSet keys = walk.in(block);
              for (int key = keys.nextSetBit(0); key >= 0; key = keys.nextSetBit(key + 1)) {
                entry.accept(block, key);
              }
            });
  }

  private void readAll(Entry entry) {
    from.lookup()
        .readAll(
            need,
            allocator(),
            block -> {
              for (int key = 0; key < block.size(); key++) {
                entry.accept(block, key);
              }
            });
  }

  private BufferAllocator allocator() {
    return wanted.execution().memory().allocator();
  }

  /** Makes sure that the nodes can be looked up; whether by rank, where theirs is known. */
  private boolean find(BitSet nodes) {
    boolean ranked = from.nodes().uses(from.lookup().keys());
    if (ranked) {
      from.nodes().tell(from.lookup());
    } else {
      from.nodes().findIds(nodes);
    }
    return ranked;
  }

  private boolean isWhole(BitSet nodes, boolean ranked) {
    return KeyWalk.withoutRank(nodes, from.ids(), ranked) > from.lookup().keys().size() / WHOLE;
  }

  /** The number of a key, or -1. */
  private int number(LookupBlock block, int key, boolean ranked) {
    return ranked
        ? from.ids().know(block.first() + key, block.id(key))
        : from.ids().find(block.id(key));
  }

  private int intern(LookupBlock block, int key, boolean ranked) {
    return ranked
        ? from.ids().intern(block.first() + key, block.id(key))
        : from.ids().intern(block.id(key));
  }

  private void add(LookupBlock block, int key, int node, Targets targets) {
    int self = withoutLoops ? block.first() + key : -1;
    for (int row = block.start(key); row < block.end(key); row++) {
      if (isWanted(block, row) && block.target(row) != self) {
        targets.add(node, block, row);
      }
    }
  }

  private boolean isWanted(LookupBlock block, int row) {
    Predicate filter = wanted.request().filter();
    return block.isLive(row) && (filter == null || Matching.matches(filter, block.columns(), row));
  }

  private Targets targets(EdgeSet edges) {
    KeySet keys = Objects.requireNonNull(from.lookup().targets());
    if (to.nodes().uses(keys)) {
      to.nodes().tell(to.lookup());
      return new RankedTargets(edges);
    }
    if (!to.lookup().keys().equals(keys)) {
      throw new DerivedUnusable(
          "The look-up objects of " + wanted.table().pin().path() + " do not fit.");
    }
    return new NamedTargets(edges);
  }

  private void addTail(EdgeSet edges, BitSet nodes) {
    IdDictionary ids = from.ids();
    for (int node = nodes.nextSetBit(0); node >= 0; node = nodes.nextSetBit(node + 1)) {
      int number = ids.canonical(node);
      if (ids.placeOf(number) >= 0) {
        tail().forEach(ids.bytes(number), row -> addTail(edges, number, row));
      }
    }
  }

  private void addWholeTail(EdgeSet edges, BitSet known) {
    VectorSchemaRoot rows = tail().rows();
    for (int row = 0; row < rows.getRowCount(); row++) {
      int number = from.ids().intern((VarCharVector) rows.getVector(from.column()), row);
      if (!known.get(number)) {
        addTail(edges, number, row);
      }
    }
  }

  private void addTail(EdgeSet edges, int node, int row) {
    VectorSchemaRoot rows = tail().rows();
    int target = to.ids().intern((VarCharVector) rows.getVector(to.column()), row);
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
      tail =
          TailEdges.read(
              wanted.execution().memory(), from.column(), Objects.requireNonNull(tailStream));
    }
    return tail;
  }

  private int added(EdgeSet edges, int node, int target, LookupBlock block, int row) {
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
    private final EdgeSet edges;

    RankedTargets(EdgeSet edges) {
      this.edges = edges;
    }

    @Override
    public void add(int node, LookupBlock block, int row) {
      added(edges, node, to.ids().internRank(block.target(row)), block, row);
    }
  }

  /** By their ids, which the look-up object by the other end tells: one round trip more. */
  private final class NamedTargets implements Targets {
    private final EdgeSet edges;

    /** Where the edges lead, which follow one another by number. */
    private final Ints ranks = wanted.execution().memory().ints();

    private int last;

    NamedTargets(EdgeSet edges) {
      this.edges = edges;
    }

    @Override
    public void add(int node, LookupBlock block, int row) {
      last = added(edges, node, -1, block, row);
      ranks.add(block.target(row));
    }

    @Override
    public void finish() {
      QueryMemory memory = wanted.execution().memory();
      BitSet unnamed = FetchOperator.distinct(ranks);
      IntMap numbers = memory.own(new IntMap(memory.allocator()));
      KeyWalk walk = KeyWalk.of(unnamed);
      to.lookup()
          .read(
              walk.ranks(),
              walk.ids(),
              Need.IDS,
              memory.allocator(),
              block ->
                  walk.in(block).stream()
                      .forEach(
                          key -> numbers.put(block.first() + key, to.ids().intern(block.id(key)))));
      int first = last - ranks.size() + 1;
      for (int i = 0; i < ranks.size(); i++) {
        edges.retarget(first + i, numbers.get(ranks.get(i)));
      }
      memory.free(numbers);
      memory.free(ranks);
    }
  }
}
