package dev.omnigraph.cli;

import dev.omnigraph.access.PolicyCases.Case;
import dev.omnigraph.access.PolicyCases.Result;
import java.util.List;

/** A case of a table of policies as a test. */
final class PolicyCaseText {
  private PolicyCaseText() {}

  /**
   * @param test what it is called
   */
  static TestResult result(String test, Result result) {
    Case expected = result.expected();
    Explained explained =
        new Explained(
            expected.principal(),
            expected.action(),
            expected.resource(),
            result.explanation(),
            Standing.OTHER);
    String why =
        "%s is expected: %s".formatted(expected.allowed() ? "allow" : "deny", explained.sentence());
    return TestResult.of(
        test + " " + explained.question(), result.passed() ? List.of() : List.of(why));
  }
}
