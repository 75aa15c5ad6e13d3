package dev.omnigraph.access;

import com.fasterxml.jackson.databind.JsonNode;
import dev.omnigraph.lang.Suggestions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One case of a table, as an object of JSON. */
record PolicyCaseReader(JsonNode entry) {
  private static final List<String> MEMBERS =
      List.of("principal", "groups", "action", "resource", "branch", "protected", "expect");

  PolicyCases.Case read(String graph) {
    if (!entry.isObject()) {
      throw PolicyCases.refused("It is not an object.");
    }
    for (String member : (Iterable<String>) entry::fieldNames) {
      if (!MEMBERS.contains(member)) {
        throw PolicyCases.refused(
            "It has a member \"%s\", which cases do not have. %s"
                .formatted(member, Suggestions.help(member, MEMBERS, "members")));
      }
    }
    Principal principal = Principal.parse(required("principal"), groups());
    Action action = Action.of(required("action"));
    Resource.Branch branch = Resource.branch(graph, text("branch", "main"), flag("protected"));
    Resource resource = Resource.parse(text("resource", "branch"), branch);
    String expected = required("expect");
    if (!expected.equals("allow") && !expected.equals("deny")) {
      throw PolicyCases.refused("\"expect\" is \"allow\" or \"deny\", not \"" + expected + "\".");
    }
    return new PolicyCases.Case(principal, action, resource, expected.equals("allow"));
  }

  private String required(String member) {
    return text(member, null);
  }

  private String text(String member, @Nullable String otherwise) {
    JsonNode value = entry.get(member);
    if (value == null && otherwise != null) {
      return otherwise;
    }
    if (value == null || !value.isTextual()) {
      throw PolicyCases.refused("\"" + member + "\" must be there, and must be a text.");
    }
    return value.textValue();
  }

  private boolean flag(String member) {
    JsonNode value = entry.get(member);
    if (value != null && !value.isBoolean()) {
      throw PolicyCases.refused("\"" + member + "\" must be true or false.");
    }
    return value != null && value.booleanValue();
  }

  private Set<String> groups() {
    Set<String> groups = new HashSet<>();
    JsonNode list = entry.path("groups");
    if (!list.isMissingNode() && !list.isArray()) {
      throw PolicyCases.refused("\"groups\" must be a list of texts.");
    }
    for (JsonNode group : list) {
      if (!group.isTextual()) {
        throw PolicyCases.refused("\"groups\" must be a list of texts.");
      }
      groups.add(group.textValue());
    }
    return groups;
  }
}
