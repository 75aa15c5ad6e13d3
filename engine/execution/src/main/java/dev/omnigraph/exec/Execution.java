package dev.omnigraph.exec;

import dev.omnigraph.exec.memory.QueryMemory;
import dev.omnigraph.lookup.Lookup;
import dev.omnigraph.lookup.LookupColumn;
import dev.omnigraph.plan.ConstantValues;
import dev.omnigraph.plan.EdgeAccess;
import dev.omnigraph.plan.EntityColumns;
import dev.omnigraph.plan.Pushdown;
import dev.omnigraph.plan.SearchName;
import dev.omnigraph.plan.Step;
import dev.omnigraph.query.Clause.Traverse.Edge;
import dev.omnigraph.query.Expr;
import dev.omnigraph.query.Variable;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.schema.NodeType;
import dev.omnigraph.search.text.Hits;
import dev.omnigraph.table.ArrowSchemas;
import dev.omnigraph.table.BatchStream;
import dev.omnigraph.table.LookupCost;
import dev.omnigraph.table.Pin;
import dev.omnigraph.table.ScanRequest;
import dev.omnigraph.table.Table;
import dev.omnigraph.view.View;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** What the operators of one running query share. */
final class Execution {
  /** Bytes of a value, roughly. */
  private static final double TEXT = 16;

  private static final double NUMBER = 8;
  private static final double LIST = 64;
  private static final double BLOB = 1 << 20;

  /** Two ids: a row of a traversal. */
  private static final double NARROW = 2 * TEXT;

  private final View view;
  private final QueryMemory memory;
  private final ConstantValues arguments;
  private final EdgeAccess access;
  private final FetchedEntities entities;
  private final Map<String, EdgeReader> sharedEdges = new HashMap<>();
  private final Map<Step.Hop, List<EdgeReader>> edgesOfHops = new IdentityHashMap<>();
  private final Map<Step.Hop, List<EdgeReader>> edgesBackOfHops = new IdentityHashMap<>();
  private final Readahead readahead;
  private final long limit;
  private final Set<Variable> ties;
  private final boolean looksUp;
  private final Searches searches;
  private final Set<String> held = new HashSet<>();
  private final BestRows best;

  /**
   * @param limit how many rows of the query's order decide its answer
   * @param ties the variables whose ids decide the order of the answer, or of a list in it
   * @param looksUp whether look-up objects may be used
   * @param searches what the query seeks
   * @param best which nodes to begin with
   * @param executor for scans that do not depend on each other
   */
  Execution(
      View view,
      QueryMemory memory,
      ConstantValues arguments,
      EdgeAccess access,
      long limit,
      Collection<Variable> ties,
      boolean looksUp,
      Searches searches,
      BestRows best,
      Executor executor,
      Profiler profiler) {
    this.view = view;
    this.memory = memory;
    this.arguments = arguments;
    this.access = access;
    this.limit = limit;
    this.ties = Set.copyOf(ties);
    this.looksUp = looksUp && access == EdgeAccess.AUTO;
    this.entities = new FetchedEntities(memory);
    this.searches = searches;
    this.best = best;
    this.readahead = new Readahead(this, executor, profiler);
  }

  QueryMemory memory() {
    return memory;
  }

  ConstantValues arguments() {
    return arguments;
  }

  FetchedEntities entities() {
    return entities;
  }

  Searches searches() {
    return searches;
  }

  /** The rows that have what is sought, counted once. */
  Hits hits(Expr.Search search) {
    Hits hits = searches.hits(search);
    if (held.add(SearchName.of(search))) {
      memory.hold((long) Long.BYTES * (hits.addresses().length + hits.scores().length));
    }
    return hits;
  }

  /** Which nodes the query begins with. */
  BestRows best() {
    return best;
  }

  /** The addresses of the rows that a scan gives, in ascending order. */
  long[] addresses(Table table, ScanRequest request) {
    long[] rows = new long[1024];
    int size = 0;
    try (BatchStream stream = table.scan(request)) {
      while (stream.next()) {
        UInt8Vector address = (UInt8Vector) stream.batch().getVector(ScanRequest.ROW_ADDRESS);
        int more = stream.batch().getRowCount();
        memory.worked(more);
        if (rows.length - size < more) {
          rows = Arrays.copyOf(rows, Math.max(size + more, size * 2));
        }
        for (int row = 0; row < more; row++) {
          rows[size++] = address.get(row);
        }
      }
    }
    long[] sorted = Arrays.copyOf(rows, size);
    Arrays.sort(sorted);
    memory.hold((long) Long.BYTES * size);
    return sorted;
  }

  Readahead readahead() {
    return readahead;
  }

  long limit() {
    return limit;
  }

