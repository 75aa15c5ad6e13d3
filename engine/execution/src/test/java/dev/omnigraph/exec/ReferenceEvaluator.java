package dev.omnigraph.exec;

import dev.omnigraph.error.ErrorCode;
import dev.omnigraph.plan.Conjuncts;
import dev.omnigraph.query.Clause;
import dev.omnigraph.query.Clause.Traverse;
import dev.omnigraph.query.Expr;
import dev.omnigraph.query.TypedQuery;
import dev.omnigraph.query.Variable;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.Property;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;

/**
 * What queries mean, slowly: tries every assignment of entities to variables, and knows nothing of
 * plans, vectors or indexes.
 */
@NullUnmarked
final class ReferenceEvaluator {
  private final ReferenceWalks walks;
  private final Map<String, ?> arguments;

  /** What aggregates are of. */
  private List<Match> group = List.of();

  /** Values of blocks by the entities around them, so that each is found once. */
  private final Map<Expr.Block, Map<List<Object>, List<Object>>> blocks = new IdentityHashMap<>();

  private boolean matched;

  ReferenceEvaluator(MemoryGraph graph, Map<String, ?> arguments) {
    this.walks = new ReferenceWalks(graph);
    this.arguments = arguments;
  }

  /** An assignment: by slot the entity, present with null when it is optional and not found. */
  private record Match(Map<Integer, Map<String, Object>> entities) {
    Map<String, Object> get(Variable variable) {
      return entities.get(variable.slot());
    }

    boolean binds(Variable variable) {
      return entities.containsKey(variable.slot());
    }

    Match with(Variable variable, Map<String, Object> entity) {
      Map<Integer, Map<String, Object>> extended = new TreeMap<>(entities);
      extended.put(variable.slot(), entity);
      return new Match(extended);
    }
  }

  private static final Match NOTHING = new Match(Map.of());

  List<List<Object>> run(TypedQuery.Read query) {
    if (limit(query) == 0) {
      return List.of();
    }
    List<Match> matches = match(query.match(), NOTHING);
    matched = true;
    return query.isGrouped() ? grouped(query, matches) : plain(query, matches);
  }

  /** Whether the last query got beyond its match, so that whatever fails is not in a condition. */
  boolean isMatched() {
    return matched;
  }

  private long limit(TypedQuery.Read query) {
    return number(query.limit(), Integer.MAX_VALUE);
  }

  private long number(Expr expr, long otherwise) {
    return expr == null ? otherwise : ((Number) value(expr, NOTHING)).longValue();
  }

  /** What limit and offset leave. */
  private <T> List<T> shown(TypedQuery.Read query, List<T> rows) {
    return rows.stream().skip(number(query.offset(), 0)).limit(limit(query)).toList();
  }

  // ---- matching

  private List<Match> match(List<Clause> clauses, Match outer) {
    Set<Variable> own = bound(clauses);
    own.removeIf(v -> outer.binds(v) || v.kind() == Variable.Kind.PATH);
    List<Expr> conditions = new ArrayList<>();
    for (Clause clause : clauses) {
      if (clause instanceof Clause.Where where) {
        conditions.add(where.condition());
      }
    }
    List<Match> matches = new ArrayList<>();
    assign(new ArrayList<>(own), clauses, conditions, outer, matches);
    for (Clause clause : clauses) {
      if (clause instanceof Clause.Optionally optional) {
        matches = optionally(matches, optional.clauses());
      }
    }
    List<Match> kept = new ArrayList<>();
    for (Match match : matches) {
      if (conditions.stream().allMatch(c -> holds(c, match)) && noneOf(clauses, match)) {
        kept.add(match);
      }
    }
    return kept;
  }

  private boolean noneOf(List<Clause> clauses, Match match) {
    return clauses.stream()
        .filter(Clause.Not.class::isInstance)
        .allMatch(not -> match(((Clause.Not) not).clauses(), match).isEmpty());
  }

