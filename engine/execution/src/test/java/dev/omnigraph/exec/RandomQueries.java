package dev.omnigraph.exec;

import dev.omnigraph.lang.LanguageException;
import dev.omnigraph.query.Clause;
import dev.omnigraph.query.Clause.Traverse;
import dev.omnigraph.query.Clause.Traverse.Direction;
import dev.omnigraph.query.Expr;
import dev.omnigraph.query.Expr.Aggregate;
import dev.omnigraph.query.TypedQuery;
import dev.omnigraph.query.ValueType;
import dev.omnigraph.query.Variable;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.schema.NodeType;
import dev.omnigraph.schema.Property;
import dev.omnigraph.value.PropertyType;
import dev.omnigraph.value.PropertyType.Enumeration;
import dev.omnigraph.value.PropertyType.ListOf;
import dev.omnigraph.value.PropertyType.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;

/** Random queries over a graph's schema: every construct, in small amounts. */
@NullUnmarked
final class RandomQueries {
  private static final EdgeType MANY = Variable.typeOfMany("many", List.of());

  private static final List<PropertyType> PATTERNS =
      List.of(
          Scalar.BOOL,
          Scalar.I64,
          Scalar.F64,
          Scalar.STRING,
          Scalar.I32,
          new ListOf(Scalar.STRING),
          new ListOf(Scalar.I32));

  private final Random random;
  private final RandomGraphs values;
  private final MemoryGraph graph;
  private final RandomExpressions expressions;
  private final Map<String, Object> arguments = new TreeMap<>();
  private final List<Variable> all = new ArrayList<>();

  /** How many patterns as values may still stand in one another; none without. */
  private int patterns;

  RandomQueries(Random random, RandomGraphs values, MemoryGraph graph) {
    this.random = random;
    this.values = values;
    this.graph = graph;
    this.expressions = new RandomExpressions(random, values, arguments, this::pattern);
  }

  /**
   * A query of some kind that compiles, as nearly all do; others have a literal that does not fit.
   */
  static RandomCase asked(
      Random random,
      RandomGraphs values,
      MemoryGraph graph,
      Function<RandomQueries, TypedQuery.Read> kind) {
    for (int i = 0; i < 20; i++) {
      RandomQueries queries = new RandomQueries(random, values, graph);
      String query = QueryText.of(kind.apply(queries));
      try {
        RandomCase.compiled(query, graph.catalog());
        return RandomCase.of(graph, query, queries.arguments);
      } catch (LanguageException refused) {
        continue;
      }
    }
    throw new AssertionError("Hardly any query compiles.");
  }

  TypedQuery.Read next() {
    List<Variable> visible = new ArrayList<>();
    List<Clause> match = block(visible, false, 0);
    List<TypedQuery.Column> columns = new ArrayList<>();
    boolean grouped = random.nextInt(5) < 2;
    for (int i = 0; i < 1 + random.nextInt(3); i++) {
      columns.add(new TypedQuery.Column("c" + i, projected(visible)));
    }
    if (grouped && random.nextInt(3) == 0) {
      columns.clear();
    }
    RandomGroups groups = new RandomGroups(random, values, expressions, visible, columns);
    for (int i = 0; grouped && i < 1 + random.nextInt(2); i++) {
      columns.add(new TypedQuery.Column("a" + i, groups.column()));
    }
    boolean distinct = random.nextInt(3) == 0;
    List<Expr> ordered =
        columns.stream().map(TypedQuery.Column::value).filter(RandomQueries::isOrdered).toList();
    List<TypedQuery.OrderKey> order = new ArrayList<>();
    for (int i = 0; i < random.nextInt(3); i++) {
      if (!ordered.isEmpty() && random.nextBoolean()) {
        order.add(key(values.any(ordered)));
      } else if (grouped) {
        order.add(key(groups.orderable()));
      } else if (!distinct) {
        order.add(key(ordered(visible)));
      }
    }
    Expr.Block entities = grouped || distinct ? null : pattern(visible, null);
    if (entities != null) {
      columns.add(new TypedQuery.Column("e", entities));
    }
    return new TypedQuery.Read(
        "random",
        Optional.empty(),
        List.of(),
        all,
        match,
        distinct,
        columns,
        grouped && random.nextInt(2) == 0 ? groups.condition(2) : null,
        order,
        random.nextBoolean() ? null : few(),
        offset());
  }

