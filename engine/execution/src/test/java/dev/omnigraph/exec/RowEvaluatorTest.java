package dev.omnigraph.exec;

import static dev.omnigraph.exec.Ir.and;
import static dev.omnigraph.exec.Ir.compare;
import static dev.omnigraph.exec.Ir.contains;
import static dev.omnigraph.exec.Ir.eq;
import static dev.omnigraph.exec.Ir.id;
import static dev.omnigraph.exec.Ir.literal;
import static dev.omnigraph.exec.Ir.nothing;
import static dev.omnigraph.exec.Ir.or;
import static dev.omnigraph.exec.Ir.param;
import static dev.omnigraph.exec.Ir.prop;
import static dev.omnigraph.exec.Ir.property;
import static dev.omnigraph.exec.Ir.startsWith;
import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.query.Expr;
import dev.omnigraph.query.ValueType;
import dev.omnigraph.query.Variable;
import dev.omnigraph.value.PropertyType.ListOf;
import dev.omnigraph.value.PropertyType.Scalar;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RowEvaluatorTest {
  private static final Variable PERSON =
      Ir.variable(
          0,
          "p",
          Ir.node(
              "Person",
              property("name", Scalar.STRING),
              property("age", Scalar.I32),
              property("since", Scalar.DATETIME),
              property("tags", new ListOf(Scalar.STRING))));
  private static final Instant NOW = Instant.parse("2024-05-06T07:08:09.010Z");

  private final RowEvaluator evaluator = new RowEvaluator(Map.of("min", 30), NOW);

  @Test
  void everyComparisonOperatorHasItsMeaning() {
    assertThat(List.of(Expr.Compare.Op.values()).stream().filter(op -> holds(op, 29)))
        .containsExactly(Expr.Compare.Op.NE, Expr.Compare.Op.LT, Expr.Compare.Op.LE);
    assertThat(List.of(Expr.Compare.Op.values()).stream().filter(op -> holds(op, 30)))
        .containsExactly(Expr.Compare.Op.EQ, Expr.Compare.Op.LE, Expr.Compare.Op.GE);
    assertThat(List.of(Expr.Compare.Op.values()).stream().filter(op -> holds(op, 31)))
        .containsExactly(Expr.Compare.Op.NE, Expr.Compare.Op.GT, Expr.Compare.Op.GE);
  }

  @Test
  void nullMatchesNothingOnEitherSideAndInNeitherSense() {
    Map<String, Object> nobody = Map.of("id", "x");

    assertThat(test(eq(prop(PERSON, "age"), literal(30)), nobody)).isFalse();
    assertThat(test(compare(prop(PERSON, "age"), Expr.Compare.Op.NE, literal(30)), nobody))
        .isFalse();
    assertThat(test(eq(prop(PERSON, "age"), nothing()), nobody)).isFalse();
    assertThat(test(eq(param("absent", Scalar.I32), prop(PERSON, "age")), Map.of("age", 3)))
        .isFalse();
    assertThat(test(contains(prop(PERSON, "tags"), literal("a")), nobody)).isFalse();
    assertThat(test(startsWith(prop(PERSON, "name"), literal("")), nobody)).isFalse();
  }

  @Test
  void textOperatorsAreExactAndTakeWildcardsLiterally() {
    Map<String, Object> ann = Map.of("name", "Ann_50%");

    assertThat(test(contains(prop(PERSON, "name"), literal("n_5")), ann)).isTrue();
    assertThat(test(contains(prop(PERSON, "name"), literal("A%")), ann)).isFalse();
    assertThat(test(startsWith(prop(PERSON, "name"), literal("Ann")), ann)).isTrue();
    assertThat(test(startsWith(prop(PERSON, "name"), literal("ann")), ann)).isFalse();
  }

  @Test
  void containsOnAListIsMembership() {
    Map<String, Object> tagged = Map.of("tags", List.of("red", "green"));

    assertThat(test(contains(prop(PERSON, "tags"), literal("red")), tagged)).isTrue();
    assertThat(test(contains(prop(PERSON, "tags"), literal("re")), tagged)).isFalse();
  }

  @Test
  void andOrParametersNowAndIdsWork() {
    Expr condition =
        and(
            or(eq(id(PERSON), literal("x")), eq(id(PERSON), literal("y"))),
            compare(prop(PERSON, "age"), Expr.Compare.Op.GE, param("min", Scalar.I32)),
            compare(
                prop(PERSON, "since"),
                Expr.Compare.Op.LT,
                new Expr.Now(new ValueType.Value(Scalar.DATETIME, false), Ir.AT)));

    assertThat(test(condition, Map.of("id", "y", "age", 30, "since", NOW.minusMillis(1)))).isTrue();
    assertThat(test(condition, Map.of("id", "y", "age", 30, "since", NOW))).isFalse();
    assertThat(test(condition, Map.of("id", "z", "age", 30, "since", NOW.minusMillis(1))))
        .isFalse();
  }

  private boolean holds(Expr.Compare.Op op, int age) {
    return test(compare(prop(PERSON, "age"), op, param("min", Scalar.I32)), Map.of("age", age));
  }

  private boolean test(Expr condition, Map<String, Object> row) {
    return evaluator.test(condition, row::get);
  }
}