  private List<Match> optionally(List<Match> matches, List<Clause> clauses) {
    List<Match> extended = new ArrayList<>();
    for (Match match : matches) {
      List<Match> found = match(clauses, match);
      if (found.isEmpty()) {
        Match nulls = match;
        for (Variable variable : boundWithOptional(clauses)) {
          if (!nulls.binds(variable)) {
            nulls = nulls.with(variable, null);
          }
        }
        found = List.of(nulls);
      }
      extended.addAll(found);
    }
    return extended;
  }

  private void assign(
      List<Variable> open,
      List<Clause> clauses,
      List<Expr> conditions,
      Match match,
      List<Match> matches) {
    boolean consistent =
        clauses.stream()
                .filter(Traverse.class::isInstance)
                .map(Traverse.class::cast)
                .filter(t -> isAssigned(t, match))
                .allMatch(t -> connects(t, match))
            && conditions.stream()
                .filter(c -> variables(c).stream().allMatch(match::binds))
                .allMatch(c -> holds(c, match));
    if (!consistent) {
      return;
    }
    if (open.isEmpty()) {
      matches.add(withPaths(clauses, match));
      return;
    }
    Variable variable = open.getFirst();
    for (Map<String, Object> entity : walks.entities(variable, clauses)) {
      assign(
          open.subList(1, open.size()), clauses, conditions, match.with(variable, entity), matches);
    }
  }

  /** There is one path for each pair. */
  private Match withPaths(List<Clause> clauses, Match match) {
    Match extended = match;
    for (Clause clause : clauses) {
      if (clause instanceof Traverse traverse && traverse.hasPath()) {
        Map<String, Object> path =
            walks.path(traverse, match.get(traverse.from()), match.get(traverse.to()));
        extended = extended.with(traverse.along(), path);
      }
    }
    return extended;
  }

  private static boolean isAssigned(Traverse traverse, Match match) {
    return match.binds(traverse.from())
        && match.binds(traverse.to())
        && (traverse.along() == null || traverse.hasPath() || match.binds(traverse.along()));
  }

  private boolean connects(Traverse traverse, Match match) {
    Map<String, Object> from = match.get(traverse.from());
    Map<String, Object> to = match.get(traverse.to());
    if (from == null || to == null) {
      return false;
    }
    return traverse.along() == null || traverse.hasPath()
        ? walks.distance(traverse, from, to) >= traverse.min()
        : match.get(traverse.along()) != null
            && walks.isBetween(traverse, match.get(traverse.along()), from, to);
  }

  private static Set<Variable> bound(List<Clause> clauses) {
    Set<Variable> variables = new LinkedHashSet<>();
    for (Clause clause : clauses) {
      if (clause instanceof Clause.Bind bind) {
        variables.add(bind.node());
      } else if (clause instanceof Traverse traverse) {
        variables.add(traverse.from());
        if (traverse.along() != null) {
          variables.add(traverse.along());
        }
        variables.add(traverse.to());
      }
    }
    return variables;
  }

  private static Set<Variable> boundWithOptional(List<Clause> clauses) {
    Set<Variable> variables = bound(clauses);
    for (Clause clause : clauses) {
      if (clause instanceof Clause.Optionally optional) {
        variables.addAll(boundWithOptional(optional.clauses()));
      }
    }
    return variables;
  }

  private static Set<Variable> variables(Expr expr) {
    return switch (expr) {
      case Expr.Prop prop -> Set.of(prop.variable());
      case Expr.Meta meta -> Set.of(meta.variable());
      case Expr.Whole whole -> Set.of(whole.variable());
      case Expr.Block block -> outer(block);
      default -> union(expr.parts());
    };
  }

  /** What a block needs of the row around it. */
  static Set<Variable> outer(Expr.Block block) {
    Set<Variable> variables = mentioned(block.clauses());
    if (block.argument() != null) {
      variables.addAll(variables(block.argument()));
    }
    variables.removeIf(variable -> variable.slot() >= block.own());
    return variables;
  }

  static Set<Variable> mentioned(List<Clause> clauses) {
    Set<Variable> variables = bound(clauses);
    for (Clause clause : clauses) {
      switch (clause) {
        case Clause.Where where -> variables.addAll(variables(where.condition()));
        case Clause.Not not -> variables.addAll(mentioned(not.clauses()));
        case Clause.Optionally optional -> variables.addAll(mentioned(optional.clauses()));
        case Clause.Bind bind -> {}
        case Traverse traverse -> {}
      }
    }
    return variables;
  }

