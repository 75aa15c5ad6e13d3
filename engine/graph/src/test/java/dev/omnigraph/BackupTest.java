package dev.omnigraph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.call.MutationRequest;
import dev.omnigraph.call.QueryRequest;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.id.BranchName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies of a graph, made in the order that docs/run/operations.md tells. */
class BackupTest {
  private static final String SCHEMA = "node Person { name: String @key  age: I32? @index }";
  private static final String QUERIES =
      """
      query all() { match { $p: Person } return { $p.name } order { $p.name } }
      query add($name: String) { insert Person { name: $name, age: 1 } }
      """;

  @TempDir private Path folder;

  @Test
  void aCopyOfTheLogAndThenOfTheTablesIsTheGraphAsItWasAtTheFirst() {
    Path origin = folder.resolve("origin");
    Path backup = folder.resolve("backup");
    try (Graph graph = Graph.create(GraphStorage.newFolder(origin), SCHEMA, "g.pg", "ann")) {
      add(graph, "Ann");
      add(graph, "Bob");
      copy(origin, backup, name -> name.startsWith("__") && !name.equals("__recovery"));
      add(graph, "Cid");
      graph.optimize(WriteOptions.on(BranchName.MAIN, "ann"));
      copy(origin, backup, name -> !name.startsWith("__"));
      add(graph, "Dan");
    }

    try (Graph restored = Graph.open(GraphStorage.folder(backup))) {
      assertThat(names(restored)).containsExactly("Ann", "Bob");
      add(restored, "Eve");
      assertThat(restored.optimize(WriteOptions.on(BranchName.MAIN, "ann")).tables()).isNotEmpty();
      assertThat(names(restored)).containsExactly("Ann", "Bob", "Eve");
    }
  }

  private static void add(Graph graph, String name) {
    graph.mutate(
        new MutationRequest(
            QUERIES, "q.gq", "add", Map.of("name", name), WriteOptions.on(BranchName.MAIN, "ann")));
  }

  private static List<String> names(Graph graph) {
    QueryRequest all = new QueryRequest(QUERIES, "q.gq", "all", Map.of(), ReadAt.main());
    return graph.query(all).rows().stream().map(row -> String.valueOf(row.getFirst())).toList();
  }

  /** Those children of a folder whose names fit, with all that is in them. */
  private static void copy(Path from, Path to, Predicate<String> wanted) {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path below = from.relativize(file);
        if (wanted.test(below.getName(0).toString())) {
          Path target = to.resolve(below);
          Files.createDirectories(target.getParent());
          Files.copy(file, target);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
