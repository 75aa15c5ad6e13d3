package dev.omnigraph.access;

import java.util.List;

/**
 * A decision, and what each policy had to do with it.
 *
 * @param policies in the order of files and places
 */
public record Explanation(Decision decision, List<Finding> policies) {

  /**
   * @param policy its {@code @id}, or file and number
   */
  public record Finding(String policy, boolean forbids, Match match) {}

  /** Whether a policy is about the question; where it is not, the first part that is not. */
  public enum Match {
    DECIDED,
    /** It would allow, and another one forbids. */
    OVERRULED,
    /** It could not be evaluated. */
    FAILED,
    OTHER_PRINCIPAL,
    OTHER_ACTION,
    OTHER_RESOURCE,
    /** Principal, action and resource fit, and {@code when} or {@code unless} does not. */
    CONDITION
  }

  public Explanation {
    policies = List.copyOf(policies);
  }
}
