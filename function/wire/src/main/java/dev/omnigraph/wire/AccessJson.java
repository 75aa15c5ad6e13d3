package dev.omnigraph.wire;

import dev.omnigraph.access.Action;
import dev.omnigraph.guard.Access;
import java.util.List;
import java.util.Map;

/** What callers are told of themselves. */
public final class AccessJson {
  private AccessJson() {}

  public static JsonBody.Answer of(Access access) {
    return JsonBody.of(
        json -> {
          json.writeStringField("principal", access.principal().text());
          JsonBody.texts(json, "groups", List.copyOf(access.principal().groups()));
          json.writeBooleanField("administrator", access.isAdministrator());
          json.writeBooleanField("policies", access.hasPolicies());
          json.writeStringField("branch", access.branch().text());
          JsonBody.texts(json, "actions", access.actions().stream().map(Action::text).toList());
          json.writeObjectFieldStart("parts");
          for (Map.Entry<Action, List<String>> part : access.parts().entrySet()) {
            JsonBody.texts(json, part.getKey().text(), part.getValue());
          }
          json.writeEndObject();
        });
  }
}
