package dev.omnigraph.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.omnigraph.access.Action;
import dev.omnigraph.access.Decision;
import dev.omnigraph.access.Explanation;
import dev.omnigraph.access.Explanation.Finding;
import dev.omnigraph.access.Principal;
import dev.omnigraph.access.Resource;
import dev.omnigraph.wire.JsonBody;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A question to policies, and what each of them had to do with its answer.
 *
 * @param standing whatever policies say, an administrator is allowed
 */
record Explained(
    Principal principal,
    Action action,
    Resource resource,
    Explanation explanation,
    Standing standing) {

  boolean isAllowed() {
    return standing == Standing.ADMINISTRATOR || explanation.decision().allowed();
  }

  void write(JsonGenerator json) throws IOException {
    json.writeStringField("principal", principal.text());
    JsonBody.texts(json, "groups", List.copyOf(principal.groups()));
    json.writeStringField("action", action.text());
    json.writeStringField("resource", name());
    Resource.Branch branch = branch();
    if (branch != null) {
      json.writeStringField("branch", branch.name());
      json.writeBooleanField("protected", branch.isProtected());
    }
    json.writeStringField("decision", isAllowed() ? "allow" : "deny");
    JsonBody.list(json, "policies", explanation.policies(), Explained::policy);
    JsonBody.list(json, "failures", explanation.decision().errors(), Explained::failure);
  }

  private static void policy(JsonGenerator json, Finding finding) throws IOException {
    json.writeStringField("policy", finding.policy());
    json.writeStringField("effect", finding.forbids() ? "forbid" : "permit");
    json.writeStringField("match", finding.match().name().toLowerCase(Locale.ROOT));
  }

  private static void failure(JsonGenerator json, Decision.Failure failure) throws IOException {
    json.writeStringField("policy", failure.policy());
    json.writeStringField("message", failure.message());
  }

  /** {@code user:ann may not change type:Flight of branch main: "protected" forbids it}. */
  String sentence() {
    return "%s %s %s %s: %s"
        .formatted(
            principal.text(), isAllowed() ? "may" : "may not", action.text(), place(), reason());
  }

  /** Who would do what, without whether it may. */
  String question() {
    return "%s %s %s".formatted(principal.text(), action.text(), place());
  }

  private String reason() {
    if (standing == Standing.ADMINISTRATOR) {
      return "it is an administrator of the deployment, who may do everything";
    }
    String deciding = String.join(", ", explanation.decision().policies());
    if (isAllowed()) {
      return deciding + " permits it";
    }
    return deciding.isEmpty() ? "no policy permits it" : deciding + " forbids it";
  }

  /** What a policy had to do with it, in words. */
  static String words(Explanation.Match match) {
    return switch (match) {
      case DECIDED -> "decides";
      case OVERRULED -> "permits, and another one forbids";
      case FAILED -> "cannot be evaluated";
      case OTHER_PRINCIPAL -> "is about another principal";
      case OTHER_ACTION -> "is about another action";
      case OTHER_RESOURCE -> "is about another resource";
      case CONDITION -> "its condition does not hold";
    };
  }

  /** As cases name it. */
  private String name() {
    return switch (resource) {
      case Resource.Graph graph -> "graph";
      case Resource.Branch branch -> "branch";
      case Resource.Query query -> "query:" + query.name();
      case Resource.Type type -> "type:" + type.name();
    };
  }

  private String place() {
    Resource.Branch branch = branch();
    if (branch == null) {
      return "the graph";
    }
    String where = (branch.isProtected() ? "protected branch " : "branch ") + branch.name();
    return resource instanceof Resource.Branch ? where : name() + " of " + where;
  }

  private Resource.@Nullable Branch branch() {
    return switch (resource) {
      case Resource.Graph graph -> null;
      case Resource.Branch branch -> branch;
      case Resource.Query query -> query.branch();
      case Resource.Type type -> type.branch();
    };
  }
}
