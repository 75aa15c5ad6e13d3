package dev.omnigraph.access;

import dev.omnigraph.access.Explanation.Match;
import dev.omnigraph.lang.Source;
import java.util.List;

/**
 * Why a policy is or is not about a question: each part of its scope is asked alone, as a policy
 * that allows everything else.
 */
record PolicyMatch(Cedar cedar, Question question) {

  Match of(PolicyText policy, Decision decision) {
    if (decision.errors().stream().anyMatch(failure -> failure.policy().equals(policy.name()))) {
      return Match.FAILED;
    }
    if (decision.policies().contains(policy.name())) {
      return Match.DECIDED;
    }
    if (!decide(policy).policies().isEmpty()) {
      return Match.OVERRULED;
    }
    if (policy.scope().isEmpty()) {
      return Match.CONDITION;
    }
    if (!matches(policy.scope().get(0), "action", "resource")) {
      return Match.OTHER_PRINCIPAL;
    }
    if (!matches("principal", policy.scope().get(1), "resource")) {
      return Match.OTHER_ACTION;
    }
    return matches("principal", "action", policy.scope().get(2))
        ? Match.CONDITION
        : Match.OTHER_RESOURCE;
  }

  private boolean matches(String principal, String action, String resource) {
    Source source =
        new Source("part", "permit(" + principal + ", " + action + ", " + resource + ");");
    return decide(new PolicyReader(source).read().getFirst()).allowed();
  }

  private Decision decide(PolicyText policy) {
    try (PreparedPolicies alone = new PreparedPolicies(cedar, List.of(policy))) {
      return alone.decide(question);
    }
  }
}
