package dev.omnigraph.plan;

import static dev.omnigraph.exec.Ir.and;
import static dev.omnigraph.exec.Ir.compare;
import static dev.omnigraph.exec.Ir.contains;
import static dev.omnigraph.exec.Ir.eq;
import static dev.omnigraph.exec.Ir.literal;
import static dev.omnigraph.exec.Ir.nothing;
import static dev.omnigraph.exec.Ir.or;
import static dev.omnigraph.exec.Ir.param;
import static dev.omnigraph.exec.Ir.prop;
import static dev.omnigraph.exec.Ir.property;
import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.exec.Ir;
import dev.omnigraph.query.Expr;
import dev.omnigraph.query.Variable;
import dev.omnigraph.schema.NodeType;
import dev.omnigraph.table.Predicate;
import dev.omnigraph.table.Predicate.Compare.Operator;
import dev.omnigraph.value.PropertyType.ListOf;
import dev.omnigraph.value.PropertyType.Scalar;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PushdownTest {
  private static final NodeType PLAIN =
      Ir.node(
          "Person",
          property("name", Scalar.STRING),
          property("born", Scalar.DATE),
          property("age", Scalar.I32),
          property("tags", new ListOf(Scalar.STRING)));
  private static final Variable P = Ir.variable(0, "p", PLAIN);
  private static final Variable Q = Ir.variable(1, "q", PLAIN);
  private static final ConstantValues ARGUMENTS =
      new ConstantValues(Map.of("n", "Ann"), Instant.EPOCH);

  @Test
  void conditionsOnOneVariableAndConstantsAreTaken() {
    assertThat(Pushdown.takes(eq(prop(P, "age"), literal(3)), P)).isTrue();
    assertThat(Pushdown.takes(eq(literal(3), prop(P, "age")), P)).isTrue();
    assertThat(Pushdown.takes(contains(prop(P, "tags"), literal("a")), P)).isTrue();
    assertThat(
            Pushdown.takes(
                or(eq(prop(P, "age"), literal(3)), eq(prop(P, "name"), literal("x"))), P))
        .isTrue();
  }

  @Test
  void conditionsOnTwoColumnsOrAnotherVariableAreNot() {
    assertThat(Pushdown.takes(eq(prop(P, "age"), prop(P, "age")), P)).isFalse();
    assertThat(Pushdown.takes(eq(prop(Q, "age"), literal(3)), P)).isFalse();
    assertThat(
            Pushdown.takes(and(eq(prop(P, "age"), literal(3)), eq(prop(Q, "age"), literal(3))), P))
        .isFalse();
  }

  @Test
  void aConstantOnTheLeftTurnsTheOperatorAround() {
    assertThat(predicate(PLAIN, compare(literal(3), Expr.Compare.Op.LT, prop(P, "age"))))
        .isEqualTo(new Predicate.Compare("age", Operator.GT, 3));
  }

  @Test
  void containsIsSubstringOrMembershipByTheColumnsType() {
    assertThat(predicate(PLAIN, contains(prop(P, "name"), param("n", Scalar.STRING))))
        .isEqualTo(new Predicate.ContainsText("name", "Ann"));
    assertThat(predicate(PLAIN, contains(prop(P, "tags"), param("n", Scalar.STRING))))
        .isEqualTo(new Predicate.ContainsElement("tags", "Ann"));
  }

  @Test
  void comparingWithNullMakesAnAndImpossibleAndLeavesTheRestOfAnOr() {
    Expr never = eq(prop(P, "age"), nothing());
    Expr age = eq(prop(P, "age"), literal(3));

    assertThat(predicate(PLAIN, and(age, never))).isEqualTo(Pushdown.NEVER);
    assertThat(predicate(PLAIN, age, eq(prop(P, "name"), param("absent", Scalar.STRING))))
        .isEqualTo(Pushdown.NEVER);
    assertThat(predicate(PLAIN, or(age, never)))
        .isEqualTo(new Predicate.Compare("age", Operator.EQ, 3));
    assertThat(predicate(PLAIN, or(never, never))).isEqualTo(Pushdown.NEVER);
  }

  @Test
  void equalityOnAKeyBecomesEqualityOnTheId() {
    NodeType keyed = Ir.keyed(PLAIN, "born");
    Expr born = eq(literal(LocalDate.of(1970, 1, 11)), prop(P, "born"));
    Expr age = compare(prop(P, "age"), Expr.Compare.Op.GT, literal(3));

    assertThat(predicate(keyed, age, born))
        .isEqualTo(
            new Predicate.And(
                List.of(
                    new Predicate.Compare("id", Operator.EQ, "10"),
                    new Predicate.Compare("age", Operator.GT, 3))));
    assertThat(Pushdown.isLookup(keyed, List.of(age, born))).isTrue();
    assertThat(Pushdown.isLookup(PLAIN, List.of(age, born))).isFalse();
  }

  @Test
  void aCompositeKeyNeedsAllItsMembersAndASecondEqualityStaysACondition() {
    NodeType keyed = Ir.keyed(PLAIN, "name", "age");
    Expr name = eq(prop(P, "name"), literal("Ann"));
    Expr age = eq(prop(P, "age"), literal(3));
    Expr otherAge = eq(prop(P, "age"), literal(4));

    assertThat(predicate(keyed, name)).isEqualTo(new Predicate.Compare("name", Operator.EQ, "Ann"));
    assertThat(predicate(keyed, name, age, otherAge))
        .isEqualTo(
            new Predicate.And(
                List.of(
                    new Predicate.Compare("id", Operator.EQ, "[\"Ann\",\"3\"]"),
                    new Predicate.Compare("age", Operator.EQ, 4))));
  }

  private static @Nullable Predicate predicate(NodeType type, Expr... conditions) {
    return Pushdown.predicate(type, List.of(conditions), ARGUMENTS);
  }
}