  /** Any query, with patterns as values wherever an expression stands. */
  TypedQuery.Read nextPatterns() {
    patterns = 2;
    return next();
  }

  /**
   * A pattern that comes to a value of a type, or to a list of entities; null if there is to be
   * none.
   */
  private Expr.Block pattern(List<Variable> visible, PropertyType type) {
    if (patterns == 0 || random.nextInt(3) > 0) {
      return null;
    }
    int before = patterns;
    int own = all.size();
    List<Variable> inner = new ArrayList<>(visible);
    patterns--;
    try {
      List<Clause> clauses = nested(inner, false, patterns == 0 ? 2 : 1);
      Aggregate.Function function = null;
      Expr argument = null;
      boolean distinct = random.nextInt(3) == 0;
      ValueType of = new ValueType.Value(type, type != Scalar.BOOL && type != Scalar.I64);
      if (type == null) {
        function = Aggregate.Function.COLLECT;
        argument = whole(values.any(inner));
        of = new ValueType.Entities(((Expr.Whole) argument).variable().type());
      } else if (type == Scalar.I64) {
        function = Aggregate.Function.COUNT;
        Variable variable = values.any(inner);
        argument =
            switch (random.nextInt(4)) {
              case 0 -> expressions.any(inner);
              case 1 -> whole(variable);
              default -> null;
            };
        distinct &= argument != null;
      } else if (type == Scalar.F64) {
        function = random.nextBoolean() ? Aggregate.Function.SUM : Aggregate.Function.AVG;
        argument = number(inner);
      } else if (type instanceof ListOf list) {
        function = Aggregate.Function.COLLECT;
        argument = of(inner, list.element());
      } else if (type != Scalar.BOOL) {
        function = random.nextBoolean() ? Aggregate.Function.MIN : Aggregate.Function.MAX;
        argument = of(inner, type);
      }
      if (function != null && function != Aggregate.Function.COUNT && argument == null) {
        return null;
      }
      return new Expr.Block(function, distinct, argument, clauses, own, of, Ir.AT);
    } finally {
      patterns = before;
    }
  }

  private Expr number(List<Variable> visible) {
    Expr property = of(visible, values.any(List.of(Scalar.I32, Scalar.F64, Scalar.U64)));
    return property == null || random.nextInt(3) == 0 ? expressions.number(visible) : property;
  }

  /** A property of a type. */
  private Expr of(List<Variable> visible, PropertyType type) {
    List<Expr> fitting =
        visible.stream()
            .flatMap(
                v ->
                    v.type().properties().stream()
                        .filter(p -> p.type().equals(type))
                        .map(p -> (Expr) Ir.prop(v, p.name())))
            .toList();
    return fitting.isEmpty() ? null : values.any(fitting);
  }

  private TypedQuery.OrderKey key(Expr value) {
    return new TypedQuery.OrderKey(value, random.nextBoolean());
  }

  /** Something that rows can be ordered by. */
  private Expr ordered(List<Variable> visible) {
    Expr value = projected(visible);
    return isOrdered(value) ? value : Ir.id(values.any(visible));
  }

  private static boolean isOrdered(Expr value) {
    return value.type() instanceof ValueType.Entity
        || value.type() instanceof ValueType.Value && RandomGraphs.isSingle(Ir.type(value));
  }

  private Expr offset() {
    return random.nextInt(3) == 0 ? few() : null;
  }

  /** How many rows. */
  private Expr few() {
    int few = random.nextInt(5);
    if (random.nextBoolean()) {
      return Ir.literal(few);
    }
    String name = "a" + arguments.size();
    arguments.put(name, few);
    return Ir.param(name, Scalar.I32);
  }

