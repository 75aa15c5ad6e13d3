package dev.omnigraph.access;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who wants to do what to what, as Cedar reads it. */
record Question(Principal principal, Action action, Resource resource) implements Cedar.Input {

  /**
   * Equal for equal questions. Not the record itself, whose comparison takes a native executable
   * ninety microseconds.
   */
  List<Object> key() {
    Resource.@Nullable Branch branch = branch(resource);
    return List.of(
        principal.kind(),
        principal.name(),
        principal.groups(),
        action,
        type(resource),
        resource.name(),
        branch == null ? "" : branch.graph().name(),
        branch == null ? "" : branch.name(),
        branch != null && branch.isProtected());
  }

  private static Resource.@Nullable Branch branch(Resource resource) {
    return switch (resource) {
      case Resource.Graph graph -> null;
      case Resource.Branch branch -> branch;
      case Resource.Query query -> query.branch();
      case Resource.Type type -> type.branch();
    };
  }

  @Override
  public void write(JsonGenerator json) throws IOException {
    json.writeFieldName("principal");
    uid(json, principal.kind().type(), principal.name());
    json.writeFieldName("action");
    uid(json, "Action", action.text());
    json.writeFieldName("resource");
    uid(json, type(resource), resource.name());
    json.writeArrayFieldStart("entities");
    principal(json);
    resource(json, resource);
    json.writeEndArray();
  }

  private void principal(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeFieldName("uid");
    uid(json, principal.kind().type(), principal.name());
    json.writeObjectFieldStart("attrs");
    json.writeStringField("name", principal.name());
    json.writeEndObject();
    json.writeArrayFieldStart("parents");
    for (String group : principal.groups()) {
      uid(json, "Group", group);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /** It and all that it lies in. */
  private static void resource(JsonGenerator json, Resource resource) throws IOException {
    switch (resource) {
      case Resource.Graph graph -> entity(json, graph, null, null);
      case Resource.Branch branch -> {
        entity(json, branch, branch, branch.graph());
        resource(json, branch.graph());
      }
      case Resource.Query query -> {
        entity(json, query, query.branch(), query.branch());
        resource(json, query.branch());
      }
      case Resource.Type type -> {
        entity(json, type, type.branch(), type.branch());
        resource(json, type.branch());
      }
    }
  }

  private static void entity(
      JsonGenerator json,
      Resource resource,
      Resource.@Nullable Branch branch,
      @Nullable Resource parent)
      throws IOException {
    json.writeStartObject();
    json.writeFieldName("uid");
    uid(json, type(resource), resource.name());
    json.writeObjectFieldStart("attrs");
    json.writeStringField("name", resource.name());
    if (branch != null) {
      json.writeStringField("branch", branch.name());
      json.writeBooleanField("protected", branch.isProtected());
    }
    json.writeEndObject();
    json.writeArrayFieldStart("parents");
    if (parent != null) {
      uid(json, type(parent), parent.name());
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static String type(Resource resource) {
    return switch (resource) {
      case Resource.Graph g -> "Graph";
      case Resource.Branch b -> "Branch";
      case Resource.Query q -> "Query";
      case Resource.Type t -> "Type";
    };
  }

  private static void uid(JsonGenerator json, String type, String id) throws IOException {
    json.writeStartObject();
    json.writeStringField("type", type);
    json.writeStringField("id", id);
    json.writeEndObject();
  }
}