  /** The table that a scan or fetch reads. */
  Table table(Step step) {
    return switch (step) {
      case Step.Scan scan -> table(scan.variable().type());
      case Step.Fetch fetch -> table(fetch.variable().type());
      default -> throw new IllegalArgumentException("No scan: " + step);
    };
  }

  Table table(EntityType type) {
    return view.table(type);
  }

  /** The ids of nodes of a type decide the order of the answer. */
  void orders(NodeType type) {
    entities.nodes(type.name()).needIds();
  }

  /** A step that is to fetch for all rows there are. */
  void fetches(Step.Fetch fetch) {
    if (fetch.variable().type() instanceof NodeType type) {
      entities.nodes(type.name()).needColumns();
    }
  }

  /** The table's look-up object by a column, if there is one and it may be used. */
  @Nullable Lookup lookup(Table table, LookupColumn by) {
    return looksUp ? table.lookup(by) : null;
  }

  /** Starts reading what the first look-up of a node needs. */
  void startLookup(NodeType type) {
    Lookup lookup = lookup(table(type), LookupColumn.ID);
    if (lookup != null) {
      lookup.start();
      entities.nodes(type.name()).has(lookup);
    }
  }

  /** How many nodes of a type there are. */
  long nodes(String type) {
    return view.catalog()
        .node(type)
        .map(node -> view.pins().get(node.tableId()))
        .map(Pin::rows)
        .orElse(0L);
  }

  RelationColumns columnsOf(Relation relation) {
    return new RelationColumns(relation, entities, arguments);
  }

  /** Whether reading rows whose places are known beats reading the columns whole. */
  boolean prefersAddresses(long rows, Table table, ScanRequest whole) {
    // What is one request anyhow need not wait until it is known which rows are wanted.
    return table.roundTrips(whole) > 1
        && access.prefersLookup(
            rows,
            0,
            narrowRows(table, whole.columns()),
            new LookupCost(0, table.lookupCost().perRow()));
  }

  boolean prefersLookup(long ids, double perId, Table table, List<String> columns) {
    return access.prefersLookup(ids, perId, narrowRows(table, columns), table.lookupCost());
  }

  /** As many rows of narrow columns as there is to read in the whole table, by types alone. */
  private static long narrowRows(Table table, List<String> columns) {
    Schema schema = table.schema();
    double width = columns.stream().mapToDouble(c -> width(schema.findField(c))).sum();
    return (long) (table.pin().rows() * Math.max(1, width / NARROW));
  }

  private static double width(Field field) {
    return switch (field.getType()) {
      case ArrowType.Utf8 text -> TEXT;
      case ArrowType.FixedSizeList vector -> (double) vector.getListSize() * Float.BYTES;
      case ArrowType.List list -> LIST;
      case ArrowType.LargeBinary blob -> BLOB;
      default -> NUMBER;
    };
  }

  private EdgeReader sharedEdges(Edge edge) {
    return sharedEdges.computeIfAbsent(
        edge.type().tableId().toString() + edge.direction(),
        key -> new EdgeReader(this, edge.type(), edge.direction(), null, List.of(), false, true));
  }

  /** The reader of the edges that a plain traversal follows. */
  EdgeReader edges(Step.Hop hop) {
    return readers(hop).getFirst();
  }

  /**
   * The readers of the edges that a traversal follows, one for each type and direction. Traversals
   * that need nothing of edges but where they lead share those of a type and direction.
   */
  List<EdgeReader> readers(Step.Hop hop) {
    return edgesOfHops.computeIfAbsent(hop, h -> newReaders(h, h.edges()));
  }

  /** The readers of the same edges from their other ends. */
  List<EdgeReader> readersBack(Step.Hop hop) {
    return edgesBackOfHops.computeIfAbsent(
        hop, h -> newReaders(h, h.edges().stream().map(Edge::turned).toList()));
  }

  private List<EdgeReader> newReaders(Step.Hop hop, List<Edge> edges) {
    Variable along = hop.along();
    if (along == null) {
      return edges.stream().map(this::sharedEdges).toList();
    }
    boolean named = hop.columns().contains(EntityColumns.name(Expr.Meta.Field.EDGES));
    if (hop.hasPath() && !named) {
      return edges.stream().map(this::sharedEdges).toList();
    }
    List<String> columns = hop.hasPath() ? List.of(ArrowSchemas.ID) : hop.columns();
    if (columns.contains(EntityColumns.IDENTITY) && !columns.contains(ArrowSchemas.ID)) {
      columns = FetchOperator.withId(columns);
    }
    List<String> stored = columns.stream().filter(EntityColumns::isStored).toList();
    return edges.stream()
        .map(
            edge ->
                new EdgeReader(
                    this,
                    edge.type(),
                    edge.direction(),
                    Pushdown.predicate(edge.type(), hop.conditions(), arguments),
                    stored,
                    along.isEntity() && ties.contains(along),
                    false))
        .toList();
  }
}
