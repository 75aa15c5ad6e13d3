package dev.omnigraph.schema;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.omnigraph.id.SchemaHash;
import dev.omnigraph.value.JsonText;
import dev.omnigraph.value.KeyFunction;
import dev.omnigraph.value.PropertyType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The stored form of a catalog. The bytes are a function of the catalog, and their SHA-256 is its
 * hash, so that an object stored under its hash proves itself.
 */
public final class CatalogJson {
  public static final int FORMAT = 2;

  private CatalogJson() {}

  /** The same catalog with the hash that its content has. */
  public static Catalog withHash(Catalog catalog) {
    return new Catalog(
        SchemaHash.of(encode(catalog)),
        catalog.source(),
        catalog.interfaces(),
        catalog.nodes(),
        catalog.edges(),
        catalog.retired());
  }

  /** UTF-8 JSON in one fixed layout; without the hash. */
  public static byte[] encode(Catalog catalog) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
      json.writeStartObject();
      json.writeNumberField("format", FORMAT);
      json.writeStringField("source", catalog.source());
      json.writeObjectFieldStart("retired");
      for (Map.Entry<String, Integer> entry : catalog.retired().entrySet()) {
        json.writeNumberField(entry.getKey(), entry.getValue());
      }
      json.writeEndObject();
      json.writeArrayFieldStart("interfaces");
      for (InterfaceType type : catalog.interfaces()) {
        json.writeStartObject();
        json.writeStringField("name", type.name());
        properties(json, type.properties());
        annotations(json, type.annotations());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeArrayFieldStart("nodes");
      for (NodeType type : catalog.nodes()) {
        entity(json, type);
      }
      json.writeEndArray();
      json.writeArrayFieldStart("edges");
      for (EdgeType type : catalog.edges()) {
        entity(json, type);
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /**
   * @throws GraphException {@code schema_unreadable} when the bytes are not a catalog of this
   *     format
   */
  public static Catalog decode(byte[] json) {
    return CatalogReader.read(json, SchemaHash.of(json));
  }

  /** The format of a stored catalog; 0 when it has none. */
  public static long format(byte[] json) {
    return CatalogReader.format(json);
  }

  private static void entity(JsonGenerator json, EntityType type) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", type.id());
    json.writeNumberField("incarnation", type.incarnation());
    json.writeStringField("name", type.name());
    switch (type) {
      case NodeType node -> strings(json, "interfaces", node.interfaces());
      case EdgeType edge -> {
        json.writeStringField("source", edge.source());
        json.writeStringField("target", edge.target());
        json.writeObjectFieldStart("cardinality");
        json.writeNumberField("min", edge.cardinality().min());
        if (edge.cardinality().max().isPresent()) {
          json.writeNumberField("max", edge.cardinality().max().getAsInt());
        }
        json.writeEndObject();
      }
    }
    json.writeNumberField("next_property_id", type.nextPropertyId());
    properties(json, type.properties());
    json.writeArrayFieldStart("constraints");
    for (Constraint constraint : type.constraints()) {
      constraint(json, constraint);
    }
    json.writeEndArray();
    annotations(json, type.annotations());
    json.writeEndObject();
  }

  private static void properties(JsonGenerator json, List<Property> properties) throws IOException {
    json.writeArrayFieldStart("properties");
    for (Property property : properties) {
      json.writeStartObject();
      json.writeNumberField("id", property.id());
      json.writeStringField("name", property.name());
      json.writeFieldName("type");
      type(json, property.type());
      json.writeBooleanField("nullable", property.nullable());
      annotations(json, property.annotations());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void type(JsonGenerator json, PropertyType type) throws IOException {
    switch (type) {
      case PropertyType.Scalar scalar -> json.writeString(scalar.spelling());
      case PropertyType.Blob blob -> json.writeString(blob.spelling());
      case PropertyType.Enumeration(var values, var renamed) -> {
        json.writeStartObject();
        strings(json, "enum", values);
        if (!renamed.isEmpty()) {
          json.writeObjectFieldStart("renamed");
          for (Map.Entry<String, String> entry : new TreeMap<>(renamed).entrySet()) {
            json.writeStringField(entry.getKey(), entry.getValue());
          }
          json.writeEndObject();
        }
        json.writeEndObject();
      }
      case PropertyType.Vector(int dimension) -> {
        json.writeStartObject();
        json.writeNumberField("vector", dimension);
        json.writeEndObject();
      }
      case PropertyType.ListOf(var element) -> {
        json.writeStartObject();
        json.writeFieldName("list");
        type(json, element);
        json.writeEndObject();
      }
    }
  }

  private static void constraint(JsonGenerator json, Constraint constraint) throws IOException {
    json.writeStartObject();
    switch (constraint) {
      case Constraint.Key(var parts) -> {
        json.writeArrayFieldStart("key");
        for (KeyPart part : parts) {
          keyPart(json, part);
        }
        json.writeEndArray();
      }
      case Constraint.Unique(var members) -> strings(json, "unique", members);
      case Constraint.Range(var property, var min, var max) -> {
        json.writeStringField("range", property);
        json.writeFieldName("min");
        JsonText.write(json, min);
        json.writeFieldName("max");
        JsonText.write(json, max);
      }
      case Constraint.Check(var property, var pattern) -> {
        json.writeStringField("check", property);
        json.writeStringField("pattern", pattern);
      }
    }
    json.writeEndObject();
  }

  private static void keyPart(JsonGenerator json, KeyPart part) throws IOException {
    if (!part.isComputed()) {
      json.writeString(part.member());
      return;
    }
    json.writeStartObject();
    json.writeStringField("of", part.member());
    strings(json, "functions", part.functions().stream().map(KeyFunction::spelling).toList());
    json.writeEndObject();
  }

  private static void annotations(JsonGenerator json, List<Annotation> annotations)
      throws IOException {
    json.writeArrayFieldStart("annotations");
    for (Annotation annotation : annotations) {
      json.writeStartObject();
      json.writeStringField("name", annotation.name());
      strings(json, "arguments", annotation.arguments());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void strings(JsonGenerator json, String field, List<String> values)
      throws IOException {
    json.writeArrayFieldStart(field);
    for (String value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }
}
