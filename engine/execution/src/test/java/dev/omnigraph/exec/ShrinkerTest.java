package dev.omnigraph.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.query.Clause;
import dev.omnigraph.query.Expr;
import dev.omnigraph.query.TypedQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** Cases in which evaluators that are wrong on purpose are seen to be wrong. */
@NullUnmarked
class ShrinkerTest {
  private static final int CASES = 3;

  @Test
  void rowsThatOptionalDidNotKeepAreShownByTwoPatternsAndAnEdge() {
    for (RandomCase smallest : smallest(ShrinkerTest::withoutOptional)) {
      assertThat(clauses(smallest)).as(smallest.toString()).isLessThanOrEqualTo(4);
      assertThat(smallest.rows()).as(smallest.toString()).hasSizeLessThanOrEqualTo(3);
      assertThat(smallest.query()).contains("optional").doesNotContain("order", "limit", "having");
    }
  }

  @Test
  void nullThatIsEqualToEverythingIsShownByAConditionAndTwoNodes() {
    for (RandomCase smallest : smallest(ShrinkerTest::withNullEqual)) {
      assertThat(clauses(smallest)).as(smallest.toString()).isLessThanOrEqualTo(3);
      assertThat(smallest.rows()).as(smallest.toString()).hasSizeLessThanOrEqualTo(2);
      assertThat(smallest.query()).as(smallest.toString()).contains("=");
    }
  }

  @Test
  void whatIsRightIsNotShrunk() {
    Random random = new Random(1);
    RandomGraphs graphs = new RandomGraphs(random, false);
    MemoryGraph graph = RandomCase.of(graphs.next(), "", Map.of()).graph();
    RandomCase right = RandomQueries.asked(random, graphs, graph, RandomQueries::next);

    assertThat(new Shrinker(next -> null, 100).shrink(right)).isNull();
  }

  /** Of the first random queries that a wrong reading of them changes. */
  private static List<RandomCase> smallest(UnaryOperator<TypedQuery.Read> reading) {
    List<RandomCase> smallest = new ArrayList<>();
    for (int seed = 0; smallest.size() < CASES; seed++) {
      Random random = new Random(seed);
      RandomGraphs graphs = new RandomGraphs(random, false);
      MemoryGraph graph = RandomCase.of(graphs.next(), "", Map.of()).graph();
      RandomCase asked = RandomQueries.asked(random, graphs, graph, RandomQueries::next);
      RandomCase found = new Shrinker(next -> difference(next, reading), 2_000).shrink(asked);
      if (found != null) {
        smallest.add(found);
      }
    }
    return smallest;
  }

  private static String difference(RandomCase asked, UnaryOperator<TypedQuery.Read> reading) {
    MemoryGraph graph = asked.graph();
    TypedQuery.Read query = RandomCase.compiled(asked.query(), graph.catalog());
    ReferenceEvaluator reference = new ReferenceEvaluator(graph, asked.argumentsOf(query));
    try {
      return reference.run(query).equals(reference.run(reading.apply(query))) ? null : "rows";
    } catch (ReferenceFunctions.Failure e) {
      return null;
    }
  }

  private static TypedQuery.Read withoutOptional(TypedQuery.Read query) {
    return with(
        query,
        query.match().stream()
            .flatMap(
                clause ->
                    clause instanceof Clause.Optionally optional
                        ? optional.clauses().stream()
                        : Stream.of(clause))
            .toList());
  }

  private static TypedQuery.Read withNullEqual(TypedQuery.Read query) {
    return with(
        query,
        query.match().stream()
            .map(
                clause ->
                    clause instanceof Clause.Where(Expr.Compare compare, var span)
                            && compare.op() == Expr.Compare.Op.EQ
                        ? new Clause.Where(
                            Ir.or(compare, Ir.isNull(compare.left()), Ir.isNull(compare.right())),
                            span)
                        : clause)
            .toList());
  }

  private static TypedQuery.Read with(TypedQuery.Read query, List<Clause> match) {
    return new TypedQuery.Read(
        query.name(),
        query.description(),
        query.parameters(),
        query.variables(),
        match,
        query.distinct(),
        query.columns(),
        query.having(),
        query.order(),
        query.limit(),
        query.offset());
  }

  private static int clauses(RandomCase asked) {
    return clauses(RandomCase.compiled(asked.query(), asked.graph().catalog()).match());
  }

  private static int clauses(List<Clause> clauses) {
    int count = 0;
    for (Clause clause : clauses) {
      count +=
          1
              + switch (clause) {
                case Clause.Not not -> clauses(not.clauses());
                case Clause.Optionally optional -> clauses(optional.clauses());
                default -> 0;
              };
    }
    return count;
  }
}