  private static Set<Variable> union(Collection<Expr> exprs) {
    Set<Variable> all = new HashSet<>();
    exprs.forEach(e -> all.addAll(variables(e)));
    return all;
  }

  // ---- expressions

  private boolean holds(Expr condition, Match match) {
    return Boolean.TRUE.equals(value(condition, match));
  }

  private Object value(Expr expr, Match match) {
    return switch (expr) {
      case Expr.Literal literal -> literal.value();
      case Expr.Param param -> arguments.get(param.name());
      case Expr.Now now -> MemoryGraph.NOW;
      case Expr.Prop prop -> field(match.get(prop.variable()), prop.property().name());
      case Expr.Meta meta -> meta(meta, match.get(meta.variable()));
      case Expr.Whole whole -> entity(whole.variable(), match.get(whole.variable()));
      case Expr.Aggregate aggregate -> aggregate(aggregate);
      case Expr.Block block ->
          blocks
              .computeIfAbsent(block, b -> new HashMap<>())
              .computeIfAbsent(
                  outer(block).stream().map(v -> field(match.get(v), "id")).toList(),
                  ids -> Collections.singletonList(block(block, match)))
              .getFirst();
      case Expr.IsNull isNull -> value(isNull.value(), match) == null;
      case Expr.Not not -> {
        Object term = value(not.term(), match);
        yield term == null ? null : term.equals(false);
      }
      case Expr.And and -> {
        boolean open = false;
        for (Expr term : and.terms()) {
          Object value = value(term, match);
          if (Boolean.FALSE.equals(value)) {
            yield false;
          }
          open |= value == null;
        }
        yield open ? null : true;
      }
      case Expr.Or or -> {
        boolean open = false;
        for (Expr term : or.terms()) {
          Object value = value(term, match);
          if (Boolean.TRUE.equals(value)) {
            yield true;
          }
          open |= value == null;
        }
        yield open ? null : false;
      }
      case Expr.Call call when call.function() == Expr.Call.Function.COALESCE -> {
        for (Expr argument : call.arguments()) {
          Object value = value(argument, match);
          if (value != null) {
            yield ReferenceFunctions.as(Ir.type(call), value);
          }
        }
        yield null;
      }
      default -> strict(expr, match);
    };
  }

  private static Object meta(Expr.Meta meta, Map<String, Object> entity) {
    boolean ofItsType =
        meta.field() == Expr.Meta.Field.TYPE && meta.variable().isEntity() && entity != null;
    return ofItsType
        ? meta.variable().type().name()
        : field(entity, meta.field().name().toLowerCase(Locale.ROOT));
  }

  private Object block(Expr.Block block, Match around) {
    List<Match> matches = new ArrayList<>(match(block.clauses(), around));
    if (block.function() == null) {
      return !matches.isEmpty();
    }
    if (block.argument() == null) {
      return (long) matches.size();
    }
    matches.sort(byIds(block.clauses()));
    List<Match> outside = group;
    try {
      return of(new Group(List.of(), matches), m -> aggregate(block.aggregate()));
    } finally {
      group = outside;
    }
  }

  /** What is null as soon as a part is. */
  private Object strict(Expr expr, Match match) {
    List<Object> values = new ArrayList<>();
    for (Expr part : expr.parts()) {
      Object value = value(part, match);
      if (value == null) {
        return null;
      }
      values.add(value);
    }
    Object first = values.getFirst();
    Object last = values.getLast();
    return switch (expr) {
      case Expr.Compare compare -> {
        int order = order(first, last);
        yield switch (compare.op()) {
          case EQ -> order == 0;
          case NE -> order != 0;
          case LT -> order < 0;
          case GT -> order > 0;
          case LE -> order <= 0;
          case GE -> order >= 0;
        };
      }
      case Expr.Contains contains ->
          first instanceof String text
              ? text.contains((String) last)
              : ((List<?>) first).stream().anyMatch(e -> order(e, last) == 0);
      case Expr.StartsWith starts -> ((String) first).startsWith((String) last);
      case Expr.Arithmetic arithmetic ->
          ReferenceFunctions.arithmetic(arithmetic.op(), Ir.type(expr), first, last);
      case Expr.Shift shift -> ReferenceFunctions.shift(first, shift.back(), (String) last);
      case Expr.Call call -> ReferenceFunctions.call(call.function(), Ir.type(expr), values);
      default -> throw new IllegalArgumentException(expr.toString());
    };
  }

