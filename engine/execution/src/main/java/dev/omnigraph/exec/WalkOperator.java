package dev.omnigraph.exec;

import dev.omnigraph.exec.kernel.Adjacency;
import dev.omnigraph.exec.kernel.Grouping;
import dev.omnigraph.exec.kernel.IdDictionary;
import dev.omnigraph.exec.kernel.NodeCodes;
import dev.omnigraph.exec.kernel.Operand;
import dev.omnigraph.exec.kernel.RowOrder;
import dev.omnigraph.exec.kernel.Walks;
import dev.omnigraph.exec.memory.Ints;
import dev.omnigraph.exec.memory.QueryMemory;
import dev.omnigraph.plan.EntityColumns;
import dev.omnigraph.plan.Step;
import dev.omnigraph.query.Clause.Traverse.Edge;
import dev.omnigraph.query.Expr;
import dev.omnigraph.query.Variable;
import dev.omnigraph.table.ArrowSchemas;
import dev.omnigraph.table.ArrowValues;
import dev.omnigraph.value.PropertyType.Scalar;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * Follows edges of several types from a bound variable, or finds paths: either binds the variable
 * that they lead to, or, when that is bound already, keeps the rows that they connect.
 */
final class WalkOperator {
  private final Execution execution;
  private final QueryMemory memory;
  private final Step.Hop hop;
  private final boolean binds;
  private final List<EdgeReader> readers;
  private final NodeCodes codes;
  private final int fromType;
  private final int toType;
  private String access = "none";
  private int roundTrips;
  private int waits;

  /**
   * @param binds whether the hop's {@code to} is new
   */
  WalkOperator(Execution execution, Step.Hop hop, boolean binds) {
    this.execution = execution;
    this.memory = execution.memory();
    this.hop = hop;
    this.binds = binds;
    this.readers = execution.readers(hop);
    this.codes =
        new NodeCodes(
            hop.edges().stream().flatMap(edge -> Stream.of(edge.start(), edge.end())).toList());
    this.fromType = codes.typeOf(hop.from().type().name());
    this.toType = hop.to().isEntity() ? codes.typeOf(hop.to().type().name()) : -1;
  }

  /** How the edges were reached; known after {@link #apply}. */
  String access() {
    return access;
  }

  int roundTrips() {
    return roundTrips;
  }

  /** Round trips of what was not on its way before. */
  int waits() {
    return waits;
  }

  Relation apply(Relation input) {
    int before = readers.stream().mapToInt(EdgeReader::roundTrips).sum();
    int waitsBefore = readers.stream().mapToInt(EdgeReader::waits).sum();
    Variable along = hop.along();
    Relation result = along == null || hop.hasPath() ? pairs(input) : edges(input, along);
    access =
        readers.stream().map(EdgeReader::access).distinct().collect(Collectors.joining(" and "));
    roundTrips = readers.stream().mapToInt(EdgeReader::roundTrips).sum() - before;
    waits = readers.stream().mapToInt(EdgeReader::waits).sum() - waitsBefore;
    input.close();
    return result;
  }

  // ---- pairs and paths

  private Relation pairs(Relation input) {
    List<Side> sides = read(input);
    sides.forEach(Side::settle);
    Side ahead = sides.getFirst();
    // Where nothing new was left to search, walks may still lead over nodes that were sources.
    int hops =
        sides.stream().anyMatch(Side::isDone)
            ? hop.max()
            : sides.stream().mapToInt(Side::hops).sum();
    List<Walks.Leg> legs = new ArrayList<>(ahead.legs());
    sides.stream().skip(1).flatMap(side -> side.reversedLegs().stream()).forEach(legs::add);
    if (!hop.hasPath() || hop.along() == null) {
      try (Walks walks = new Walks(memory, codes, legs, null, hop.turned())) {
        return search(input, walks, hops, null);
      }
    }
    List<VarCharVector> edgeIds = sides.stream().flatMap(side -> side.edgeIds().stream()).toList();
    Nodes between = sides.size() > 1 ? between(legs, sides, hops) : ahead.met;
    PathOrder order = new PathOrder(codes, ranks(between), edgeIds, hop.edges().size());
    PathStore paths = new PathStore(execution, codes);
    try (Walks walks = new Walks(memory, codes, legs, order, hop.turned())) {
      Relation result = search(input, walks, hops, paths);
      execution.entities().of(hop.along()).put(paths.columns(hop.columns(), edgeIds), null);
      return result;
    } finally {
      paths.close();
      order.ranks().forEach(memory::free);
    }
  }

