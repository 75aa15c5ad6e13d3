package dev.omnigraph.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.SchemaHash;
import dev.omnigraph.value.JsonValues;
import dev.omnigraph.value.KeyFunction;
import dev.omnigraph.value.PropertyType;
import dev.omnigraph.value.PropertyType.Scalar;
import dev.omnigraph.value.ValueException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The way back of {@link CatalogJson}. */
final class CatalogReader {
  private CatalogReader() {}

  static Catalog read(byte[] bytes, SchemaHash hash) {
    try {
      JsonNode json = new JsonMapper().readTree(bytes);
      if (json.required("format").asInt() != CatalogJson.FORMAT) {
        throw new IllegalArgumentException("another format");
      }
      Map<String, Integer> retired = new TreeMap<>();
      json.required("retired")
          .properties()
          .forEach(e -> retired.put(e.getKey(), e.getValue().asInt()));
      return new Catalog(
          hash,
          text(json, "source"),
          list(json, "interfaces", CatalogReader::interfaceType),
          list(json, "nodes", CatalogReader::node),
          list(json, "edges", CatalogReader::edge),
          retired);
    } catch (IOException | IllegalArgumentException | ValueException e) {
      throw GraphException.of(
              SchemaError.SCHEMA_UNREADABLE, "The stored schema %s is damaged.".formatted(hash))
          .with("schema", hash)
          .cause(e)
          .build();
    }
  }

  static long format(byte[] bytes) {
    try {
      return new JsonMapper().readTree(bytes).path("format").asLong();
    } catch (IOException e) {
      return 0;
    }
  }

  private static InterfaceType interfaceType(JsonNode json) {
    return new InterfaceType(text(json, "name"), properties(json), annotations(json));
  }

  private static NodeType node(JsonNode json) {
    List<Property> properties = properties(json);
    return new NodeType(
        text(json, "id"),
        json.required("incarnation").asInt(),
        text(json, "name"),
        list(json, "interfaces", JsonNode::asText),
        properties,
        list(json, "constraints", c -> constraint(c, properties)),
        annotations(json),
        json.required("next_property_id").asInt());
  }

  private static EdgeType edge(JsonNode json) {
    List<Property> properties = properties(json);
    JsonNode cardinality = json.required("cardinality");
    return new EdgeType(
        text(json, "id"),
        json.required("incarnation").asInt(),
        text(json, "name"),
        text(json, "source"),
        text(json, "target"),
        new Cardinality(
            cardinality.required("min").asInt(),
            cardinality.has("max")
                ? OptionalInt.of(cardinality.required("max").asInt())
                : OptionalInt.empty()),
        properties,
        list(json, "constraints", c -> constraint(c, properties)),
        annotations(json),
        json.required("next_property_id").asInt());
  }

  private static List<Property> properties(JsonNode json) {
    return list(
        json,
        "properties",
        p ->
            new Property(
                p.required("id").asInt(),
                text(p, "name"),
                type(p.required("type")),
                p.required("nullable").asBoolean(),
                annotations(p)));
  }

  private static PropertyType type(JsonNode json) {
    if (json.has("enum")) {
      Map<String, String> renamed = new HashMap<>();
      json.path("renamed")
          .properties()
          .forEach(e -> renamed.put(e.getKey(), e.getValue().asText()));
      return new PropertyType.Enumeration(list(json, "enum", JsonNode::asText), renamed);
    }
    if (json.has("vector")) {
      return new PropertyType.Vector(json.required("vector").asInt());
    }
    if (json.has("list")) {
      return new PropertyType.ListOf(type(json.required("list")));
    }
    if (json.asText().equals("Blob")) {
      return new PropertyType.Blob();
    }
    for (Scalar scalar : Scalar.values()) {
      if (scalar.spelling().equals(json.asText())) {
        return scalar;
      }
    }
    throw new IllegalArgumentException("type " + json);
  }

  private static Constraint constraint(JsonNode json, List<Property> properties) {
    if (json.has("key")) {
      return new Constraint.Key(list(json, "key", CatalogReader::keyPart));
    }
    if (json.has("unique")) {
      return new Constraint.Unique(list(json, "unique", JsonNode::asText));
    }
    if (json.has("range")) {
      String name = text(json, "range");
      PropertyType type =
          properties.stream()
              .filter(p -> p.name().equals(name))
              .findFirst()
              .orElseThrow(() -> new IllegalArgumentException("range of " + name))
              .type();
      return new Constraint.Range(name, number(type, json, "min"), number(type, json, "max"));
    }
    return new Constraint.Check(text(json, "check"), text(json, "pattern"));
  }

  private static KeyPart keyPart(JsonNode json) {
    return json.isTextual()
        ? new KeyPart(json.asText(), List.of())
        : new KeyPart(
            text(json, "of"),
            list(
                json,
                "functions",
                f ->
                    KeyFunction.named(f.asText())
                        .orElseThrow(() -> new IllegalArgumentException("function " + f))));
  }

  private static @Nullable Number number(PropertyType type, JsonNode json, String field) {
    return (Number) JsonValues.fromJson(type, json.required(field));
  }

  private static List<Annotation> annotations(JsonNode json) {
    return list(
        json,
        "annotations",
        a -> new Annotation(text(a, "name"), list(a, "arguments", JsonNode::asText)));
  }

  private static String text(JsonNode json, String field) {
    return json.required(field).asText();
  }

  private static <T> List<T> list(JsonNode json, String field, Function<JsonNode, T> read) {
    List<T> list = new ArrayList<>();
    json.required(field).forEach(element -> list.add(read.apply(element)));
    return list;
  }
}
