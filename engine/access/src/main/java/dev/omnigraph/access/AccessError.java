package dev.omnigraph.access;

import dev.omnigraph.error.ErrorCode;
import dev.omnigraph.error.ErrorKind;
import org.jspecify.annotations.Nullable;

/** What can go wrong with principals and policies. */
public enum AccessError implements ErrorCode {
  POLICY_SYNTAX(
      ErrorKind.INVALID,
      "A policy is not written in the language Cedar.",
      "Correct the policy where the message points."),
  POLICY_INVALID(
      ErrorKind.INVALID,
      "A policy names an action, a type or an attribute that does not exist, or compares what"
          + " cannot be compared, or can never apply.",
      "Correct the policy where the message points."),
  POLICY_ID_TWICE(
      ErrorKind.INVALID,
      "Two policies have the same `@id`, so a decision could not say which of them made it.",
      "Give each policy an `@id` of its own."),
  POLICY_NAME(
      ErrorKind.INVALID,
      "A text cannot be the name of a file of policies.",
      "Use up to 100 letters, digits, '-', '_' and '.', begin with a letter or digit, and end with"
          + " .cedar."),
  POLICY_TOO_LARGE(
      ErrorKind.TOO_LARGE,
      "A policy, or all of a graph, is larger than the limit, or nested too deep.",
      "Split it into several policies, and put principals into groups."),
  FORBIDDEN(
      ErrorKind.FORBIDDEN,
      "The caller may not do this. Nothing was read or written for it.",
      "Ask whoever keeps the policies of the graph; `omnigraph doctor` and `GET access` say what you may do."),
  PRINCIPAL_NAME(
      ErrorKind.INVALID,
      "A text cannot be the name of a principal or of a group.",
      "Use 1 to 512 characters that can be seen, and at most 200 groups."),
  UNKNOWN_ACTION(ErrorKind.INVALID, "There is no action of that name.", null),
  UNKNOWN_RESOURCE(
      ErrorKind.INVALID,
      "A text does not say what an action would be done to.",
      "Write graph, branch, query:NAME or type:NAME."),
  POLICY_CASES(
      ErrorKind.INVALID,
      "A table of cases for policies cannot be read.",
      "Write it like the example on the page on access."),
  EVALUATOR_UNAVAILABLE(
      ErrorKind.INTERNAL,
      "Policies cannot be evaluated, so nothing is allowed: the native library of Cedar is missing,"
          + " does not load, or failed.",
      "Put the library beside the executable, or name it with the system property"
          + " omnigraph.cedar.library.");

  private final Entry entry;

  AccessError(ErrorKind kind, String meaning, @Nullable String nextStep) {
    entry = new Entry(kind, meaning, nextStep);
  }

  @Override
  public Entry entry() {
    return entry;
  }
}
