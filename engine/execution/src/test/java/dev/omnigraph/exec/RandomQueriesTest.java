package dev.omnigraph.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.query.Clause;
import dev.omnigraph.query.Clause.Traverse.Direction;
import dev.omnigraph.query.Expr;
import dev.omnigraph.query.TypedQuery;
import dev.omnigraph.query.ValueType;
import dev.omnigraph.value.PropertyType.Scalar;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** What random queries ask for, after they are compiled. */
@NullUnmarked
class RandomQueriesTest {
  private static final int GRAPHS = 300;
  private static final int ENOUGH = 2;

  /** The executor has no search. */
  private static final List<Class<?>> NONE = List.of(Expr.Search.class, Expr.Fusion.class);

  private static final List<String> PLACES =
      List.of("match", "return", "having", "order", "Not", "Optionally", "Block");

  private final Map<String, Integer> counts = new TreeMap<>();

  @Test
  void everyConstructOfTheLanguageIsAskedForInEveryPlace() {
    for (long seed = 0; seed < GRAPHS; seed++) {
      Random random = new Random(seed);
      RandomGraphs graphs = new RandomGraphs(random, false);
      MemoryGraph graph = RandomCase.of(graphs.next(), "", Map.of()).graph();
      for (Function<RandomQueries, TypedQuery.Read> kind :
          List.<Function<RandomQueries, TypedQuery.Read>>of(
              RandomQueries::next,
              RandomQueries::nextPatterns,
              RandomQueries::nextJoins,
              RandomQueries::nextCounts,
              RandomQueries::nextTop)) {
        String query = RandomQueries.asked(random, graphs, graph, kind).query();
        count(RandomCase.compiled(query, graph.catalog()));
      }
    }

    TreeSet<String> missing = new TreeSet<>(all());
    missing.removeIf(construct -> counts.getOrDefault(construct, 0) >= ENOUGH);
    assertThat(missing).as(counts.toString()).isEmpty();
  }

  /** By the types of the language themselves, so that what is new in it is missed here. */
  private static List<String> all() {
    return Stream.of(
            Arrays.stream(Expr.class.getPermittedSubclasses())
                .filter(type -> !NONE.contains(type))
                .map(Class::getSimpleName),
            Arrays.stream(Clause.class.getPermittedSubclasses()).map(Class::getSimpleName),
            Arrays.stream(Expr.Compare.Op.values()).map(Enum::name),
            Arrays.stream(Expr.Arithmetic.Op.values()).map(Enum::name),
            Arrays.stream(Expr.Call.Function.values()).map(Enum::name),
            Arrays.stream(Expr.Meta.Field.values()).map(Enum::name),
            Arrays.stream(Direction.values()).map(Enum::name),
            Arrays.stream(Expr.Aggregate.Function.values())
                .flatMap(f -> Stream.of("Aggregate " + f, "Block " + f, "Block distinct " + f)),
            PLACES.stream().flatMap(in -> Stream.of("Block in " + in, "Arithmetic in " + in)),
            Stream.of("Not", "Optionally", "Block")
                .flatMap(
                    in -> Stream.of("Not in " + in, "Optionally in " + in, "Traverse in " + in)),
            Stream.of(
                "distinct",
                "distinct Aggregate",
                "grouped",
                "grouped distinct",
                "having",
                "limit Literal",
                "limit Param",
                "offset Literal",
                "offset Param",
                "descending",
                "order Meta",
                "return Whole",
                "return null",
                "Traverse 1",
                "Traverse more",
                "Traverse of several",
                "Traverse with ENTITY",
                "Traverse with ANY_EDGE",
                "Traverse with PATH",
                "Traverse to any",
                "Traverse to itself",
                "Traverse anonymous",
                "shift back",
                "Contains in text",
                "Contains in Literal",
                "Contains in Param",
                "Contains in Prop"))
        .flatMap(names -> names)
        .toList();
  }

  private void count(TypedQuery.Read query) {
    clauses(query.match(), "match");
    query.columns().forEach(column -> expr(column.value(), "return"));
    query.order().forEach(key -> expr(key.value(), "order"));
    add(query.distinct(), "distinct");
    add(query.isGrouped(), "grouped");
    add(query.isGrouped() && query.distinct(), "grouped distinct");
    add(query.order().stream().anyMatch(TypedQuery.OrderKey::descending), "descending");
    if (query.having() != null) {
      add("having");
      expr(query.having(), "having");
    }
    Stream.ofNullable(query.limit()).forEach(e -> add("limit " + e.getClass().getSimpleName()));
    Stream.ofNullable(query.offset()).forEach(e -> add("offset " + e.getClass().getSimpleName()));
    for (TypedQuery.Column column : query.columns()) {
      add(column.value() instanceof Expr.Whole, "return Whole");
      add(column.value().type() instanceof ValueType.Null, "return null");
    }
    query.order().forEach(key -> add(key.value() instanceof Expr.Meta, "order Meta"));
  }

  private void clauses(List<Clause> clauses, String in) {
    for (Clause clause : clauses) {
      add(clause.getClass().getSimpleName());
      add(clause.getClass().getSimpleName() + " in " + in);
      switch (clause) {
        case Clause.Bind bind -> {}
        case Clause.Traverse traverse -> {
          traverse.edges().forEach(edge -> add(edge.direction().name()));
          add(traverse.max() == 1 ? "Traverse 1" : "Traverse more");
          add(traverse.edges().size() > 1, "Traverse of several");
          if (traverse.along() != null) {
            add("Traverse with " + traverse.along().kind());
          }
          add(!traverse.to().isEntity(), "Traverse to any");
          add(traverse.from().equals(traverse.to()), "Traverse to itself");
          add(traverse.to().name().equals("_"), "Traverse anonymous");
        }
        case Clause.Where where -> expr(where.condition(), in);
        case Clause.Not not -> clauses(not.clauses(), "Not");
        case Clause.Optionally optional -> clauses(optional.clauses(), "Optionally");
      }
    }
  }

  private void expr(Expr expr, String in) {
    add(expr.getClass().getSimpleName());
    add(expr.getClass().getSimpleName() + " in " + in);
    switch (expr) {
      case Expr.Compare compare -> add(compare.op().name());
      case Expr.Arithmetic arithmetic -> add(arithmetic.op().name());
      case Expr.Call call -> add(call.function().name());
      case Expr.Meta meta -> add(meta.field().name());
      case Expr.Shift shift -> add(shift.back(), "shift back");
      case Expr.Contains(var subject, var part, var type, var span) ->
          add(
              Ir.type(subject) == Scalar.STRING
                  ? "Contains in text"
                  : "Contains in " + subject.getClass().getSimpleName());
      case Expr.Aggregate aggregate -> {
        add("Aggregate " + aggregate.function());
        add(aggregate.distinct(), "distinct Aggregate");
      }
      case Expr.Block block -> {
        add("Block " + block.function());
        add(block.distinct(), "Block distinct " + block.function());
        clauses(block.clauses(), "Block");
        Stream.ofNullable(block.argument()).forEach(argument -> expr(argument, "Block"));
      }
      default -> {}
    }
    expr.parts().forEach(part -> expr(part, in));
  }

  private void add(String construct) {
    counts.merge(construct, 1, Integer::sum);
  }

  private void add(boolean is, String construct) {
    if (is) {
      add(construct);
    }
  }
}
