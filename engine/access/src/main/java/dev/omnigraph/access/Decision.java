package dev.omnigraph.access;

import java.util.List;

/**
 * What policies say to a question.
 *
 * @param policies those that decided, by their {@code @id}, or else by file and number: {@code
 *     agents.cedar#2}. Where it is allowed, all that allow it; where it is denied, all that forbid
 *     it; empty when none allows it
 * @param errors of policies that failed. One that should allow is passed over, and one that should
 *     forbid denies
 */
public record Decision(boolean allowed, List<String> policies, List<Failure> errors) {

  /** A policy that could not be evaluated for this question. */
  public record Failure(String policy, String message) {}

  public Decision {
    policies = List.copyOf(policies);
    errors = List.copyOf(errors);
  }
}
