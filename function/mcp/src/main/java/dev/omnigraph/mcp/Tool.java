package dev.omnigraph.mcp;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A tool, as an agent is told of it.
 *
 * @param arguments their JSON schema
 */
public record Tool(String name, String description, Effect effect, ObjectNode arguments) {

  /** What using it can do. */
  public enum Effect {
    READS,
    /** Adds a state, and takes nothing that cannot be had again. */
    WRITES,
    /** What it takes from where it writes is gone from there. */
    DESTROYS
  }

  ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("name", name);
    json.put("description", description);
    json.set("inputSchema", arguments);
    json.putObject("annotations")
        .put("readOnlyHint", effect == Effect.READS)
        .put("destructiveHint", effect == Effect.DESTROYS)
        .put("idempotentHint", effect == Effect.READS)
        .put("openWorldHint", false);
    return json;
  }
}