  /** Reads the edges that are needed: around the rows, or also around the one node in question. */
  private List<Side> read(Relation input) {
    Side ahead = new Side(readers, hop.edges(), fromType, input.numbers(hop.from()));
    if (binds || input.rows() != 1) {
      load(ahead, hop.max(), new Nodes());
      return List.of(ahead);
    }
    List<Edge> turned = hop.edges().stream().map(Edge::turned).toList();
    Side behind = new Side(execution.readersBack(hop), turned, toType, input.numbers(hop.to()));
    if (ahead.level().intersects(behind.level())) {
      // Only an edge from the node to itself leads back to it.
      load(ahead, 1, new Nodes());
      return List.of(ahead);
    }
    if (!ahead.looksUp() || hop.max() == 1) {
      load(ahead, hop.max(), behind.level());
      return List.of(ahead);
    }
    loadFromBothEnds(ahead, behind);
    return List.of(ahead, behind);
  }

  /**
   * Reads hop by hop.
   *
   * @param wanted what is enough to get to
   */
  private void load(Side ahead, int max, Nodes wanted) {
    while (ahead.hops() < max && !ahead.isDone() && !ahead.level().intersects(wanted)) {
      ahead.expand();
    }
  }

  /** The same between two nodes, half of the way from either. */
  private void loadFromBothEnds(Side ahead, Side behind) {
    Side next = ahead;
    while (ahead.hops() + behind.hops() < hop.max()
        && !ahead.isDone()
        && !behind.isDone()
        && !ahead.meets(behind)) {
      ahead.warm();
      behind.warm();
      next.expand();
      next = next == ahead ? behind : ahead;
    }
  }

  /** The nodes around some, by their distance from these, as far as their edges were read. */
  private final class Side {
    private final List<EdgeReader> readers;
    private final List<Edge> edges;
    private final Nodes first = new Nodes();
    private final Nodes met = new Nodes();
    private Nodes level = first;
    private int hops;

    Side(List<EdgeReader> readers, List<Edge> edges, int type, Ints numbers) {
      this.readers = readers;
      this.edges = edges;
      first.of(type).or(FetchOperator.distinct(numbers));
      met.add(first);
    }

    boolean looksUp() {
      return readers.stream().allMatch(EdgeReader::looksUp);
    }

    /** The nodes that the last hop led to. */
    Nodes level() {
      return level;
    }

    int hops() {
      return hops;
    }

    boolean isDone() {
      return level.isEmpty();
    }

    /** Starts reading what {@link #expand} needs. */
    void warm() {
      for (int i = 0; i < readers.size(); i++) {
        if (!level.of(start(i)).isEmpty()) {
          readers.get(i).warm(level.canonical(start(i)));
        }
      }
    }

    /** Searches one hop further. */
    void expand() {
      if (readers.size() > 1) {
        warm();
      }
      Nodes next = new Nodes();
      for (int i = 0; i < readers.size(); i++) {
        BitSet nodes = level.canonical(start(i));
        if (!nodes.isEmpty()) {
          readers.get(i).load(nodes);
          next.of(end(i)).or(readers.get(i).edges().next(nodes));
        }
      }
      next.remove(met);
      met.add(next);
      level = next;
      hops++;
    }

    /** Whether a node that the last hop led to is among those that the other side knows. */
    boolean meets(Side other) {
      return level.intersects(other.met);
    }