  /** How often traversals lead on from something, perhaps by what that is. */
  TypedQuery.Read nextCounts() {
    List<Variable> nodes = new ArrayList<>();
    List<Variable> visible = new ArrayList<>();
    List<Clause> match = new ArrayList<>();
    bind(values.any(graph.catalog().nodes()), nodes, visible, false, match);
    if (random.nextInt(3) == 0) {
      traverse(nodes, visible, false, match);
    }
    if (random.nextInt(3) == 0) {
      condition(visible).ifPresent(c -> match.add(new Clause.Where(c, Ir.AT)));
    }
    List<Variable> before = List.copyOf(visible);
    traverse(nodes, visible, false, match);
    List<TypedQuery.Column> columns = new ArrayList<>();
    for (int i = 0; i < random.nextInt(3); i++) {
      columns.add(new TypedQuery.Column("c" + i, projected(before)));
    }
    RandomGroups groups = new RandomGroups(random, values, expressions, before, columns);
    Expr count =
        new Expr.Aggregate(
            Aggregate.Function.COUNT,
            false,
            whole(visible.getLast()),
            new ValueType.Value(Scalar.I64, false),
            Ir.AT);
    columns.add(new TypedQuery.Column("n", count));
    if (random.nextInt(3) == 0) {
      columns.add(new TypedQuery.Column("a", groups.aggregate()));
    }
    Expr having = null;
    if (random.nextInt(4) == 0) {
      having = Ir.compare(count, Expr.Compare.Op.GT, Ir.literal(random.nextInt(3)));
    }
    List<TypedQuery.OrderKey> order = random.nextInt(3) == 0 ? List.of(key(count)) : List.of();
    return new TypedQuery.Read(
        "counts",
        Optional.empty(),
        List.of(),
        all,
        match,
        false,
        columns,
        having,
        order,
        null,
        offset());
  }

  /** One type in some order with a limit, perhaps with something optional that leads on from it. */
  TypedQuery.Read nextTop() {
    List<Variable> visible = new ArrayList<>();
    List<Clause> match = new ArrayList<>();
    Variable node =
        bind(values.any(graph.catalog().nodes()), new ArrayList<>(), visible, false, match);
    if (random.nextInt(3) == 0) {
      condition(visible).ifPresent(c -> match.add(new Clause.Where(c, Ir.AT)));
    }
    if (random.nextInt(4) == 0) {
      match.add(new Clause.Optionally(nested(visible, true, 2), Ir.AT));
    }
    List<TypedQuery.OrderKey> order = new ArrayList<>();
    for (int i = 0; i < random.nextInt(4); i++) {
      order.add(key(ordered(List.of(node))));
    }
    if (random.nextInt(5) == 0) {
      order.add(key(ordered(visible)));
    }
    return new TypedQuery.Read(
        "top",
        Optional.empty(),
        List.of(),
        all,
        match,
        false,
        List.of(
            new TypedQuery.Column("c0", whole(node)),
            new TypedQuery.Column("c1", projected(visible))),
        null,
        order,
        Ir.literal(random.nextInt(6)),
        offset());
  }

  /** Two or three nodes with equalities between their properties, in blocks too. */
  TypedQuery.Read nextJoins() {
    List<Variable> nodes = new ArrayList<>();
    List<Variable> visible = new ArrayList<>();
    List<Clause> match = new ArrayList<>();
    bind(values.any(graph.catalog().nodes()), nodes, visible, false, match);
    if (random.nextInt(3) == 0) {
      traverse(nodes, visible, false, match);
    }
    for (int i = 0; i < 1 + random.nextInt(2); i++) {
      join(visible, false, match);
    }
    if (random.nextInt(3) == 0) {
      List<Clause> inner = new ArrayList<>();
      join(new ArrayList<>(visible), true, inner);
      match.add(new Clause.Not(inner, Ir.AT));
    }
    if (random.nextInt(3) == 0) {
      List<Clause> inner = new ArrayList<>();
      join(visible, true, inner);
      match.add(new Clause.Optionally(inner, Ir.AT));
    }
    List<TypedQuery.Column> columns = new ArrayList<>();
    columns.add(new TypedQuery.Column("c0", projected(visible)));
    columns.add(new TypedQuery.Column("c1", projected(visible)));
    if (random.nextInt(4) == 0) {
      RandomGroups groups = new RandomGroups(random, values, expressions, visible, columns);
      columns.add(new TypedQuery.Column("n", groups.column()));
    }
    return new TypedQuery.Read(
        "joins",
        Optional.empty(),
        List.of(),
        all,
        match,
        false,
        columns,
        null,
        List.of(),
        null,
        null);
  }

