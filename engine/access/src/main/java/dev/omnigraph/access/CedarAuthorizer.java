package dev.omnigraph.access;

import dev.omnigraph.error.GraphException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides with Cedar. It keeps the last policies parsed and the last decisions, which are as
 * immutable as the policies that they follow from. Threads share one for the life of a process.
 *
 * <p>Unlike in Cedar, a policy that fails and would forbid does deny.
 */
public final class CedarAuthorizer implements Authorizer {
  private static final int MAX_POLICIES = 16;
  private static final int MAX_DECISIONS = 2000;

  private final Map<Policies, PreparedPolicies> prepared =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Policies, PreparedPolicies> eldest) {
          if (size() <= MAX_POLICIES) {
            return false;
          }
          eldest.getValue().close();
          return true;
        }
      };
  private final Map<Decided, Decision> decisions =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Decided, Decision> eldest) {
          return size() > MAX_DECISIONS;
        }
      };
  private @Nullable Cedar cedar;

  private record Decided(Policies policies, Question question) {}

  @Override
  public Decision decide(Policies policies, Principal principal, Action action, Resource resource) {
    Decided key = new Decided(policies, new Question(principal, action, resource));
    synchronized (decisions) {
      Decision known = decisions.get(key);
      if (known != null) {
        return known;
      }
    }
    Decision decision = prepared(policies).decide(key.question());
    synchronized (decisions) {
      decisions.put(key, decision);
    }
    return decision;
  }

  /**
   * The same decision, and what each policy has to do with it.
   *
   * @throws GraphException as {@link #decide}
   */
  public Explanation explain(
      Policies policies, Principal principal, Action action, Resource resource) {
    Decision decision = decide(policies, principal, action, resource);
    Question question = new Question(principal, action, resource);
    PolicyMatch match = new PolicyMatch(cedar(), question);
    List<Explanation.Finding> findings = new ArrayList<>();
    for (PolicyText policy : policies.texts()) {
      findings.add(
          new Explanation.Finding(policy.name(), policy.forbids(), match.of(policy, decision)));
    }
    return new Explanation(decision, findings);
  }

  private PreparedPolicies prepared(Policies policies) {
    synchronized (prepared) {
      PreparedPolicies known = prepared.get(policies);
      if (known == null) {
        known = new PreparedPolicies(cedar(), policies.texts());
        prepared.put(policies, known);
      }
      return known;
    }
  }

  private Cedar cedar() {
    synchronized (prepared) {
      if (cedar == null) {
        cedar = new Cedar();
      }
      return cedar;
    }
  }
}
