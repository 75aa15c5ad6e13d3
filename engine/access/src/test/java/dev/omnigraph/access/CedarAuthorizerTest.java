package dev.omnigraph.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.omnigraph.access.Decision.Failure;
import dev.omnigraph.access.Principal.Kind;
import dev.omnigraph.error.GraphException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CedarAuthorizerTest {
  private static final Principal ANN = Principal.of(Kind.USER, "ann", "analysts");
  private static final Principal BOT = Principal.of(Kind.TOKEN, "bot");
  private static final Resource.Branch MAIN = Resource.branch("flights", "main", true);
  private static final Resource.Branch DRAFT = Resource.branch("flights", "agent/bot/1", false);

  private final CedarAuthorizer authorizer = new CedarAuthorizer();

  @Test
  void nothingIsAllowedThatNoPolicyAllows() {
    Policies policies = policies("permit(principal, action == Action::\"read\", resource);");

    Decision decision = authorizer.decide(policies, ANN, Action.CHANGE, MAIN);

    assertThat(decision).isEqualTo(new Decision(false, List.of(), List.of()));
  }

  @Test
  void nothingIsAllowedByNoPolicies() {
    assertThat(authorizer.decide(Policies.NONE, ANN, Action.READ, MAIN).allowed()).isFalse();
  }

  @Test
  void aDecisionNamesThePoliciesThatMadeIt() {
    Policies policies =
        policies(
            """
            // Comments hold no policies; ever.
            permit(principal in Group::"analysts", action, resource);
            @id("readers")
            permit(principal, action == Action::"read", resource);
            """);

    assertThat(authorizer.decide(policies, ANN, Action.READ, MAIN))
        .isEqualTo(new Decision(true, List.of("p.cedar#1", "readers"), List.of()));
    assertThat(authorizer.decide(policies, BOT, Action.READ, MAIN).policies())
        .containsExactly("readers");
  }

  @Test
  void whatOneForbidsNoOtherAllows() {
    Policies policies =
        policies(
            """
            permit(principal, action, resource);
            @id("main is protected")
            forbid(principal, action == Action::"change", resource)
            when { resource has protected && resource.protected };
            """);

    assertThat(authorizer.decide(policies, ANN, Action.CHANGE, MAIN))
        .isEqualTo(new Decision(false, List.of("main is protected"), List.of()));
    assertThat(authorizer.decide(policies, ANN, Action.CHANGE, DRAFT).allowed()).isTrue();
    assertThat(
            authorizer
                .decide(policies, ANN, Action.CHANGE, new Resource.Type("Person", MAIN))
                .allowed())
        .isFalse();
  }

  @Test
  void branchesAreMetByPattern() {
    Policies policies =
        policies(
            """
            permit(principal == Token::"bot", action, resource)
            when { resource has branch && resource.branch like "agent/bot/*" };
            """);

    assertThat(authorizer.decide(policies, BOT, Action.CHANGE, DRAFT).allowed()).isTrue();
    assertThat(authorizer.decide(policies, BOT, Action.CHANGE, MAIN).allowed()).isFalse();
    assertThat(
            authorizer
                .decide(policies, BOT, Action.INVOKE_QUERY, new Resource.Query("top", DRAFT))
                .allowed())
        .isTrue();
    assertThat(authorizer.decide(policies, BOT, Action.READ, Resource.graph("flights")).allowed())
        .isFalse();
  }

  @Test
  void questionsThatDifferInOnePartAreDecidedEachByItself() {
    Policies policies =
        policies(
            """
            permit(principal == User::"a", action == Action::"read", resource == Type::"T")
            when { principal in Group::"g" && resource.branch == "b" && resource in Graph::"h" && !resource.protected };
            """);
    Principal user = Principal.of(Kind.USER, "a", "g");
    Resource type = new Resource.Type("T", Resource.branch("h", "b", false));

    assertThat(authorizer.decide(policies, user, Action.READ, type).allowed()).isTrue();
    for (Principal other :
        List.of(
            Principal.of(Kind.USER, "a"),
            Principal.of(Kind.USER, "b", "g"),
            Principal.of(Kind.TOKEN, "a", "g"))) {
      assertThat(authorizer.decide(policies, other, Action.READ, type).allowed()).isFalse();
    }
    for (Resource other :
        List.of(
            new Resource.Type("U", Resource.branch("h", "b", false)),
            new Resource.Type("T", Resource.branch("i", "b", false)),
            new Resource.Type("T", Resource.branch("h", "c", false)),
            new Resource.Type("T", Resource.branch("h", "b", true)),
            new Resource.Query("T", Resource.branch("h", "b", false)),
            Resource.branch("h", "b", false),
            Resource.graph("h"))) {
      assertThat(authorizer.decide(policies, user, Action.READ, other).allowed()).isFalse();
    }
    assertThat(authorizer.decide(policies, user, Action.EXPORT, type).allowed()).isFalse();
    assertThat(authorizer.decide(policies, user, Action.READ, type).allowed()).isTrue();
  }

  @Test
  void whatLiesInABranchLiesInItsGraph() {
    Policies policies = policies("permit(principal, action, resource in Graph::\"flights\");");
    Resource.Branch elsewhere = Resource.branch("hotels", "main", false);

    assertThat(
            authorizer
                .decide(policies, ANN, Action.INVOKE_QUERY, new Resource.Query("top", MAIN))
                .allowed())
        .isTrue();
    assertThat(authorizer.decide(policies, ANN, Action.READ, elsewhere).allowed()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void everyKindOfPrincipalIsATypeOfItsOwn(Kind kind) {
    Policies policies = policies("permit(principal is " + kind.type() + ", action, resource);");

    for (Kind other : Kind.values()) {
      assertThat(authorizer.decide(policies, Principal.of(other, "x"), Action.READ, MAIN).allowed())
          .as(other.text())
          .isEqualTo(other == kind);
    }
  }

  @Test
  void namesMayHaveAnyCharacterThatPoliciesCanWrite() {
    String name = "Zoë \"\\ 中 😀";
    Policies policies =
        policies("permit(principal == User::\"Zoë \\\"\\\\ 中 😀\", action, resource);");

    assertThat(
            authorizer.decide(policies, Principal.of(Kind.USER, name), Action.READ, MAIN).allowed())
        .isTrue();
  }

  @Test
  void aPolicyThatFailsIsToldAndDoesNotAllow() {
    Policies policies =
        policies("permit(principal, action, resource) when { 9223372036854775807 + 1 > 0 };");

    Decision decision = authorizer.decide(policies, ANN, Action.READ, MAIN);

    assertThat(decision.allowed()).isFalse();
    assertThat(decision.errors()).extracting(Failure::policy).containsExactly("p.cedar#1");
    assertThat(decision.errors().getFirst().message()).contains("overflow");
  }

  @Test
  void aPolicyThatFailsAndWouldForbidDenies() {
    Policies policies =
        policies(
            """
            permit(principal, action, resource);
            @id("limits")
            forbid(principal, action, resource) when { 9223372036854775807 + 1 > 0 };
            """);

    Decision decision = authorizer.decide(policies, ANN, Action.READ, MAIN);

    assertThat(decision.allowed()).isFalse();
    assertThat(decision.policies()).containsExactly("limits");
  }

  @Test
  void policiesThatCannotBeReadDecideNothing() {
    assertThatThrownBy(
            () -> authorizer.decide(policies("permit(principal;"), ANN, Action.READ, MAIN))
        .isInstanceOfSatisfying(
            GraphException.class, e -> assertThat(e.is(AccessError.POLICY_SYNTAX)).isTrue());
  }

  @Test
  void aFileCannotCompleteThePolicyOfAnother() {
    Policies policies =
        new Policies(
            new TreeMap<>(
                Map.of(
                    "a.cedar", "forbid(principal, action, resource) // when",
                    "b.cedar", "when { false }; permit(principal, action, resource);")));

    assertThatThrownBy(() -> authorizer.decide(policies, ANN, Action.READ, MAIN))
        .isInstanceOf(GraphException.class);
  }

  @Test
  void manyVersionsOfPoliciesAreDecidedByEachAgainAndAgain() {
    List<Policies> versions =
        IntStream.range(0, 40)
            .mapToObj(i -> policies("permit(principal == User::\"u" + i + "\", action, resource);"))
            .toList();

    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < versions.size(); i++) {
        Principal user = Principal.of(Kind.USER, "u" + i, "round" + round);
        assertThat(authorizer.decide(versions.get(i), user, Action.READ, MAIN).allowed()).isTrue();
        assertThat(authorizer.decide(versions.get(i), ANN, Action.READ, MAIN).allowed()).isFalse();
      }
    }
  }

  @Test
  void threadsThatShareItGetTheirOwnAnswers() throws Exception {
    List<Callable<Boolean>> callers = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      Policies policies =
          policies("permit(principal == User::\"u" + i % 25 + "\", action, resource);");
      Principal user = Principal.of(Kind.USER, "u" + i % 50);
      boolean expected = i % 50 < 25;
      callers.add(() -> authorizer.decide(policies, user, Action.READ, MAIN).allowed() == expected);
    }

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> answer : threads.invokeAll(callers)) {
        assertThat(answer.get()).isTrue();
      }
    }
  }

  private static Policies policies(String text) {
    return Policies.of("p.cedar", text);
  }
}
