package dev.omnigraph.mcp;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.omnigraph.query.Parameter;
import dev.omnigraph.value.PropertyType;
import dev.omnigraph.value.PropertyType.Scalar;
import java.util.List;

/** JSON schemas of what tools take. */
final class ArgumentSchema {
  private final ObjectNode json = JsonNodeFactory.instance.objectNode();
  private final ObjectNode properties;
  private final ArrayNode required;

  private ArgumentSchema() {
    json.put("type", "object");
    properties = json.putObject("properties");
    required = json.putArray("required");
    json.put("additionalProperties", false);
  }

  static ArgumentSchema none() {
    return new ArgumentSchema();
  }

  /** Of a stored query. */
  static ObjectNode of(List<Parameter> parameters) {
    ArgumentSchema schema = new ArgumentSchema();
    for (Parameter parameter : parameters) {
      ObjectNode value = of(parameter.type());
      if (parameter.nullable()) {
        ObjectNode either = JsonNodeFactory.instance.objectNode();
        either.putArray("anyOf").add(value).addObject().put("type", "null");
        schema.properties.set(parameter.name(), either);
      } else {
        schema.properties.set(parameter.name(), value);
        schema.required.add(parameter.name());
      }
    }
    return schema.json;
  }

  private static ObjectNode of(PropertyType type) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    switch (type) {
      case Scalar scalar -> scalar(json, scalar);
      case PropertyType.Enumeration enumeration -> {
        json.put("type", "string");
        enumeration.values().forEach(json.putArray("enum")::add);
      }
      case PropertyType.Vector(int dimension) ->
          json.put("type", "array")
              .put("minItems", dimension)
              .put("maxItems", dimension)
              .putObject("items")
              .put("type", "number");
      case PropertyType.ListOf(PropertyType element) ->
          json.put("type", "array").set("items", of(element));
      case PropertyType.Blob blob -> json.put("type", "string").put("contentEncoding", "base64");
    }
    return json;
  }

  private static void scalar(ObjectNode json, Scalar scalar) {
    switch (scalar) {
      case STRING -> json.put("type", "string");
      case BOOL -> json.put("type", "boolean");
      case I32, I64 -> json.put("type", "integer");
      case U32, U64 -> json.put("type", "integer").put("minimum", 0);
      case F32, F64 -> json.put("type", "number");
      case DATE -> json.put("type", "string").put("format", "date");
      case DATETIME -> json.put("type", "string").put("format", "date-time");
    }
  }

  ArgumentSchema needs(String name, String description) {
    required.add(name);
    return takes(name, description);
  }

  ArgumentSchema takes(String name, String description) {
    properties.putObject(name).put("type", "string").put("description", description);
    return this;
  }

  ArgumentSchema takesNumber(String name, String description, int most) {
    properties
        .putObject(name)
        .put("type", "integer")
        .put("minimum", 1)
        .put("maximum", most)
        .put("description", description);
    return this;
  }

  ArgumentSchema takesFlag(String name, String description) {
    properties.putObject(name).put("type", "boolean").put("description", description);
    return this;
  }

  ArgumentSchema takesValues(String name, String description) {
    properties.putObject(name).put("type", "object").put("description", description);
    return this;
  }

  ObjectNode json() {
    return json;
  }
}