  /** A node, perhaps with what it leads to, that has equalities with what there is. */
  private void join(List<Variable> visible, boolean optional, List<Clause> clauses) {
    List<Variable> before = List.copyOf(visible);
    List<Variable> nodes = new ArrayList<>();
    bind(values.any(graph.catalog().nodes()), nodes, visible, optional, clauses);
    if (random.nextInt(3) == 0) {
      traverse(nodes, visible, optional, clauses);
    }
    List<Expr> equalities =
        visible.subList(before.size(), visible.size()).stream()
            .flatMap(fresh -> before.stream().flatMap(known -> equalities(known, fresh)))
            .toList();
    for (int i = 0; i < 1 + random.nextInt(2) && !equalities.isEmpty(); i++) {
      clauses.add(new Clause.Where(values.any(equalities), Ir.AT));
    }
    if (random.nextInt(3) == 0) {
      condition(visible).ifPresent(c -> clauses.add(new Clause.Where(c, Ir.AT)));
    }
  }

  private Stream<Expr> equalities(Variable known, Variable fresh) {
    Stream<Expr> ids = Stream.of(Ir.eq(member(known), member(fresh)));
    Stream<Expr> properties =
        known.type().properties().stream()
            .flatMap(
                left ->
                    fresh.type().properties().stream()
                        .filter(right -> isJoinable(left.type(), right.type()))
                        .map(
                            right ->
                                random.nextBoolean()
                                    ? Ir.eq(
                                        Ir.prop(known, left.name()), Ir.prop(fresh, right.name()))
                                    : Ir.eq(
                                        Ir.prop(fresh, right.name()),
                                        Ir.prop(known, left.name()))));
    return random.nextInt(4) == 0 ? Stream.concat(ids, properties) : properties;
  }

  private static boolean isJoinable(PropertyType left, PropertyType right) {
    return RandomGraphs.isNumber(left) && RandomGraphs.isNumber(right)
        || isText(left) && isText(right)
        || left.equals(right) && RandomGraphs.isSingle(left);
  }

  private static boolean isText(PropertyType type) {
    return type == Scalar.STRING || type instanceof Enumeration;
  }

  /** A pattern within another, of which it uses something. */
  private List<Clause> nested(List<Variable> visible, boolean optional, int depth) {
    int own = all.size();
    while (true) {
      List<Variable> inner = new ArrayList<>(visible);
      List<Clause> clauses = block(inner, optional, depth);
      if (ReferenceEvaluator.mentioned(clauses).stream().anyMatch(v -> v.slot() < own)) {
        visible.addAll(inner.subList(visible.size(), inner.size()));
        return clauses;
      }
    }
  }

  private List<Clause> block(List<Variable> visible, boolean optional, int depth) {
    List<Clause> clauses = new ArrayList<>();
    List<Variable> nodes = new ArrayList<>();
    visible.stream().filter(v -> v.type() instanceof NodeType).forEach(nodes::add);
    if (nodes.isEmpty()) {
      bind(values.any(graph.catalog().nodes()), nodes, visible, optional, clauses);
    }
    int traversals = depth == 0 ? random.nextInt(4) : 1;
    for (int i = 0; i < traversals; i++) {
      traverse(nodes, visible, optional, clauses);
    }
    if (random.nextInt(6) == 0) {
      bind(values.any(graph.catalog().nodes()), nodes, visible, optional, clauses);
    }
    for (int i = 0; i < random.nextInt(3); i++) {
      condition(visible).ifPresent(c -> clauses.add(new Clause.Where(c, Ir.AT)));
    }
    if (depth < 2 && random.nextInt(3) == 0) {
      List<Variable> inner = new ArrayList<>(visible);
      clauses.add(new Clause.Not(nested(inner, optional, depth + 1), Ir.AT));
    }
    if (depth < 2 && random.nextInt(3) == 0) {
      clauses.add(new Clause.Optionally(nested(visible, true, depth + 1), Ir.AT));
    }
    return clauses;
  }

