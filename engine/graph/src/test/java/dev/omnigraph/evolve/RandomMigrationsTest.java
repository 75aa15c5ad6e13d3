package dev.omnigraph.evolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.Graph;
import dev.omnigraph.GraphStorage;
import dev.omnigraph.call.LoadMode;
import dev.omnigraph.call.LoadRequest;
import dev.omnigraph.call.MutationRequest;
import dev.omnigraph.call.QueryRequest;
import dev.omnigraph.call.SchemaRequest;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.id.BranchName;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A graph that was migrated, and a fresh graph of the new schema with the migrated data. */
class RandomMigrationsTest {
  private static final WriteOptions OPTIONS = WriteOptions.on(BranchName.MAIN, "ann");

  @TempDir private Path folder;
  private final List<Property> properties = new ArrayList<>();

  /** By key, the values as JSON by the property's first name. */
  private final TreeMap<Integer, Map<String, String>> rows = new TreeMap<>();

  private Random random = new Random();
  private int named;
  private int keys;

  /** A property; it is told apart by its first name, which a rename keeps. */
  private static final class Property {
    final String first;
    String name;
    @Nullable String renamedFrom;
    String type;
    boolean nullable;
    @Nullable String byDefault;

    /** Former names of values of its enumeration, by their names. */
    final Map<String, String> renamed = new TreeMap<>();

    /** Whether the graph's schema has it. */
    boolean accepted;

