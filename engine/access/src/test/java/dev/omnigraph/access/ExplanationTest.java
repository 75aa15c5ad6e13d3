package dev.omnigraph.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.access.Explanation.Finding;
import dev.omnigraph.access.Explanation.Match;
import dev.omnigraph.access.Principal.Kind;
import org.junit.jupiter.api.Test;

class ExplanationTest {
  private static final Policies POLICIES =
      Policies.of(
          "p.cedar",
          """
          @id("group") permit(principal in Group::"admins", action, resource);
          @id("read") permit(principal, action in [Action::"read", Action::"export"], resource);
          @id("draft") permit(principal, action == Action::"change", resource == Branch::"draft");
          @id("own") permit(principal, action, resource) when { principal.name == "bob" };
          @id("all") permit(principal == User::"ann", action, resource);
          @id("fails") permit(principal, action, resource) when { 9223372036854775807 + 1 > 0 };
          @id("closed") forbid(principal, action == Action::"change", resource)
            when { resource has protected && resource.protected };
          """);

  private final CedarAuthorizer authorizer = new CedarAuthorizer();

  @Test
  void eachPolicySaysWhetherItIsAboutTheQuestionAndElseWhichPartIsNot() {
    Explanation explanation =
        authorizer.explain(
            POLICIES,
            Principal.of(Kind.USER, "ann"),
            Action.CHANGE,
            Resource.branch("flights", "main", true));

    assertThat(explanation.decision().allowed()).isFalse();
    assertThat(explanation.decision().policies()).containsExactly("closed");
    assertThat(explanation.policies())
        .containsExactly(
            new Finding("group", false, Match.OTHER_PRINCIPAL),
            new Finding("read", false, Match.OTHER_ACTION),
            new Finding("draft", false, Match.OTHER_RESOURCE),
            new Finding("own", false, Match.CONDITION),
            new Finding("all", false, Match.OVERRULED),
            new Finding("fails", false, Match.FAILED),
            new Finding("closed", true, Match.DECIDED));
  }

  @Test
  void whereNothingMatchesEveryPolicySaysWhy() {
    Explanation explanation =
        authorizer.explain(
            POLICIES,
            Principal.of(Kind.TOKEN, "ci"),
            Action.LOAD,
            Resource.branch("flights", "main", false));

    assertThat(explanation.decision().policies()).isEmpty();
    assertThat(explanation.policies())
        .extracting(Finding::match)
        .doesNotContain(Match.DECIDED, Match.OVERRULED);
  }
}
