package dev.omnigraph.access;

import dev.omnigraph.error.GraphException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Decides with Cedar. It keeps the last policies parsed and the last decisions, which are as
 * immutable as the policies that they follow from. Threads share one for the life of a process.
 *
 * <p>Unlike in Cedar, a policy that fails and would forbid does deny.
 */
public final class CedarAuthorizer implements Authorizer {
  private static final int MAX_POLICIES = 16;

  private final Map<SortedMap<String, String>, PreparedPolicies> prepared =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(
            Map.Entry<SortedMap<String, String>, PreparedPolicies> eldest) {
          if (size() <= MAX_POLICIES) {
            return false;
          }
          eldest.getValue().close();
          return true;
        }
      };
  private @Nullable Cedar cedar;

  @Override
  public Decision decide(Policies policies, Principal principal, Action action, Resource resource) {
    return prepared(policies).decide(new Question(principal, action, resource));
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
      PreparedPolicies known = prepared.get(policies.files());
      if (known == null) {
        known = new PreparedPolicies(cedar(), policies.texts());
        prepared.put(policies.files(), known);
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