    Property(String name, String type, boolean nullable, @Nullable String byDefault) {
      this.first = name;
      this.name = name;
      this.type = type;
      this.nullable = nullable;
      this.byDefault = byDefault;
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void migratedDataIsWhatALoadOfItGives(long seed) {
    random = new Random(seed);
    add();
    add();
    try (Graph graph =
        Graph.create(GraphStorage.newFolder(folder.resolve("g")), schema(), "g.pg", "ann")) {
      accepted();
      for (int step = 0; step < 8; step++) {
        write(graph);
        if (random.nextInt(3) == 0) {
          graph.optimize(OPTIONS);
        }
        migrate();
        String next = schema();
        graph.applySchema(new SchemaRequest(next, "g.pg", true, false, OPTIONS));
        accepted();
        assertThat(answer(graph)).as(next).isEqualTo(fresh(step));
      }
      graph.optimize(OPTIONS);
      assertThat(answer(graph)).isEqualTo(fresh(99));
    }
  }

  private void accepted() {
    for (Property property : properties) {
      property.renamedFrom = null;
      if (random.nextBoolean()) {
        property.renamed.clear();
      }
      property.accepted = true;
    }
  }

  private void write(Graph graph) {
    TreeMap<Integer, Map<String, String>> added = new TreeMap<>();
    for (int i = random.nextInt(6); i >= 0; i--) {
      Map<String, String> row = new TreeMap<>();
      for (Property property : properties) {
        row.put(
            property.first,
            property.nullable && random.nextBoolean() ? "null" : value(property.type));
      }
      added.put(keys++, row);
    }
    load(graph, added);
    rows.putAll(added);
    if (random.nextInt(2) == 0) {
      int key = random.nextInt(keys);
      rows.remove(key);
      graph.mutate(
          new MutationRequest(
              "query q() { delete T where k = " + key + " }", "q.gq", null, Map.of(), OPTIONS));
    }
  }

  private void migrate() {
    for (int changes = 1 + random.nextInt(2); changes > 0; changes--) {
      Property property = properties.get(random.nextInt(properties.size()));
      switch (random.nextInt(8)) {
        case 6, 7 -> {
          if (property.accepted && property.renamed.isEmpty()) {
            renameValues(property);
          }
        }
        case 0 -> add();
        case 1 -> {
          if (property.accepted && property.renamedFrom == null) {
            property.renamedFrom = property.name;
            property.name = "p" + named++;
          }
        }
        case 2 -> nullability(property);
        case 3, 4 -> {
          // What is new and becomes wider at once is only new.
          if (property.accepted) {
            widen(property);
          }
        }
        default -> {
          if (properties.size() > 2 && property.renamedFrom == null) {
            properties.remove(property);
          }
        }
      }
    }
  }

  private void add() {
    String type = List.of("I32", "U32", "F32", "String", "enum(a, b)").get(random.nextInt(5));
    boolean nullable = random.nextBoolean();
    boolean given = !nullable || random.nextBoolean();
    String value = value(type);
    properties.add(new Property("p" + named++, type, nullable, given ? value : null));
    String first = properties.getLast().first;
    rows.values().forEach(row -> row.put(first, given ? value : "null"));
  }

  private void nullability(Property property) {
    boolean full = rows.values().stream().noneMatch(r -> "null".equals(r.get(property.first)));
    property.nullable = !property.nullable || !full;
  }

  private void widen(Property property) {
    String wider =
        switch (property.type) {
          case "I32" -> random.nextBoolean() ? "I64" : "F64";
          case "U32" -> random.nextBoolean() ? "U64" : "I64";
          case "F32" -> "F64";
          case "String" -> "[String]";
          default -> property.type.startsWith("enum") ? "[" + property.type + "]" : property.type;
        };
    if (wider.startsWith("[") && !property.type.startsWith("[")) {
      property.byDefault = null;
      rows.values()
          .forEach(
              row ->
                  row.computeIfPresent(
                      property.first, (n, v) -> v.equals("null") ? v : "[" + v + "]"));
    }
    property.type = wider;
  }

  private String value(String type) {
    return switch (type) {
      case "I32", "I64" -> "" + (random.nextInt(9) - 4);
      case "U32", "U64" -> "" + random.nextInt(9);
      case "F32", "F64" -> "" + random.nextInt(9) / 4.0;
      case "String" -> "\"s" + random.nextInt(5) + "\"";
      default ->
          type.startsWith("enum")
              ? "\"" + values(type).get(random.nextInt(2)) + "\""
              : "[" + value(type.substring(1, type.length() - 1)) + "]";
    };
  }

  private static List<String> values(String type) {
    return List.of(type.replaceAll("[\\[\\]()]|enum", "").split(", "));
  }

  /** One of the two values, or both, of which one may get the name of the other. */
  private void renameValues(Property property) {
    if (!property.type.contains("enum")) {
      return;
    }
    List<String> old = values(property.type);
    List<String> now =
        switch (random.nextInt(3)) {
          case 0 -> List.of("v" + named++, old.get(1));
          case 1 -> List.of(old.get(1), old.get(0));
          default -> List.of(old.get(1), "v" + named++);
        };
    Map<String, String> names = new TreeMap<>();
    for (int i = 0; i < 2; i++) {
      names.put("\"" + old.get(i) + "\"", "\"" + now.get(i) + "\"");
      if (!old.get(i).equals(now.get(i))) {
        property.renamed.put(now.get(i), old.get(i));
      }
    }
    property.type =
        property.type.replaceAll("enum\\(.*\\)", "enum(" + String.join(", ", now) + ")");
    property.byDefault = property.byDefault == null ? null : names.get(property.byDefault);
    rows.values()
        .forEach(
            row ->
                row.computeIfPresent(
                    property.first,
                    (n, v) ->
                        v.equals("null")
                            ? v
                            : v.startsWith("[")
                                ? "[" + names.get(v.substring(1, v.length() - 1)) + "]"
                                : names.get(v)));
  }

  private String schema() {
    return properties.stream()
        .map(
            p ->
                "%s: %s%s%s%s"
                    .formatted(
                        p.name,
                        declared(p),
                        p.nullable ? "?" : "",
                        p.byDefault == null ? "" : " @default(" + p.byDefault + ")",
                        p.renamedFrom == null ? "" : " @rename_from(\"" + p.renamedFrom + "\")"))
        .collect(Collectors.joining("  ", "node T { k: I32 @key  ", " }"));
  }

  private static String declared(Property property) {
    return property.renamed.isEmpty()
        ? property.type
        : property.type.replaceAll(
            "enum\\(.*\\)",
            values(property.type).stream()
                .map(
                    v ->
                        property.renamed.containsKey(v)
                            ? v + " @rename_from(\"" + property.renamed.get(v) + "\")"
                            : v)
                .collect(Collectors.joining(", ", "enum(", ")")));
  }

  private List<List<@Nullable Object>> fresh(int step) {
    try (Graph graph =
        Graph.create(
            GraphStorage.newFolder(folder.resolve("fresh" + step)), schema(), "f.pg", "ann")) {
      load(graph, rows);
      return answer(graph);
    }
  }

  private List<List<@Nullable Object>> answer(Graph graph) {
    String columns =
        properties.stream()
            .map(p -> "$t." + p.name)
            .collect(Collectors.joining(", ", "$t.k, ", ""));
    String query = "query q() { match { $t: T } return { " + columns + " } order { $t.k } }";
    return graph.query(new QueryRequest(query, "q.gq", null, Map.of(), ReadAt.main())).rows();
  }

  private void load(Graph graph, Map<Integer, Map<String, String>> entities) {
    String lines =
        entities.entrySet().stream()
            .map(
                e ->
                    properties.stream()
                        .map(p -> "\"" + p.name + "\":" + e.getValue().get(p.first))
                        .collect(
                            Collectors.joining(
                                ",", "{\"type\":\"T\",\"data\":{\"k\":" + e.getKey() + ",", "}}")))
            .collect(Collectors.joining("\n"));
    graph.load(
        new LoadRequest("d.jsonl", LoadMode.APPEND, OPTIONS, null),
        new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)),
        read -> {});
  }
}
