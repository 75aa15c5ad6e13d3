package dev.omnigraph.jsonl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.Constraint;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.schema.Property;
import dev.omnigraph.value.PropertyType;
import dev.omnigraph.value.PropertyType.Scalar;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A line as it was probably meant, where it has the shape of another tool: properties beside the
 * type instead of in {@code data}, {@code src} and {@code dst}, an {@code id} in place of the key.
 */
final class RightLine {
  private static final Set<String> FROM = Set.of("from", "src", "source", "start");
  private static final Set<String> TO = Set.of("to", "dst", "target", "end");
  private static final int LONGEST_TEXT = 30;
  private static final int LONGEST = 300;
  private static final String UNKNOWN = "…";

  private final Catalog catalog;

  RightLine(Catalog catalog) {
    this.catalog = catalog;
  }

  /** The line to write instead, long texts cut; nothing when it cannot be told or is right. */
  Optional<String> of(JsonNode line) {
    EntityType type = type(line);
    if (type == null) {
      return Optional.empty();
    }
    ObjectNode data = data(type, line);
    if (data == null) {
      return Optional.empty();
    }
    ObjectNode right = JsonNodeFactory.instance.objectNode();
    if (type instanceof EdgeType) {
      right.put("edge", type.name());
      right.put("from", endpoint(line, FROM));
      right.put("to", endpoint(line, TO));
    } else {
      right.put("type", type.name());
    }
    if (!data.isEmpty() || !(type instanceof EdgeType)) {
      right.set("data", data);
    }
    String text = right.equals(line) ? "" : shortened(right).toString();
    return text.isEmpty() || text.length() > LONGEST ? Optional.empty() : Optional.of(text);
  }

  /** A line of the schema's first node type, with what it must have. */
  Optional<String> example() {
    return catalog.nodes().stream()
        .findFirst()
        .map(
            type -> {
              ObjectNode data = JsonNodeFactory.instance.objectNode();
              type.properties().stream()
                  .filter(property -> !property.nullable())
                  .forEach(property -> data.set(property.name(), placeholder(property)));
              ObjectNode line = JsonNodeFactory.instance.objectNode().put("type", type.name());
              line.set("data", data);
              return line.toString();
            })
        .filter(line -> line.length() <= LONGEST);
  }

  private static JsonNode placeholder(Property property) {
    return switch (property.type()) {
      case Scalar scalar ->
          switch (scalar) {
            case STRING, DATE, DATETIME -> JsonNodeFactory.instance.textNode(UNKNOWN);
            case BOOL -> JsonNodeFactory.instance.booleanNode(true);
            case I32, I64, U32, U64, F32, F64 -> JsonNodeFactory.instance.numberNode(0);
          };
      case PropertyType.Enumeration e ->
          JsonNodeFactory.instance.textNode(String.valueOf(e.values().getFirst()));
      case PropertyType.ListOf list -> JsonNodeFactory.instance.arrayNode();
      case PropertyType.Vector vector -> JsonNodeFactory.instance.arrayNode();
      case PropertyType.Blob blob -> JsonNodeFactory.instance.textNode("base64:" + UNKNOWN);
    };
  }

  /** Named, or else the first that has all the properties given. */
  private @Nullable EntityType type(JsonNode line) {
    for (String member : List.of("type", "edge")) {
      if (line.hasNonNull(member)) {
        String name = line.get(member).asText();
        Optional<? extends EntityType> node = catalog.node(name);
        return node.isPresent() ? node.get() : catalog.edge(name).orElse(null);
      }
    }
    Set<String> properties = new TreeSet<>(names(line));
    properties.removeIf(name -> name.equals("id") || name.equals("data"));
    boolean edge = properties.stream().anyMatch(RightLine::isEndpoint);
    properties.removeIf(RightLine::isEndpoint);
    properties.addAll(names(line.path("data")));
    properties.remove("id");
    Stream<? extends EntityType> types = edge ? catalog.edges().stream() : catalog.nodes().stream();
    return properties.isEmpty() && !edge
        ? null
        : types
            .filter(type -> properties.stream().allMatch(name -> property(type, name) != null))
            .findFirst()
            .orElse(null);
  }

  /** Null when a member is not a property. */
  private static @Nullable ObjectNode data(EntityType type, JsonNode line) {
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    JsonNode given = line.path("data");
    for (JsonNode from : List.of(line, given)) {
      for (String name : names(from)) {
        boolean structure =
            from == line
                && (List.of("type", "edge", "data").contains(name)
                    || (type instanceof EdgeType && isEndpoint(name)));
        if (structure) {
          continue;
        }
        Property property = name.equals("id") ? null : property(type, name);
        if (property != null) {
          data.set(name, from.get(name));
        } else if (!name.equals("id") || !identify(type, data, line, from.get(name))) {
          return null;
        }
      }
    }
    return data;
  }

  /** An id is the key where there is one; false when it cannot be. */
  private static boolean identify(EntityType type, ObjectNode data, JsonNode line, JsonNode id) {
    if (type.key().isEmpty()) {
      data.set("id", id);
      return true;
    }
    Constraint.Key key = type.key().orElseThrow();
    if (key.parts().size() > 1 || key.isComputed()) {
      return false;
    }
    String member = key.members().getFirst();
    Property property = property(type, member);
    if (property == null || line.has(member) || line.path("data").has(member)) {
      return property != null;
    }
    if (property.type() == Scalar.STRING) {
      data.put(member, id.asText());
    } else {
      data.set(member, id);
    }
    return true;
  }

  private static String endpoint(JsonNode line, Set<String> names) {
    return names.stream()
        .filter(line::hasNonNull)
        .sorted()
        .findFirst()
        .map(name -> line.get(name).asText())
        .orElse(UNKNOWN);
  }

  private static boolean isEndpoint(String name) {
    return FROM.contains(name) || TO.contains(name);
  }

  private static @Nullable Property property(EntityType type, String name) {
    return type.properties().stream()
        .filter(property -> property.name().equals(name))
        .findFirst()
        .orElse(null);
  }

  private static List<String> names(JsonNode object) {
    return object.properties().stream().map(Map.Entry::getKey).toList();
  }

  private static JsonNode shortened(JsonNode value) {
    if (value.isTextual()) {
      return JsonNodeFactory.instance.textNode(cut(value.textValue()));
    }
    if (!value.isObject()) {
      return value;
    }
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    value.properties().forEach(member -> object.set(member.getKey(), shortened(member.getValue())));
    return object;
  }

  private static String cut(String text) {
    return text.codePointCount(0, text.length()) <= LONGEST_TEXT
        ? text
        : text.substring(0, text.offsetByCodePoints(0, LONGEST_TEXT - 1)) + UNKNOWN;
  }
}