  private Variable bind(
      NodeType type,
      List<Variable> nodes,
      List<Variable> visible,
      boolean optional,
      List<Clause> clauses) {
    Variable variable = variable(type, optional);
    nodes.add(variable);
    visible.add(variable);
    clauses.add(new Clause.Bind(variable, Ir.AT));
    return variable;
  }

  private Variable variable(EntityType type, boolean optional) {
    return variable("v" + all.size(), Variable.Kind.ENTITY, type, optional);
  }

  private Variable variable(String name, Variable.Kind kind, EntityType type, boolean optional) {
    Variable variable = new Variable(all.size(), name, kind, type, optional);
    all.add(variable);
    return variable;
  }

  private void traverse(
      List<Variable> nodes, List<Variable> visible, boolean optional, List<Clause> clauses) {
    if (random.nextInt(4) == 0) {
      walk(nodes, visible, optional, clauses);
      return;
    }
    EdgeType edge = values.any(graph.catalog().edges());
    boolean loops = edge.source().equals(edge.target());
    Direction direction =
        loops && random.nextInt(3) == 0
            ? Direction.BOTH
            : random.nextBoolean() ? Direction.OUT : Direction.IN;
    String fromType = direction == Direction.IN ? edge.target() : edge.source();
    String toType = direction == Direction.IN ? edge.source() : edge.target();
    Variable from = end(fromType, nodes, visible, optional, clauses, 1);
    Variable to = end(toType, nodes, visible, optional, clauses, 3);
    Variable edgeVariable = null;
    int min = 1;
    int max = 1;
    if (random.nextInt(3) == 0) {
      edgeVariable = variable(edge, optional);
      visible.add(edgeVariable);
    } else if (loops && random.nextBoolean()) {
      min = 1 + random.nextInt(2);
      max = min + random.nextInt(3);
    }
    List<Traverse.Edge> edges = List.of(new Traverse.Edge(edge, direction));
    clauses.add(new Traverse(from, edgeVariable, edges, min, max, to, Ir.AT));
  }

  /** Along one or several edge types, with a path, an edge or neither. */
  private void walk(
      List<Variable> nodes, List<Variable> visible, boolean optional, List<Clause> clauses) {
    List<EdgeType> types = new ArrayList<>();
    while (types.isEmpty()) {
      graph.catalog().edges().stream().filter(type -> random.nextInt(3) > 0).forEach(types::add);
    }
    Direction direction = values.any(List.of(Direction.OUT, Direction.IN, Direction.BOTH));
    List<Traverse.Edge> edges =
        types.stream().map(type -> new Traverse.Edge(type, direction)).toList();
    Variable from = end(values.any(edges).start(), nodes, visible, optional, clauses, 1);
    Variable to =
        random.nextInt(4) == 0
            ? variable("_", Variable.Kind.ANY_NODE, MANY, optional)
            : end(values.any(edges).end(), nodes, visible, optional, clauses, 3);
    Stream.of(from, to)
        .filter(node -> !node.name().equals("_"))
        .forEach(node -> clauses.add(new Clause.Bind(node, Ir.AT)));
    int min = 1 + random.nextInt(2);
    Variable along = null;
    if (random.nextBoolean()) {
      boolean path = types.size() == 1 || random.nextBoolean();
      along =
          variable(
              "v" + all.size(),
              path ? Variable.Kind.PATH : Variable.Kind.ANY_EDGE,
              path ? MANY : Variable.typeOfMany("some", shared(types)),
              optional);
      visible.add(along);
    }
    boolean hops = along == null || along.kind() == Variable.Kind.PATH;
    clauses.add(
        new Traverse(
            from, along, edges, hops ? min : 1, hops ? min + random.nextInt(3) : 1, to, Ir.AT));
  }

  private static List<Property> shared(List<EdgeType> types) {
    return types.getFirst().properties().stream()
        .filter(p -> types.stream().allMatch(type -> type.properties().contains(p)))
        .toList();
  }