    void settle() {
      readers.forEach(reader -> reader.edges().settle());
    }

    List<Walks.Leg> legs() {
      return IntStream.range(0, readers.size())
          .mapToObj(i -> new Walks.Leg(start(i), end(i), readers.get(i).edges().adjacency()))
          .toList();
    }

    List<Walks.Leg> reversedLegs() {
      return IntStream.range(0, readers.size())
          .mapToObj(i -> new Walks.Leg(end(i), start(i), readers.get(i).edges().reversed()))
          .toList();
    }

    /** By leg the ids of its edges, by number; none where they are not asked for. */
    List<VarCharVector> edgeIds() {
      boolean named = hop.columns().contains(EntityColumns.name(Expr.Meta.Field.EDGES));
      return named
          ? readers.stream()
              .map(reader -> (VarCharVector) reader.edges().properties().getFirst())
              .toList()
          : List.of();
    }

    private int start(int reader) {
      return codes.typeOf(edges.get(reader).start());
    }

    private int end(int reader) {
      return codes.typeOf(edges.get(reader).end());
    }
  }

  /** Searches once for each source, whatever the number of its rows. */
  private Relation search(Relation input, Walks walks, int max, @Nullable PathStore paths) {
    Ints sources = input.numbers(hop.from());
    Rows rows = new Rows();
    Rows reached = new Rows();
    Grouping bySource = Grouping.byNumber(memory, sources);
    for (int group = 0; group < bySource.groups() && max >= hop.min(); group++) {
      int source = sources.get(bySource.row(bySource.start(group)));
      walks.from(codes.code(fromType, source), hop.min(), max);
      if (paths != null) {
        paths.start(walks);
      }
      if (binds) {
        reached.clear();
        for (int place = walks.start(); place < walks.end(); place++) {
          int node = walks.node(place);
          if (toType < 0 || codes.type(node) == toType) {
            int target = toType < 0 ? node : codes.number(node);
            reached.add(source, target, paths == null ? -1 : paths.add(walks, place));
          }
        }
      }
      for (int i = bySource.start(group); i < bySource.end(group); i++) {
        int row = bySource.row(i);
        if (binds) {
          rows.addAll(row, reached);
        } else {
          int to = input.numbers(hop.to()).get(row);
          int place = to < 0 ? -1 : walks.placeOf(codes.code(toType, to));
          if (place >= 0) {
            rows.add(row, to, paths == null ? -1 : paths.add(walks, place));
          }
        }
      }
    }
    bySource.close();
    reached.close();
    return rows.of(input);
  }

  // ---- paths

  /** The nodes on the shortest ways from where one side starts to where the other does. */
  private Nodes between(List<Walks.Leg> legs, List<Side> sides, int hops) {
    Nodes end = sides.getLast().first;
    List<Nodes> levels = new ArrayList<>(List.of(sides.getFirst().first));
    Nodes met = new Nodes();
    while (levels.size() <= hops
        && !levels.getLast().isEmpty()
        && !levels.getLast().intersects(end)) {
      Nodes next = new Nodes();
      for (Walks.Leg leg : legs) {
        levels.getLast().of(leg.from()).stream()
            .forEach(node -> leg.follow(node, next.of(leg.to())));
      }
      met.add(levels.getLast());
      next.remove(met);
      levels.add(next);
    }
    Nodes between = new Nodes();
    Nodes last = end;
    for (Nodes level : levels.reversed()) {
      last = level == levels.getLast() ? end : level.leadingTo(last, legs);
      between.add(last);
    }
    return between;
  }