  /**
   * Why there may be no answer in some order of deciding conditions: a condition has no value for
   * entities that others exclude, or a constant has none for no row at all.
   */
  Set<ErrorCode> failures(TypedQuery.Read query) {
    List<Expr> exprs = new ArrayList<>(conditions(query.match()));
    query.behindMatch().forEach(expr -> exprs.addAll(inBlocks(expr)));
    Set<ErrorCode> failures = new HashSet<>();
    exprs.stream()
        .flatMap(ReferenceEvaluator::keys)
        .filter(Conjuncts::canFail)
        .forEach(
            expr -> forAny(new ArrayList<>(variables(expr)), NOTHING, m -> add(expr, m, failures)));
    Stream.concat(exprs.stream(), query.behindMatch()).forEach(e -> addConstants(e, failures));
    return failures;
  }

  /** A join computes each side of an equality by itself. */
  private static Stream<Expr> keys(Expr condition) {
    return condition instanceof Expr.Compare compare
        ? Stream.of(condition, compare.left(), compare.right())
        : Stream.of(condition);
  }

  private static List<Expr> conditions(List<Clause> clauses) {
    List<Expr> conditions = new ArrayList<>();
    for (Clause clause : clauses) {
      switch (clause) {
        case Clause.Where where -> {
          conditions.add(where.condition());
          conditions.addAll(inBlocks(where.condition()));
        }
        case Clause.Not not -> conditions.addAll(conditions(not.clauses()));
        case Clause.Optionally optional -> conditions.addAll(conditions(optional.clauses()));
        case Clause.Bind bind -> {}
        case Traverse traverse -> {}
      }
    }
    return conditions;
  }

  /** What blocks compute for all rows, whether these are reached or not. */
  private static List<Expr> inBlocks(Expr expr) {
    List<Expr> inside = new ArrayList<>();
    if (expr instanceof Expr.Block block) {
      inside.addAll(conditions(block.clauses()));
      if (block.argument() != null) {
        inside.add(block.argument());
        inside.addAll(inBlocks(block.argument()));
      }
    }
    expr.parts().forEach(part -> inside.addAll(inBlocks(part)));
    return inside;
  }

  private void forAny(List<Variable> open, Match match, Consumer<Match> action) {
    if (open.isEmpty()) {
      action.accept(match);
      return;
    }
    Variable variable = open.getFirst();
    List<Variable> rest = open.subList(1, open.size());
    forAny(rest, match.with(variable, null), action);
    for (Map<String, Object> row : walks.entities(variable, List.of())) {
      forAny(rest, match.with(variable, row), action);
    }
  }

  private void addConstants(Expr expr, Set<ErrorCode> failures) {
    if (variables(expr).isEmpty() && !expr.hasAggregate()) {
      add(expr, NOTHING, failures);
    } else {
      expr.parts().forEach(part -> addConstants(part, failures));
    }
  }

  private void add(Expr expr, Match match, Set<ErrorCode> failures) {
    try {
      value(expr, match);
    } catch (ReferenceFunctions.Failure e) {
      failures.add(e.code());
    }
  }

  private static Object field(Map<String, Object> entity, String name) {
    return entity == null ? null : entity.get(name);
  }

  private static Object entity(Variable variable, Map<String, Object> row) {
    if (row == null) {
      return null;
    }
    Map<String, Object> entity = new LinkedHashMap<>();
    if (variable.kind() == Variable.Kind.PATH) {
      List.of("length", "nodes", "edges").forEach(name -> entity.put(name, row.get(name)));
      return entity;
    }
    entity.put("id", row.get("id"));
    if (variable.kind() == Variable.Kind.ANY_EDGE) {
      entity.put("type", row.get("type"));
    }
    if (variable.type() instanceof EdgeType) {
      entity.put("src", row.get("src"));
      entity.put("dst", row.get("dst"));
    }
    for (Property property : variable.type().properties()) {
      entity.put(property.name(), row.get(property.name()));
    }
    return entity;
  }

