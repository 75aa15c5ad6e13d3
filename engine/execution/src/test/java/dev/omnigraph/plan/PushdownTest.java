package dev.omnigraph.plan;

import static dev.omnigraph.exec.Ir.AT;
import static dev.omnigraph.exec.Ir.and;
import static dev.omnigraph.exec.Ir.arithmetic;
import static dev.omnigraph.exec.Ir.compare;
import static dev.omnigraph.exec.Ir.contains;
import static dev.omnigraph.exec.Ir.eq;
import static dev.omnigraph.exec.Ir.isNull;
import static dev.omnigraph.exec.Ir.list;
import static dev.omnigraph.exec.Ir.literal;
import static dev.omnigraph.exec.Ir.not;
import static dev.omnigraph.exec.Ir.nothing;
import static dev.omnigraph.exec.Ir.or;
import static dev.omnigraph.exec.Ir.param;
import static dev.omnigraph.exec.Ir.prop;
import static dev.omnigraph.exec.Ir.property;
import static dev.omnigraph.exec.Ir.shift;
import static dev.omnigraph.exec.Ir.startsWith;
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
          property("since", Scalar.DATETIME),
          property("active", Scalar.BOOL),
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
  void aNegationIsPushedDownToColumns() {
    Expr age = compare(prop(P, "age"), Expr.Compare.Op.LT, literal(3));
    Expr name = startsWith(prop(P, "name"), literal("A"));

    assertThat(predicate(PLAIN, not(age))).isEqualTo(new Predicate.Compare("age", Operator.GE, 3));
    assertThat(predicate(PLAIN, not(or(age, not(name)))))
        .isEqualTo(
            new Predicate.And(
                List.of(
                    new Predicate.Compare("age", Operator.GE, 3),
                    new Predicate.StartsWith("name", "A"))));
    assertThat(predicate(PLAIN, not(and(age, name))))
        .isEqualTo(
            new Predicate.Or(
                List.of(
                    new Predicate.Compare("age", Operator.GE, 3),
                    new Predicate.Not(new Predicate.StartsWith("name", "A")))));
    assertThat(predicate(PLAIN, not(isNull(prop(P, "tags")))))
        .isEqualTo(new Predicate.Not(new Predicate.IsNull("tags")));
  }

  @Test
  void withANullConstantNeitherAConditionNorItsNegationHolds() {
    List<Expr> conditions =
        List.of(
            eq(prop(P, "age"), nothing()),
            contains(prop(P, "name"), param("absent", Scalar.STRING)),
            startsWith(prop(P, "name"), nothing()),
            contains(param("absent", new ListOf(Scalar.I32)), prop(P, "age")));

    for (Expr condition : conditions) {
      assertThat(predicate(PLAIN, condition)).isEqualTo(Pushdown.NEVER);
      assertThat(predicate(PLAIN, not(condition))).isEqualTo(Pushdown.NEVER);
    }
  }

  @Test
  void listsOfConstantsAndComputedConstantsAreAskedOfTheTable() {
    Expr later = shift(new Expr.Now(prop(P, "born").type(), AT), false, literal("P1D"));

    assertThat(predicate(PLAIN, contains(list(Scalar.I32, 1, 2), prop(P, "age"))))
        .isEqualTo(new Predicate.In("age", List.of(1, 2)));
    assertThat(predicate(PLAIN, compare(later, Expr.Compare.Op.GT, prop(P, "since"))))
        .isEqualTo(new Predicate.Compare("since", Operator.LT, Instant.EPOCH.plusSeconds(86_400)));
    assertThat(predicate(PLAIN, prop(P, "active")))
        .isEqualTo(new Predicate.Compare("active", Operator.EQ, true));
  }

  @Test
  void conditionsOnConstantsAloneDecideWhatIsAsked() {
    Expr none = isNull(param("n", Scalar.STRING));
    Expr name = eq(prop(P, "name"), param("n", Scalar.STRING));

    assertThat(predicate(PLAIN, or(none, name)))
        .isEqualTo(new Predicate.Compare("name", Operator.EQ, "Ann"));
    assertThat(predicate(PLAIN, or(not(none), name))).isNull();
    assertThat(predicate(PLAIN, and(none, name))).isEqualTo(Pushdown.NEVER);
  }

  /** Its constant is not computed then. */
  @Test
  void aConstantThatAnotherGuardsIsOnlyComputedBehindIt() {
    Expr guard = compare(literal(0), Expr.Compare.Op.NE, literal(0));
    Expr quotient = arithmetic(literal(1), Expr.Arithmetic.Op.DIVIDE, literal(0));
    Expr guarded = and(guard, compare(prop(P, "age"), Expr.Compare.Op.GT, quotient));

    assertThat(Conjuncts.of(guarded)).last().isEqualTo(guarded);
    assertThat(predicate(PLAIN, guarded)).isEqualTo(Pushdown.NEVER);
  }

  @Test
  void whatIsSaidOfConstantsNamesNoKey() {
    NodeType keyed = Ir.keyed(PLAIN, "name");

    assertThat(Pushdown.isLookup(keyed, List.of(eq(literal(1), literal(1))))).isFalse();
    assertThat(Pushdown.isLookup(keyed, List.of(eq(literal("a"), param("n", Scalar.STRING)))))
        .isFalse();
  }

  @Test
  void aComputedKeyIsLookedUpLikeAnother() {
    NodeType keyed = Ir.keyed(PLAIN, "name");
    Expr computed = arithmetic(literal("A"), Expr.Arithmetic.Op.ADD, literal("nn"));

    assertThat(predicate(keyed, eq(prop(P, "name"), computed)))
        .isEqualTo(new Predicate.Compare("id", Operator.EQ, "Ann"));
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
