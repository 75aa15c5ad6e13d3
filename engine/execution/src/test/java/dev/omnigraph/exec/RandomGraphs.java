package dev.omnigraph.exec;

import dev.omnigraph.schema.Constraint;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.NodeType;
import dev.omnigraph.schema.Property;
import dev.omnigraph.value.PropertyType;
import dev.omnigraph.value.PropertyType.Enumeration;
import dev.omnigraph.value.PropertyType.ListOf;
import dev.omnigraph.value.PropertyType.Scalar;
import dev.omnigraph.value.PropertyType.Vector;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.NullUnmarked;

/** Small random schemas and graphs, with few distinct values so that things meet. */
@NullUnmarked
final class RandomGraphs {
  private static final List<PropertyType> TYPES =
      List.of(
          Scalar.STRING,
          Scalar.BOOL,
          Scalar.I32,
          Scalar.I64,
          Scalar.U32,
          Scalar.U64,
          Scalar.F32,
          Scalar.F64,
          Scalar.DATE,
          Scalar.DATETIME,
          new Enumeration(List.of("red", "green", "blue")),
          new ListOf(Scalar.STRING),
          new ListOf(Scalar.I32),
          new Vector(2));

  private final Random random;
  private final boolean negativeZeros;

  /**
   * @param negativeZeros whether there are any; groups may show either of two equal zeros
   */
  RandomGraphs(Random random, boolean negativeZeros) {
    this.random = random;
    this.negativeZeros = negativeZeros;
  }

  MemoryGraph next() {
    List<NodeType> nodes = new ArrayList<>();
    for (int i = 0; i < 1 + random.nextInt(3); i++) {
      nodes.add(node("N" + i));
    }
    List<EdgeType> edges = new ArrayList<>();
    for (int i = 0; i < 1 + random.nextInt(3); i++) {
      NodeType from = any(nodes);
      NodeType to = random.nextInt(3) == 0 ? any(nodes) : from;
      EdgeType edge = Ir.edge("E" + i, from, to, properties(random.nextInt(3)));
      edges.add(random.nextInt(3) == 0 ? Ir.keyed(edge, "src", "dst") : edge);
    }
    MemoryGraph graph = new MemoryGraph(nodes, edges);
    nodes.forEach(type -> fill(graph, type, random.nextInt(7)));
    edges.forEach(type -> fill(graph, type, nodes, random.nextInt(14)));
    return graph;
  }

  Object value(PropertyType type) {
    return switch (type) {
      case Scalar scalar ->
          switch (scalar) {
            case STRING ->
                any(List.of("", "a", "b", "ab", "a%", "_b", "\u00c4", "\uFFFD", "\uD83D\uDE00"));
            case BOOL -> random.nextBoolean();
            case I32 -> random.nextInt(5) - 2;
            case I64 -> any(List.of(-1L, 0L, 1L, 2L, (1L << 53) + 1, Long.MAX_VALUE));
            case U32 -> any(List.of(0L, 1L, 2L, 0xFFFF_FFFFL));
            case U64 ->
                any(
                    List.of("0", "1", "2", "18446744073709551615").stream()
                        .map(BigInteger::new)
                        .toList());
            case F32 -> any(List.of(-1.5f, negativeZeros ? -0f : 1f, 0f, 0.1f, 2f));
            case F64 ->
                any(
                    List.of(
                        -1.5,
                        negativeZeros ? -0.0 : 1.0,
                        0.0,
                        0.1,
                        0.2,
                        0.3,
                        1e16,
                        9007199254740993.0));
            case DATE -> LocalDate.of(2024, 1, 1).plusDays(random.nextInt(4) - 2);
            case DATETIME -> MemoryGraph.NOW.plusMillis(random.nextInt(3) - 1);
          };
      case Enumeration enumeration -> any(enumeration.values());
      case ListOf list -> {
        List<Object> elements = new ArrayList<>();
        for (int i = 0; i < random.nextInt(3); i++) {
          elements.add(value(list.element()));
        }
        yield elements;
      }
      case Vector vector -> new float[] {random.nextInt(3), random.nextInt(2)};
      case PropertyType.Blob blob -> throw new IllegalArgumentException();
    };
  }

  <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  /** Whether values have one piece, so that they can be compared. */
  static boolean isSingle(PropertyType type) {
    return type instanceof Scalar || type instanceof Enumeration;
  }

  static boolean isNumber(PropertyType type) {
    return type instanceof Scalar scalar && scalar.isNumber();
  }

  private NodeType node(String name) {
    Property[] properties = properties(1 + random.nextInt(4));
    NodeType type = Ir.node(name, properties);
    List<String> keys =
        type.properties().stream()
            .filter(p -> isSingle(p.type()))
            .map(Property::name)
            .limit(1 + random.nextInt(2))
            .toList();
    return keys.isEmpty() || random.nextBoolean()
        ? type
        : Ir.keyed(type, keys.toArray(new String[0]));
  }

  private Property[] properties(int count) {
    Property[] properties = new Property[count];
    for (int i = 0; i < count; i++) {
      Property property = Ir.property("p" + i, any(TYPES));
      boolean indexed = isSingle(property.type()) && random.nextBoolean();
      properties[i] = indexed ? Ir.indexed(property) : property;
    }
    return properties;
  }

  private void fill(MemoryGraph graph, NodeType type, int count) {
    List<String> keys = type.key().map(Constraint.Key::members).orElse(List.of());
    for (int i = 0; i < count; i++) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("id", type.name().toLowerCase(java.util.Locale.ROOT) + i);
      for (Property property : type.properties()) {
        boolean some = keys.contains(property.name()) || random.nextInt(4) > 0;
        row.put(property.name(), some ? value(property.type()) : null);
      }
      if (!keys.isEmpty()) {
        row.put("id", type.keyedId(row));
        if (graph.rows(type).stream().anyMatch(r -> r.get("id").equals(row.get("id")))) {
          continue;
        }
      }
      graph.add(type, row);
    }
  }

  private void fill(MemoryGraph graph, EdgeType type, List<NodeType> nodes, int count) {
    List<Map<String, Object>> from = rows(graph, nodes, type.source());
    List<Map<String, Object>> to = rows(graph, nodes, type.target());
    for (int i = 0; i < count && !from.isEmpty() && !to.isEmpty(); i++) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("id", type.name() + "-" + (count - i));
      row.put("src", any(from).get("id"));
      row.put("dst", any(to).get("id"));
      for (Property property : type.properties()) {
        row.put(property.name(), random.nextInt(4) > 0 ? value(property.type()) : null);
      }
      if (type.key().isPresent()) {
        row.put("id", type.keyedId(row));
        if (graph.rows(type).stream().anyMatch(r -> r.get("id").equals(row.get("id")))) {
          continue;
        }
      }
      graph.add(type, row);
    }
  }

  private static List<Map<String, Object>> rows(
      MemoryGraph graph, List<NodeType> nodes, String name) {
    return nodes.stream()
        .filter(n -> n.name().equals(name))
        .findFirst()
        .map(graph::rows)
        .orElseThrow();
  }
}