  /** By type and number the place of each node that a path may lead over, by their ids. */
  private List<Ints> ranks(Nodes all) {
    VarCharVector ids = memory.own(new VarCharVector("id", memory.allocator()));
    Ints nodes = memory.ints();
    Ints places = memory.ints();
    List<Ints> ranks = new ArrayList<>();
    for (int type = 0; type < codes.types().size(); type++) {
      RankedNodes named = execution.entities().nodes(codes.types().get(type));
      BitSet numbers = all.canonical(type);
      named.findIds(numbers);
      VarCharVector known = named.ids().ids();
      for (int n = numbers.nextSetBit(0); n >= 0; n = numbers.nextSetBit(n + 1)) {
        ids.copyFromSafe(named.ids().placeOf(n), nodes.size(), known);
        places.add(nodes.size());
        nodes.add(codes.code(type, n));
      }
      Ints ofType = memory.ints();
      ofType.growTo(numbers.length(), -1);
      ranks.add(ofType);
    }
    ids.setValueCount(nodes.size());
    Ints order =
        new RowOrder(memory, List.of(new RowOrder.Key(new Operand(ids, places, true), false)))
            .first(nodes.size(), Long.MAX_VALUE);
    for (int rank = 0; rank < order.size(); rank++) {
      int node = nodes.get(order.get(rank));
      ranks.get(codes.type(node)).set(codes.number(node), rank);
    }
    List.of(ids, nodes, places, order).forEach(memory::free);
    return ranks;
  }

  /**
   * Nodes by their ids, and those with the same id by the names of their types.
   *
   * @param edgeIds by leg; none if it does not matter which edge connects two nodes
   * @param types how many types of edges have legs, once from either end
   */
  private record PathOrder(
      NodeCodes codes, List<Ints> ranks, List<VarCharVector> edgeIds, int types)
      implements Walks.Order {
    @Override
    public int rank(int node) {
      Ints ofType = ranks.get(codes.type(node));
      int number = codes.number(node);
      return number < ofType.size() ? ofType.get(number) : -1;
    }

    @Override
    public boolean isBefore(int leg, int edge, int otherLeg, int otherEdge) {
      if (edgeIds.isEmpty()) {
        return false;
      }
      int order =
          Arrays.compareUnsigned(edgeIds.get(leg).get(edge), edgeIds.get(otherLeg).get(otherEdge));
      return order < 0 || order == 0 && leg % types < otherLeg % types;
    }
  }

  // ---- edges of several types

  private Relation edges(Relation input, Variable along) {
    Side ahead = new Side(readers, hop.edges(), fromType, input.numbers(hop.from()));
    ahead.expand();
    ahead.settle();
    Rows rows = new Rows();
    List<FieldVector> columns = new ArrayList<>();
    int first = 0;
    for (int i = 0; i < readers.size(); i++) {
      EdgeSet edges = readers.get(i).edges();
      try (Adjacency adjacency = edges.adjacency()) {
        for (int row = 0; row < input.rows(); row++) {
          int source = input.numbers(hop.from()).get(row);
          if (source >= 0) {
            add(input, row, source, i, adjacency, first, rows);
          }
        }
      }
      append(edges, hop.edges().get(i), first, columns);
      first += edges.size();
      edges.close();
    }
    int count = first;
    columns.forEach(column -> column.setValueCount(count));
    execution.entities().of(along).put(columns, null);
    return rows.of(input);
  }

  /**
   * The edges of one type that leave a row's node.
   *
   * @param first the number of the first of them among those of all types
   */
  private void add(
      Relation input, int row, int source, int reader, Adjacency adjacency, int first, Rows rows) {
    for (int i = adjacency.start(source); i < adjacency.end(source); i++) {
      int target = adjacency.target(i);
      if (!binds && input.numbers(hop.to()).get(row) != target) {
        continue;
      }
      int bound =
          toType < 0 ? codes.code(codes.typeOf(hop.edges().get(reader).end()), target) : target;
      rows.add(row, bound, first + adjacency.edge(i));
    }
  }

