package dev.omnigraph.exec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.omnigraph.query.Parameter;
import dev.omnigraph.query.TypedQuery;
import dev.omnigraph.query.lang.QueryCompiler;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.schema.Property;
import dev.omnigraph.schema.lang.SchemaPrinter;
import dev.omnigraph.value.JsonText;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.NullUnmarked;

/**
 * A graph and a query as people write them.
 *
 * @param schema {@code .pg} source
 * @param query {@code .gq} source
 * @param arguments of the query, and perhaps of none of its parameters
 */
@NullUnmarked
record RandomCase(String schema, List<Row> rows, String query, Map<String, Object> arguments) {

  static final Set<String> IDENTITY = Set.of("id", "src", "dst");

  /** An entity; values by property, with id, src and dst among them. */
  record Row(String type, Map<String, Object> values) {}

  static RandomCase of(MemoryGraph graph, String query, Map<String, Object> arguments) {
    List<Row> rows = new ArrayList<>();
    for (EntityType type : graph.catalog().entities()) {
      graph.rows(type).forEach(row -> rows.add(new Row(type.name(), row)));
    }
    return new RandomCase(SchemaPrinter.print(graph.catalog()), rows, query, arguments);
  }

  RandomCase withSchema(String other) {
    return new RandomCase(other, rows, query, arguments);
  }

  RandomCase withRows(List<Row> others) {
    return new RandomCase(schema, others, query, arguments);
  }

  RandomCase withQuery(String other) {
    return new RandomCase(schema, rows, other, arguments);
  }

  static TypedQuery.Read compiled(String query, Catalog catalog) {
    return (TypedQuery.Read) QueryCompiler.compile(query, "random.gq", catalog).getFirst();
  }

  /** Without arguments that are not asked for. */
  Map<String, Object> argumentsOf(TypedQuery.Read read) {
    Map<String, Object> asked = new TreeMap<>();
    for (Parameter parameter : read.parameters()) {
      asked.put(parameter.name(), arguments.get(parameter.name()));
    }
    return asked;
  }

  /**
   * The graph, without what the schema does not have and without edges whose ends are missing.
   *
   * @throws IllegalArgumentException if the rest is against the schema
   */
  MemoryGraph graph() {
    MemoryGraph graph = new MemoryGraph(MemoryQueries.schema(schema));
    for (Row row : rows) {
      graph.catalog().entities().stream()
          .filter(type -> type.name().equals(row.type()))
          .filter(type -> hasEnds(graph, type, row.values()))
          .forEach(type -> graph.add(type, values(type, row.values())));
    }
    return graph;
  }

  private static boolean hasEnds(MemoryGraph graph, EntityType type, Map<String, Object> values) {
    return !(type instanceof EdgeType edge)
        || hasNode(graph, edge.source(), values.get("src"))
            && hasNode(graph, edge.target(), values.get("dst"));
  }

  private static boolean hasNode(MemoryGraph graph, String type, Object id) {
    return graph.rows(graph.catalog().node(type).orElseThrow()).stream()
        .anyMatch(row -> row.get("id").equals(id));
  }

  private static Map<String, Object> values(EntityType type, Map<String, Object> given) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("id", given.get("id"));
    if (type instanceof EdgeType) {
      values.put("src", given.get("src"));
      values.put("dst", given.get("dst"));
    }
    for (Property property : type.properties()) {
      Object value = given.get(property.name());
      if (value == null && !property.nullable()) {
        throw new IllegalArgumentException(property.name());
      }
      values.put(property.name(), value);
    }
    if (type.key().isPresent() && !type.keyedId(values).equals(values.get("id"))) {
      throw new IllegalArgumentException(type.name());
    }
    return values;
  }

  /** All of it, to be read. */
  @Override
  public String toString() {
    StringWriter out = new StringWriter();
    out.append(schema).append('\n');
    MemoryGraph graph = graph();
    TypedQuery.Read read = compiled(query, graph.catalog());
    try {
      for (EntityType type : graph.catalog().entities()) {
        for (Map<String, Object> row : graph.rows(type)) {
          json(out, line(type, row));
          out.append('\n');
        }
      }
      out.append('\n').append(query).append('\n');
      json(out, argumentsOf(read));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString();
  }

  /** As a line of an export has it, without nulls. */
  private static Map<String, Object> line(EntityType type, Map<String, Object> row) {
    Map<String, Object> line = new LinkedHashMap<>();
    Map<String, Object> data = new LinkedHashMap<>(row);
    data.values().removeIf(value -> value == null);
    if (type instanceof EdgeType) {
      line.put("edge", type.name());
      line.put("from", data.remove("src"));
      line.put("to", data.remove("dst"));
    } else {
      line.put("type", type.name());
    }
    line.put("data", data);
    return line;
  }

  private static void json(StringWriter out, Map<String, Object> object) throws IOException {
    try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      JsonText.write(json, object);
    }
  }
}