  /** What an entity or a path has besides properties. */
  private Expr member(Variable variable) {
    return switch (variable.kind()) {
      case ENTITY ->
          variable.type() instanceof EdgeType
              ? Ir.meta(
                  variable,
                  values.any(
                      List.of(
                          Expr.Meta.Field.ID,
                          Expr.Meta.Field.SRC,
                          Expr.Meta.Field.DST,
                          Expr.Meta.Field.TYPE)))
              : Ir.id(variable);
      case ANY_EDGE, ANY_NODE ->
          Ir.meta(
              variable,
              values.any(
                  List.of(
                      Expr.Meta.Field.ID,
                      Expr.Meta.Field.SRC,
                      Expr.Meta.Field.DST,
                      Expr.Meta.Field.TYPE,
                      Expr.Meta.Field.TYPE)));
      case PATH ->
          Ir.meta(
              variable,
              values.any(
                  List.of(
                      Expr.Meta.Field.LENGTH,
                      Expr.Meta.Field.LENGTH,
                      Expr.Meta.Field.NODES,
                      Expr.Meta.Field.EDGES)));
    };
  }

  private Variable end(
      String type,
      List<Variable> nodes,
      List<Variable> visible,
      boolean optional,
      List<Clause> clauses,
      int oneInNew) {
    List<Variable> fitting = nodes.stream().filter(n -> n.type().name().equals(type)).toList();
    if (!fitting.isEmpty() && random.nextInt(4) >= oneInNew) {
      return values.any(fitting);
    }
    NodeType node = graph.catalog().node(type).orElseThrow();
    if (random.nextBoolean()) {
      return bind(node, nodes, visible, optional, clauses);
    }
    if (random.nextInt(4) == 0) {
      return variable("_", Variable.Kind.ENTITY, node, optional);
    }
    Variable variable = variable(node, optional);
    nodes.add(variable);
    visible.add(variable);
    return variable;
  }

  private Optional<Expr> condition(List<Variable> visible) {
    Optional<Expr> one = negatable(visible);
    if (one.isPresent() && random.nextInt(4) == 0) {
      Optional<Expr> two = negatable(visible);
      return two.map(t -> random.nextBoolean() ? Ir.or(one.get(), t) : Ir.and(one.get(), t))
          .map(both -> random.nextInt(4) == 0 ? Ir.not(both) : both);
    }
    return one;
  }

  private Optional<Expr> negatable(List<Variable> visible) {
    Optional<Expr> condition =
        random.nextInt(3) == 0 ? Optional.of(expressions.condition(visible)) : simple(visible);
    return condition.map(c -> random.nextInt(6) == 0 ? Ir.not(c) : c);
  }

  private Optional<Expr> simple(List<Variable> visible) {
    Variable variable = values.any(visible);
    if (variable.type().properties().isEmpty() || random.nextInt(6) == 0) {
      return Optional.of(ids(variable, visible));
    }
    Property property = values.any(variable.type().properties());
    Expr left = Ir.prop(variable, property.name());
    if (random.nextInt(10) == 0) {
      return Optional.of(Ir.compare(left, Expr.Compare.Op.EQ, left));
    }
    if (property.type() instanceof ListOf list) {
      return Optional.of(Ir.contains(left, expressions.constant(list.element())));
    }
    if (!(property.type() instanceof Scalar || property.type() instanceof Enumeration)) {
      return Optional.empty();
    }
    if (property.type() == Scalar.STRING && random.nextBoolean()) {
      Expr piece = expressions.constant(Scalar.STRING);
      return Optional.of(
          random.nextBoolean() ? Ir.contains(left, piece) : Ir.startsWith(left, piece));
    }
    Expr right = random.nextInt(3) == 0 ? comparable(visible, property.type()) : null;
    if (right == null) {
      right = expressions.constant(property.type());
    }
    boolean ordered = property.type() != Scalar.BOOL && !(property.type() instanceof Enumeration);
    Expr.Compare.Op op =
        ordered && random.nextBoolean()
            ? values.any(List.of(Expr.Compare.Op.values()))
            : Expr.Compare.Op.EQ;
    return Optional.of(
        random.nextInt(4) == 0 ? Ir.compare(right, op, left) : Ir.compare(left, op, right));
  }