  /**
   * Code points, numbers as decimals, entities by id, lists by element, all else as Java has it.
   */
  @SuppressWarnings("unchecked")
  static int order(Object left, Object right) {
    if (left == right) {
      return 0;
    }
    if (left instanceof Number a && right instanceof Number b) {
      return ReferenceFunctions.decimal(a).compareTo(ReferenceFunctions.decimal(b));
    }
    if (left instanceof String a && right instanceof String b) {
      int[] points = a.codePoints().toArray();
      int[] others = b.codePoints().toArray();
      return Arrays.compare(points, others);
    }
    if (left instanceof float[] a && right instanceof float[] b) {
      return Arrays.compare(a, b);
    }
    if (left instanceof Map<?, ?> a && right instanceof Map<?, ?> b) {
      return order(identity(a), identity(b));
    }
    if (left instanceof List<?> a && right instanceof List<?> b) {
      for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
        int order = order(a.get(i), b.get(i));
        if (order != 0) {
          return order;
        }
      }
      return a.size() - b.size();
    }
    return ((Comparable<Object>) left).compareTo(right);
  }

  /** The id of an entity, and the type's name where it may be of several; of a path its nodes. */
  private static List<Object> identity(Map<?, ?> entity) {
    return Stream.of("id", "type", "nodes")
        .<Object>map(entity::get)
        .filter(Objects::nonNull)
        .toList();
  }

  private static int orderNullable(Object left, Object right) {
    if (left == null || right == null) {
      return Boolean.compare(left != null, right != null);
    }
    return order(left, right);
  }

  // ---- answers

  private List<List<Object>> plain(TypedQuery.Read query, List<Match> matches) {
    Map<Match, List<Object>> keys = new IdentityHashMap<>();
    for (Match match : matches) {
      keys.put(match, query.order().stream().map(key -> value(key.value(), match)).toList());
    }
    List<Match> sorted = new ArrayList<>(matches);
    sorted.sort(
        Comparator.<Match, List<Object>>comparing(keys::get, byKeys(query))
            .thenComparing(byIds(query.match())));
    if (!query.distinct()) {
      return shown(query, sorted).stream().map(match -> row(query, match)).toList();
    }
    List<List<Object>> rows = new ArrayList<>();
    for (Match match : sorted) {
      List<Object> row = row(query, match);
      if (rows.stream().noneMatch(r -> sameRow(r, row))) {
        rows.add(row);
      }
    }
    return shown(query, rows);
  }

  private static Comparator<List<Object>> byKeys(TypedQuery.Read query) {
    return (a, b) -> {
      for (int i = 0; i < query.order().size(); i++) {
        int order = orderNullable(a.get(i), b.get(i));
        if (order != 0) {
          return query.order().get(i).descending() ? -order : order;
        }
      }
      return 0;
    };
  }

  /** Nodes first, then edges. */
  private static Comparator<Match> byIds(List<Clause> clauses) {
    List<Variable> named =
        boundWithOptional(clauses).stream()
            .filter(v -> !v.name().equals("_"))
            .sorted(
                Comparator.comparing((Variable v) -> v.type() instanceof EdgeType)
                    .thenComparingInt(Variable::slot))
            .toList();
    return (a, b) ->
        named.stream()
            .mapToInt(v -> compareIds(v, a.get(v), b.get(v)))
            .filter(order -> order != 0)
            .findFirst()
            .orElse(0);
  }

  private static int compareIds(
      Variable variable, Map<String, Object> left, Map<String, Object> right) {
    int order = orderNullable(field(left, "id"), field(right, "id"));
    return order != 0 || variable.kind() != Variable.Kind.ANY_EDGE
        ? order
        : orderNullable(field(left, "type"), field(right, "type"));
  }

  private List<Object> row(TypedQuery.Read query, Match match) {
    return values(query.columns().stream().map(TypedQuery.Column::value).toList(), match);
  }

  private List<Object> values(List<Expr> exprs, Match match) {
    List<Object> values = new ArrayList<>();
    exprs.forEach(expr -> values.add(value(expr, match)));
    return values;
  }

  private List<List<Object>> grouped(TypedQuery.Read query, List<Match> matches) {
    List<Expr> key = query.groupKey().stream().filter(e -> !variables(e).isEmpty()).toList();
    List<Match> sorted = new ArrayList<>(matches);
    sorted.sort(byIds(query.match()));
    List<Group> groups = new ArrayList<>();
    if (key.isEmpty()) {
      groups.add(new Group(List.of(), new ArrayList<>()));
    }
    for (Match match : sorted) {
      List<Object> values = values(key, match);
      Group group =
          groups.stream()
              .filter(g -> sameRow(g.key(), values))
              .findFirst()
              .orElseGet(() -> new Group(values, new ArrayList<>()));
      if (group.matches().isEmpty() && !groups.contains(group)) {
        groups.add(group);
      }
      group.matches().add(match);
    }
    // What an aggregate cannot be computed of is an error, whether its group is kept or not.
    groups.forEach(g -> of(g, m -> values(aggregates(query), m)));
    List<Group> kept =
        groups.stream()
            .filter(
                g ->
                    query.having() == null
                        || Boolean.TRUE.equals(of(g, m -> value(query.having(), m))))
            .toList();
    Map<Group, List<Object>> keys = new IdentityHashMap<>();
    List<Expr> order = query.order().stream().map(TypedQuery.OrderKey::value).toList();
    kept.forEach(g -> keys.put(g, of(g, m -> values(order, m))));
    List<Group> ordered =
        kept.stream()
            .sorted(
                Comparator.<Group, List<Object>>comparing(keys::get, byKeys(query))
                    .thenComparing(Group::key, ReferenceEvaluator::orderRows))
            .toList();
    return shown(query, ordered).stream().map(g -> of(g, m -> row(query, m))).toList();
  }

  /** Matches that have equal values of the key. */
  private record Group(List<Object> key, List<Match> matches) {}

  /** What is asked of a group, outside of aggregates of its first match. */
  private <T> T of(Group asked, Function<Match, T> question) {
    group = asked.matches();
    return question.apply(group.isEmpty() ? NOTHING : group.getFirst());
  }

  private static List<Expr> aggregates(TypedQuery.Read query) {
    return query.behindMatch().flatMap(ReferenceEvaluator::aggregates).toList();
  }

  private static Stream<Expr> aggregates(Expr expr) {
    return expr instanceof Expr.Aggregate
        ? Stream.of(expr)
        : expr.parts().stream().flatMap(ReferenceEvaluator::aggregates);
  }

  private Object aggregate(Expr.Aggregate aggregate) {
    List<Object> values = new ArrayList<>();
    for (Match match : group) {
      Object value = value(aggregate.argument(), match);
      if (value != null
          && !(aggregate.distinct() && values.stream().anyMatch(v -> order(v, value) == 0))) {
        values.add(value);
      }
    }
    return switch (aggregate.function()) {
      case COUNT -> (long) values.size();
      case SUM -> values.isEmpty() ? null : (Object) sum(values);
      case AVG -> values.isEmpty() ? null : (Object) average(values);
      case MIN -> values.stream().min(ReferenceEvaluator::order).orElse(null);
      case MAX -> values.stream().max(ReferenceEvaluator::order).orElse(null);
      case COLLECT -> values;
    };
  }

  private static double sum(List<Object> values) {
    return exactSum(values).doubleValue();
  }

  private static BigDecimal exactSum(List<Object> values) {
    return values.stream()
        .map(ReferenceFunctions::decimal)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static double average(List<Object> values) {
    double sum = sum(values);
    return Double.isFinite(sum)
        ? sum / values.size()
        : exactSum(values)
            .divide(BigDecimal.valueOf(values.size()), new MathContext(400))
            .doubleValue();
  }

  private static boolean sameRow(List<Object> left, List<Object> right) {
    return orderRows(left, right) == 0;
  }

  private static int orderRows(List<Object> left, List<Object> right) {
    for (int i = 0; i < left.size(); i++) {
      int order = orderNullable(left.get(i), right.get(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }
}