  /** Columns that hold what those of each type do, one after the other. */
  private void append(EdgeSet edges, Edge edge, int first, List<FieldVector> columns) {
    List<FieldVector> own = edges.properties();
    boolean identified = hop.columns().contains(EntityColumns.IDENTITY);
    if (columns.isEmpty()) {
      own.forEach(vector -> columns.add(created(vector.getField())));
      if (identified) {
        columns.add(text(EntityColumns.IDENTITY));
      }
      columns.add(text(EntityColumns.name(Expr.Meta.Field.TYPE)));
    }
    for (int i = 0; i < own.size(); i++) {
      FieldVector from = own.get(i);
      for (int number = 0; number < edges.size(); number++) {
        columns.get(i).copyFromSafe(number, first + number, from);
      }
    }
    for (int number = 0; number < edges.size(); number++) {
      String type = edge.type().name();
      ArrowValues.set(columns.getLast(), first + number, type);
      if (identified) {
        String id = ((VarCharVector) column(edges, ArrowSchemas.ID)).getObject(number).toString();
        ArrowValues.set(columns.get(own.size()), first + number, id + '\0' + type);
      }
    }
  }

  private static FieldVector column(EdgeSet edges, String name) {
    return edges.properties().stream()
        .filter(vector -> vector.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private FieldVector text(String name) {
    return created(ArrowSchemas.field(name, Scalar.STRING, true));
  }

  private FieldVector created(Field field) {
    return memory.own(field.createVector(memory.allocator()));
  }

  // ---- what both have

  /** Rows to keep, and what each binds. */
  private final class Rows {
    private final Ints rows = memory.ints();
    private final Ints targets = memory.ints();
    private final Ints alongs = memory.ints();

    void add(int row, int target, int along) {
      rows.add(row);
      targets.add(target);
      alongs.add(along);
    }

    void addAll(int row, Rows others) {
      for (int i = 0; i < others.rows.size(); i++) {
        add(row, others.targets.get(i), others.alongs.get(i));
      }
    }

    void clear() {
      List.of(rows, targets, alongs).forEach(Ints::clear);
    }

    void close() {
      List.of(rows, targets, alongs).forEach(memory::free);
    }

    /** The rows of a relation with what they bind; takes the numbers over. */
    Relation of(Relation input) {
      Relation selected = input.select(rows);
      memory.free(rows);
      if (binds) {
        selected = selected.with(hop.to(), targets);
      } else {
        memory.free(targets);
      }
      if (hop.along() != null) {
        return selected.with(hop.along(), alongs);
      }
      memory.free(alongs);
      return selected;
    }
  }

  /** Sets of nodes, one for each type. */
  private final class Nodes {
    private final BitSet[] byType = new BitSet[codes.types().size()];

    Nodes() {
      Arrays.setAll(byType, type -> new BitSet());
    }

    BitSet of(int type) {
      return byType[type];
    }

    /** Other edges may have shown that nodes have another number. */
    BitSet canonical(int type) {
      IdDictionary ids = execution.entities().nodes(codes.types().get(type)).ids();
      BitSet canonical = new BitSet();
      byType[type].stream().map(ids::canonical).forEach(canonical::set);
      return canonical;
    }

    boolean isEmpty() {
      return Arrays.stream(byType).allMatch(BitSet::isEmpty);
    }

    void add(Nodes others) {
      for (int type = 0; type < byType.length; type++) {
        byType[type].or(others.byType[type]);
      }
    }

    boolean intersects(Nodes others) {
      return IntStream.range(0, byType.length)
          .anyMatch(type -> byType[type].intersects(others.byType[type]));
    }

    /** Those from which a leg leads to one of the others. */
    Nodes leadingTo(Nodes others, List<Walks.Leg> legs) {
      Nodes leading = new Nodes();
      for (Walks.Leg leg : legs) {
        BitSet wanted = others.of(leg.to());
        of(leg.from()).stream()
            .filter(node -> leg.leads(node, wanted))
            .forEach(leading.of(leg.from())::set);
      }
      return leading;
    }

    void remove(Nodes others) {
      for (int type = 0; type < byType.length; type++) {
        byType[type].andNot(others.byType[type]);
      }
    }
  }
}
