package dev.omnigraph.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.omnigraph.CallMeter;
import dev.omnigraph.Graph;
import dev.omnigraph.call.ApplyRequest;
import dev.omnigraph.call.BranchRequest;
import dev.omnigraph.call.LoadMode;
import dev.omnigraph.call.LoadRequest;
import dev.omnigraph.call.MutationRequest;
import dev.omnigraph.call.QueryRequest;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.embed.Embedder;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.manifest.Texts;
import dev.omnigraph.query.TypedQuery;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.stored.StoredQuery;
import dev.omnigraph.wire.ReadJson;
import dev.omnigraph.wire.WriteJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A graph of a project folder in a folder of its own, which is gone when it is closed. */
final class TestGraph implements AutoCloseable {
  private static final String ACTOR = "test";

  private final Path folder;
  private final Thread atExit;
  private final Graph graph;
  private int branches;

  private TestGraph(Path folder, Thread atExit, Graph graph) {
    this.folder = folder;
    this.atExit = atExit;
    this.graph = graph;
  }

  /**
   * @param source the text of its schema
   * @param embedder as {@link Graph#open} has it
   */
  static TestGraph make(ProjectFolder project, String source, @Nullable Embedder embedder)
      throws IOException {
    Path folder = Files.createTempDirectory("omnigraph-test-");
    Thread atExit = new Thread(() -> delete(folder));
    Runtime.getRuntime().addShutdownHook(atExit);
    try {
      String root = folder.resolve("graph").toString();
      Graph.create(Storages.make(root, Map.of()), source, project.schemaFile(), ACTOR).close();
      TestGraph graph =
          new TestGraph(folder, atExit, Graph.open(Storages.open(root, Map.of()), embedder));
      graph.store(project.queriesOrNone());
      return graph;
    } catch (RuntimeException e) {
      end(folder, atExit);
      throw e;
    }
  }

  private void store(Texts queries) {
    try {
      graph.apply(ApplyRequest.ofQueries(queries, WriteOptions.on(BranchName.MAIN, ACTOR)));
    } catch (RuntimeException e) {
      graph.close();
      throw e;
    }
  }

  /** Loads JSON Lines into main. */
  void load(Path file) throws IOException {
    LoadRequest request =
        new LoadRequest(
            file.toString(), LoadMode.MERGE, WriteOptions.on(BranchName.MAIN, ACTOR), null);
    try (InputStream lines = TextFile.open(file)) {
      graph.load(request, lines, read -> {});
    }
  }

  Catalog schema() {
    return graph.schema(ReadAt.main());
  }

  Optional<StoredQuery> stored(String name) {
    return graph.queries(ReadAt.main()).queries().stream()
        .filter(query -> query.name().equals(name))
        .findFirst();
  }

  /** A branch of main that nobody else writes to. */
  BranchName branch() {
    BranchName name = new BranchName("test/" + ++branches);
    graph.createBranch(new BranchRequest(name, ReadAt.main(), ACTOR));
    return name;
  }

  /**
   * Runs a query.
   *
   * @return its rows; of one that writes, a row with the numbers of what it changed
   * @throws GraphException why it cannot be run
   */
  JsonNode rows(TestQuery query, Map<String, ?> arguments, BranchName branch) {
    CallMeter meter = graph.meter();
    if (query.typed() instanceof TypedQuery.Read) {
      QueryRequest request =
          new QueryRequest(
              query.source(), query.file(), query.name(), arguments, new ReadAt.Head(branch));
      String answer = ReadJson.query(graph.query(request), meter.report(), false).text();
      return TestFile.tree(query.file(), answer).path("rows");
    }
    MutationRequest request =
        new MutationRequest(
            query.source(), query.file(), query.name(), arguments, WriteOptions.on(branch, ACTOR));
    String answer = WriteJson.mutation(graph.mutate(request), meter.report()).text();
    JsonNode json = TestFile.tree(query.file(), answer);
    ArrayNode rows = JsonNodeFactory.instance.arrayNode();
    ObjectNode row = rows.addObject();
    for (String member : List.of("affected_nodes", "affected_edges")) {
      row.set(member, json.path(member));
    }
    return rows;
  }

  @Override
  public void close() {
    graph.close();
    end(folder, atExit);
  }

  private static void end(Path folder, Thread atExit) {
    delete(folder);
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // It is at work already, and finds nothing.
    }
  }

  private static void delete(Path folder) {
    if (Files.notExists(folder)) {
      return;
    }
    try (Stream<Path> tree = Files.walk(folder)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