  private Expr ids(Variable variable, List<Variable> visible) {
    List<Map<String, Object>> rows = graph.rows(variable.type());
    Expr.Compare.Op same = values.any(List.of(Expr.Compare.Op.EQ, Expr.Compare.Op.NE));
    List<Variable> alike = visible.stream().filter(v -> v.type().equals(variable.type())).toList();
    if (random.nextInt(4) == 0) {
      return Ir.compare(whole(variable), same, whole(values.any(alike)));
    }
    if (variable.type().key().isPresent() && !rows.isEmpty() && random.nextBoolean()) {
      return key(variable, values.any(rows));
    }
    Object id = rows.isEmpty() ? "none" : values.any(rows).get("id");
    Expr meta = member(variable);
    if (variable.kind() == Variable.Kind.PATH) {
      List<Map<String, Object>> any = graph.rows(values.any(graph.catalog().nodes()));
      return Ir.type(meta) == Scalar.I64
          ? Ir.compare(meta, Expr.Compare.Op.GT, Ir.literal(random.nextInt(3)))
          : Ir.contains(meta, Ir.literal(any.isEmpty() ? "none" : values.any(any).get("id")));
    }
    return switch (random.nextInt(6)) {
      case 0 -> Ir.contains(Ir.list(Scalar.STRING, id, "n00"), meta);
      case 1 -> Ir.startsWith(meta, Ir.literal("n0"));
      case 2 -> Ir.compare(meta, values.any(List.of(Expr.Compare.Op.values())), Ir.literal(id));
      default -> Ir.compare(meta, same, Ir.literal(id));
    };
  }

  /** The whole key of an entity, as a lookup has it. */
  private static Expr key(Variable variable, Map<String, Object> row) {
    List<Expr> members = new ArrayList<>();
    for (String member : variable.type().key().orElseThrow().members()) {
      Expr column =
          switch (member) {
            case "src" -> Ir.meta(variable, Expr.Meta.Field.SRC);
            case "dst" -> Ir.meta(variable, Expr.Meta.Field.DST);
            default -> Ir.prop(variable, member);
          };
      Expr value =
          new Expr.Literal(
              row.get(member),
              column instanceof Expr.Prop prop
                  ? new ValueType.Value(prop.property().type(), false)
                  : new ValueType.Value(Scalar.STRING, false),
              Ir.AT);
      members.add(Ir.compare(column, Expr.Compare.Op.EQ, value));
    }
    return members.size() == 1 ? members.getFirst() : Ir.and(members.toArray(new Expr[0]));
  }

  private Expr comparable(List<Variable> visible, PropertyType type) {
    for (Variable variable : visible) {
      for (Property property : variable.type().properties()) {
        if (property.type().equals(type)
            || RandomGraphs.isNumber(property.type()) && RandomGraphs.isNumber(type)) {
          if (random.nextBoolean()) {
            return Ir.prop(variable, property.name());
          }
        }
      }
    }
    return null;
  }

  private Expr projected(List<Variable> visible) {
    Expr.Block pattern = patterns == 0 ? null : pattern(visible, values.any(PATTERNS));
    if (pattern != null) {
      return pattern;
    }
    if (random.nextInt(4) == 0) {
      return random.nextInt(12) == 0 ? Ir.nothing() : expressions.any(visible);
    }
    Variable variable = values.any(visible);
    int kind = random.nextInt(6);
    if (kind == 0) {
      return whole(variable);
    }
    if (kind == 1 || variable.type().properties().isEmpty()) {
      return member(variable);
    }
    return Ir.prop(variable, values.any(variable.type().properties()).name());
  }

  static Expr whole(Variable variable) {
    return new Expr.Whole(
        variable,
        variable.kind() == Variable.Kind.PATH
            ? new ValueType.Path(variable.optional())
            : new ValueType.Entity(variable.type(), variable.optional()),
        Ir.AT);
  }
}
