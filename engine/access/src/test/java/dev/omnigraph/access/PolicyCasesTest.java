package dev.omnigraph.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.omnigraph.access.Explanation.Match;
import dev.omnigraph.access.PolicyCases.Result;
import dev.omnigraph.access.Principal.Kind;
import dev.omnigraph.error.GraphException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyCasesTest {
  private static final Policies POLICIES =
      Policies.of(
          "p.cedar",
          """
          @id("readers") permit(principal in Group::"analysts", action == Action::"read", resource is Type)
          when { resource.name == "Person" && !resource.protected };
          """);

  @Test
  void casesAreDecidedAndCompared() {
    PolicyCases cases =
        PolicyCases.read(
            "cases.json",
            """
            {"cases": [
              {"principal": "user:ann", "groups": ["analysts"], "action": "read",
               "resource": "type:Person", "expect": "allow"},
              {"principal": "user:ann", "groups": ["analysts"], "action": "read",
               "resource": "type:Person", "branch": "live", "protected": true, "expect": "deny"},
              {"principal": "token:ci", "action": "read", "resource": "type:Person",
               "expect": "allow"}]}
            """,
            "flights");

    List<Result> results = cases.run(new CedarAuthorizer(), POLICIES);

    assertThat(results).extracting(Result::passed).containsExactly(true, true, false);
    assertThat(results.get(0).explanation().decision().policies()).containsExactly("readers");
    assertThat(results.get(1).explanation().policies().getFirst().match())
        .isEqualTo(Match.CONDITION);
    assertThat(results.get(2).explanation().policies().getFirst().match())
        .isEqualTo(Match.OTHER_PRINCIPAL);
  }

  @Test
  void aCaseWithoutAResourceIsAboutTheBranchMain() {
    PolicyCases cases =
        PolicyCases.read(
            "c",
            "{\"cases\": [{\"principal\": \"function:ingest\", \"action\": \"load\", \"expect\":"
                + " \"deny\"}]}",
            "flights");

    assertThat(cases.cases())
        .containsExactly(
            new PolicyCases.Case(
                Principal.of(Kind.FUNCTION, "ingest"),
                Action.LOAD,
                Resource.branch("flights", "main", false),
                false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{\"cases\": 1}",
        "{\"cases\": []} x",
        "{\"cases\": [1]}",
        "{\"cases\": [{\"action\": \"read\", \"expect\": \"allow\"}]}",
        "{\"cases\": [{\"principal\": \"ann\", \"action\": \"read\", \"expect\": \"allow\"}]}",
        "{\"cases\": [{\"principal\": \"user:\", \"action\": \"read\", \"expect\": \"allow\"}]}",
        "{\"cases\": [{\"principal\": \"user:a\", \"action\": \"raed\", \"expect\": \"allow\"}]}",
        "{\"cases\": [{\"principal\": \"user:a\", \"action\": \"read\", \"expect\": \"yes\"}]}",
        "{\"cases\": [{\"principal\": \"user:a\", \"action\": \"read\", \"expct\": \"allow\"}]}",
        "{\"cases\": [{\"principal\": \"user:a\", \"action\": \"read\", \"expect\": \"allow\","
            + " \"expect\": \"deny\"}]}",
        "{\"cases\": [{\"principal\": \"user:a\", \"action\": \"read\", \"expect\": \"allow\","
            + " \"resource\": \"table:x\"}]}",
        "{\"cases\": [{\"principal\": \"user:a\", \"action\": \"read\", \"expect\": \"allow\","
            + " \"protected\": \"yes\"}]}",
        "{\"cases\": [{\"principal\": \"user:a\", \"action\": \"read\", \"expect\": \"allow\","
            + " \"groups\": [1]}]}"
      })
  void aTableThatCannotMeanAnythingIsRefused(String json) {
    assertThatThrownBy(() -> PolicyCases.read("cases.json", json, "flights"))
        .isInstanceOfSatisfying(
            GraphException.class, e -> assertThat(e.is(AccessError.POLICY_CASES)).isTrue())
        .hasMessageContaining("cases.json");
  }
}
