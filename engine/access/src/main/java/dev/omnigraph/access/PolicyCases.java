package dev.omnigraph.access;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.omnigraph.error.GraphException;
import java.util.ArrayList;
import java.util.List;

/**
 * What policies are expected to decide, as a table that is kept beside them:
 *
 * <pre>{@code
 * {"cases": [
 *   {"principal": "user:ann", "groups": ["analysts"], "action": "read",
 *    "resource": "type:Person", "branch": "main", "protected": true, "expect": "allow"}]}
 * }</pre>
 *
 * <p>{@code resource} is {@code graph}, {@code branch}, {@code query:NAME} or {@code type:NAME};
 * without it the branch is meant, without {@code branch} it is {@code main}, and without {@code
 * protected} the branch is not.
 */
public record PolicyCases(List<Case> cases) {
  private static final int MAX_CASES = 10_000;
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /**
   * @param allowed what is expected
   */
  public record Case(Principal principal, Action action, Resource resource, boolean allowed) {}

  /** What became of a case. */
  public record Result(Case expected, Explanation explanation) {
    public boolean passed() {
      return explanation.decision().allowed() == expected.allowed();
    }
  }

  public PolicyCases {
    cases = List.copyOf(cases);
  }

  /**
   * Reads a table.
   *
   * @param file its name in messages
   * @param graph the name of the graph that the policies are of
   * @throws GraphException {@code policy_cases}, with the number of the case
   */
  public static PolicyCases read(String file, String json, String graph) {
    JsonNode tree;
    try {
      tree = JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw refused("%s is not JSON: %s.".formatted(file, e.getOriginalMessage()));
    }
    JsonNode list = tree.path("cases");
    if (!list.isArray() || tree.size() != 1) {
      throw refused(file + " is not an object with one member, a list of `cases`.");
    }
    if (list.size() > MAX_CASES) {
      throw refused("%s has %d cases, more than %d.".formatted(file, list.size(), MAX_CASES));
    }
    List<Case> cases = new ArrayList<>();
    for (JsonNode entry : list) {
      try {
        cases.add(new PolicyCaseReader(entry).read(graph));
      } catch (GraphException e) {
        throw refused("Case %d of %s: %s".formatted(cases.size() + 1, file, e.getMessage()), e);
      }
    }
    return new PolicyCases(cases);
  }

  /** Decides every case, in their order. */
  public List<Result> run(CedarAuthorizer authorizer, Policies policies) {
    return cases.stream()
        .map(
            c ->
                new Result(
                    c, authorizer.explain(policies, c.principal(), c.action(), c.resource())))
        .toList();
  }

  static GraphException refused(String message) {
    return GraphException.of(AccessError.POLICY_CASES, message).build();
  }

  private static GraphException refused(String message, GraphException why) {
    return GraphException.of(AccessError.POLICY_CASES, message)
        .next(why.nextStep())
        .cause(why)
        .build();
  }
}
