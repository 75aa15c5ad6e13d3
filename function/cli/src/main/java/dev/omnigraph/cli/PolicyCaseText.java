package dev.omnigraph.cli;

import dev.omnigraph.access.Decision;
import dev.omnigraph.access.PolicyCases.Case;
import dev.omnigraph.access.PolicyCases.Result;
import dev.omnigraph.access.Resource;
import java.util.List;

/** A case of a table of policies, in words. */
final class PolicyCaseText {
  private PolicyCaseText() {}

  /**
   * @param test what it is called
   */
  static TestResult result(String test, Result result) {
    Case expected = result.expected();
    String name =
        "%s %s:%s %s %s"
            .formatted(
                test,
                expected.principal().kind().text(),
                expected.principal().name(),
                expected.action().text(),
                text(expected.resource()));
    return TestResult.of(name, result.passed() ? List.of() : List.of(why(result)));
  }

  private static String why(Result result) {
    Decision decision = result.explanation().decision();
    String by =
        decision.policies().isEmpty()
            ? "no policy allows it"
            : "decided by " + String.join(", ", decision.policies());
    return "expected %s, and it is %s: %s"
        .formatted(word(result.expected().allowed()), word(decision.allowed()), by);
  }

  private static String word(boolean allowed) {
    return allowed ? "allow" : "deny";
  }

  private static String text(Resource resource) {
    return switch (resource) {
      case Resource.Graph graph -> "graph";
      case Resource.Branch branch -> "branch:" + branch.name();
      case Resource.Query query -> "query:%s on %s".formatted(query.name(), query.branch().name());
      case Resource.Type type -> "type:%s on %s".formatted(type.name(), type.branch().name());
    };
  }
}
