package dev.omnigraph.exec;

import dev.omnigraph.exec.kernel.Adjacency;
import dev.omnigraph.exec.kernel.ColumnCollector;
import dev.omnigraph.exec.kernel.IdDictionary;
import dev.omnigraph.exec.memory.Ints;
import dev.omnigraph.exec.memory.QueryMemory;
import dev.omnigraph.query.Clause.Traverse.Direction;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.table.ArrowSchemas;
import java.util.BitSet;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** Edges of one type seen in one direction, each with the two nodes that it connects. */
final class EdgeSet implements AutoCloseable {
  private final QueryMemory memory;
  private final Direction direction;
  private final RankedNodes fromNodes;
  private final RankedNodes toNodes;
  private final IdDictionary fromIds;
  private final IdDictionary toIds;
  private final ColumnCollector collector;
  private final Ints from;
  private final Ints to;
  private final Ints edge;
  private final Addresses addresses;
  private @Nullable Adjacency adjacency;
  private int merged;

  /**
   * @param schema of the edges' table
   * @param columns of the edges to keep
   */
  EdgeSet(
      Execution execution,
      EdgeType type,
      Direction direction,
      Schema schema,
      List<String> columns) {
    boolean reversed = direction == Direction.IN;
    this.memory = execution.memory();
    this.direction = direction;
    this.fromNodes = execution.entities().nodes(reversed ? type.target() : type.source());
    this.toNodes = execution.entities().nodes(reversed ? type.source() : type.target());
    this.fromIds = fromNodes.ids();
    this.toIds = toNodes.ids();
    this.addresses = new Addresses(memory);
    this.collector = new ColumnCollector(memory, schema, columns);
    this.from = memory.ints();
    this.to = memory.ints();
    this.edge = memory.ints();
  }

  /** Of the nodes that the edges leave. */
  IdDictionary fromIds() {
    return fromIds;
  }

  /** Makes sure that the ids of nodes that the edges leave are known: at most one round trip. */
  void nameSources(BitSet nodes) {
    fromNodes.findIds(nodes);
  }

  /** Whether edges lead to nodes of the type that they start from, so that hops can follow. */
  boolean chains() {
    return fromIds == toIds;
  }

  /** How many numbers were found to be of nodes that have another. */
  int merges() {
    return fromIds.merges() + toIds.merges();
  }

  /** Makes sure that no node has two numbers: one round trip if any could, else none. */
  void settle() {
    fromNodes.settle();
    if (toNodes != fromNodes) {
      toNodes.settle();
    }
  }

  /** One more than the greatest number of an edge. */
  int size() {
    return collector.size();
  }

  /** Properties of the edges, by edge number. */
  List<FieldVector> properties() {
    return collector.finish();
  }

  /** The nodes that the edges leaving these lead to; they must have been read. */
  BitSet next(BitSet nodes) {
    Adjacency edges = adjacency();
    BitSet next = new BitSet();
    for (int node = nodes.nextSetBit(0); node >= 0; node = nodes.nextSetBit(node + 1)) {
      // Its edges may have shown that it is a node with another number.
      int number = fromIds.canonical(node);
      for (int i = edges.start(number); i < edges.end(number); i++) {
        next.set(edges.target(i));
      }
    }
    return next;
  }

  Adjacency adjacency() {
    if (merges() != merged) {
      merged = merges();
      canonicalize(from, fromIds);
      canonicalize(to, toIds);
      forgetAdjacency();
    }
    if (adjacency == null) {
      adjacency = Adjacency.of(memory, from, to, edge);
    }
    return adjacency;
  }

  /** The same edges by the nodes that they lead to. */
  Adjacency reversed() {
    adjacency();
    return Adjacency.of(memory, to, from, edge);
  }

  private static void canonicalize(Ints numbers, IdDictionary ids) {
    for (int i = 0; i < numbers.size(); i++) {
      numbers.set(i, ids.canonical(numbers.get(i)));
    }
  }

  private void forgetAdjacency() {
    if (adjacency != null) {
      adjacency.close();
      adjacency = null;
    }
  }

  /**
   * Adds an edge.
   *
   * @param rows with the columns to keep
   * @return its number, which is also its place
   */
  int add(int start, int end, VectorSchemaRoot rows, int row) {
    forgetAdjacency();
    from.add(start);
    to.add(end);
    collector.add(rows, row);
    edge.add(collector.size() - 1);
    return collector.size() - 1;
  }

  /** Lets an edge that was added alone lead to another node. */
  void retarget(int number, int end) {
    forgetAdjacency();
    to.set(number, end);
  }

  /** Where an edge is in its table. */
  void locate(int number, long address) {
    addresses.put(number, address);
  }

  /** The addresses of the edges that were located. */
  Addresses addresses() {
    return addresses;
  }

  /**
   * Adds the edges in the rows of a table.
   *
   * @param nodes whose edges to add, or, when {@code others}, whose edges are there already
   */
  void add(VectorSchemaRoot batch, BitSet nodes, boolean others) {
    forgetAdjacency();
    VarCharVector src = (VarCharVector) batch.getVector(ArrowSchemas.SRC);
    VarCharVector dst = (VarCharVector) batch.getVector(ArrowSchemas.DST);
    for (int row = 0; row < batch.getRowCount(); row++) {
      switch (direction) {
        case OUT -> add(batch, row, src, dst, false, nodes, others);
        case IN -> add(batch, row, dst, src, false, nodes, others);
        case BOTH -> addBothWays(batch, row, src, dst, nodes, others);
      }
    }
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
    memory.free(from);
    memory.free(to);
    memory.free(edge);
  }
}
