package dev.omnigraph.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.plan.EdgeAccess;
import dev.omnigraph.query.TypedQuery;
import dev.omnigraph.store.IoStats;
import dev.omnigraph.store.S3Location;
import dev.omnigraph.store.S3ObjectStore;
import dev.omnigraph.table.LanceTables;
import dev.omnigraph.table.Tables;
import dev.omnigraph.testkit.CountingS3;
import dev.omnigraph.view.View;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The executor against the reference on random graphs and queries. {@code -Drandom.seed}, {@code
 * -Drandom.graphs} (in memory), {@code -Drandom.folders} and {@code -Drandom.buckets} choose
 * others, or more.
 */
@NullUnmarked
class RandomQueryTest {
  private static final int QUERIES_PER_GRAPH = 6;

  /** Where the graphs are, and who runs the queries. */
  private record Place(
      BufferAllocator allocator,
      Executor executor,
      BiFunction<MemoryGraph, Long, Supplier<View>> views) {

    static Place memory(BufferAllocator allocator) {
      return new Place(allocator, Runnable::run, (graph, seed) -> () -> graph.view(allocator));
    }

    static Place lookedUp(BufferAllocator allocator) {
      return new Place(
          allocator,
          Runnable::run,
          (graph, seed) -> () -> new LookedUpGraph(allocator, graph, new Random(seed)).view());
    }

    static Place tables(Tables tables, Executor executor) {
      return new Place(
          tables.allocator(),
          executor,
          (graph, seed) -> new LanceGraph(tables, graph, "-" + seed, new Random(seed))::view);
    }
  }

  @Test
  void everyAccessPathGivesTheAnswerOfTheReference() {
    int graphs = Integer.getInteger("random.graphs", 300);
    try (BufferAllocator allocator = new RootAllocator()) {
      Compared all = compare("in memory", graphs, Place.memory(allocator), false);

      assertThat(all.nonEmpty())
          .as("queries with rows")
          .isGreaterThan(graphs * QUERIES_PER_GRAPH / 4);
    }
  }

  /** Whatever look-up objects there are, and in whatever state. */
  @Test
  void lookUpObjectsChangeNoAnswer() {
    int graphs = Integer.getInteger("random.graphs", 300);
    try (BufferAllocator allocator = new RootAllocator()) {
      Compared all = compare("by look-up objects", graphs, Place.lookedUp(allocator), false);

      assertThat(all.nonEmpty())
          .as("queries with rows")
          .isGreaterThan(graphs * QUERIES_PER_GRAPH / 4);
      assertThat(all.lookedUp()).as("runs that looked up").isGreaterThan(graphs);
    }
  }

  @Test
  void tablesOfLanceGiveTheSame(@TempDir Path folder) {
    int graphs = Integer.getInteger("random.folders", 40);
    try (Tables tables = LanceGraph.tables(folder)) {
      Compared all = compare("in Lance", graphs, Place.tables(tables, Runnable::run), false);

      assertThat(all.nonEmpty()).as("queries with rows").isPositive();
    }
  }

  /** Tables that have lived, with the look-up objects that upkeep made at some time or never. */
  @Test
  void tablesWithLookUpObjectsGiveTheSame(@TempDir Path folder) {
    int graphs = Integer.getInteger("random.folders", 40);
    try (Tables tables = LanceGraph.tables(folder, LanceGraph.NONE_SMALL)) {
      Compared all =
          compare(
              "in Lance by look-up objects", graphs, Place.tables(tables, Runnable::run), false);

      assertThat(all.nonEmpty()).as("queries with rows").isPositive();
      assertThat(all.lookedUp()).as("runs that looked up").isGreaterThan(graphs);
    }
  }

  /** Over a network filters are read past indexes, and scans start side by side on threads. */
  @ParameterizedTest
  @ValueSource(longs = {0, 4 << 20})
  void tablesInAStoreGiveTheSameWhetherIndexesAreReadOrNot(long scanBytes) {
    int graphs = Integer.getInteger("random.buckets", 8);
    try (CountingS3 server = CountingS3.start("graphs");
        ExecutorService executor = Executors.newCachedThreadPool();
        Tables tables =
            LanceTables.open(
                new S3ObjectStore(server.client(), new S3Location("graphs", "random")),
                server.storageOptions(),
                LanceGraph.NONE_SMALL.withScanBytes(scanBytes))) {
      Compared all = compare("on S3", graphs, Place.tables(tables, executor), false);

      assertThat(all.nonEmpty()).as("queries with rows").isPositive();
      assertThat(all.lookedUp()).as("runs that looked up").isGreaterThan(graphs);
    }
  }

  @Test
  void theFirstRowsOfAnyOrderAreThoseOfTheReference(@TempDir Path folder) {
    int graphs = Integer.getInteger("random.folders", 40);
    try (Tables tables = LanceGraph.tables(folder);
        BufferAllocator allocator = new RootAllocator()) {
      Compared stored = compare("in Lance", graphs, Place.tables(tables, Runnable::run), true);
      Compared held = compare("in memory", graphs, Place.memory(allocator), true);

      assertThat(stored.nonEmpty())
          .as("queries with rows")
          .isGreaterThan(graphs * QUERIES_PER_GRAPH / 4);
      assertThat(held.nonEmpty()).isEqualTo(stored.nonEmpty());
    }
  }

  /**
   * What was compared.
   *
   * @param nonEmpty queries with rows
   * @param lookedUp runs that used a look-up object
   */
  private record Compared(int nonEmpty, int lookedUp) {
    Compared plus(Compared other) {
      return new Compared(nonEmpty + other.nonEmpty, lookedUp + other.lookedUp);
    }
  }

  /**
   * Compares all answers to random queries on random graphs.
   *
   * @param top whether the queries have an order and a limit, and the graphs negative zeros
   */
  private static Compared compare(String where, int graphs, Place place, boolean top) {
    long first = Long.getLong("random.seed", 20240607);
    System.out.printf(
        "random queries %s%s: seeds %d to %d, %d queries in %d access modes%n",
        where,
        top ? " with orders and limits" : "",
        first,
        first + graphs - 1,
        graphs * QUERIES_PER_GRAPH,
        EdgeAccess.values().length);
    Compared all = new Compared(0, 0);
    for (long seed = first; seed < first + graphs; seed++) {
      all = all.plus(compare(seed, place, top));
    }
    return all;
  }

  private static Compared compare(long seed, Place place, boolean top) {
    Random random = new Random(seed);
    RandomGraphs graphs = new RandomGraphs(random, top);
    MemoryGraph graph = graphs.next();
    Supplier<View> views = place.views().apply(graph, seed);
    int nonEmpty = 0;
    int lookedUp = 0;
    for (int i = 0; i < QUERIES_PER_GRAPH; i++) {
      RandomQueries queries = new RandomQueries(random, graphs, graph);
      TypedQuery.Read query = top ? queries.nextTop() : queries.next();
      List<List<Object>> expected =
          normal(new ReferenceEvaluator(graph, queries.arguments()).run(query));
      nonEmpty += expected.isEmpty() ? 0 : 1;
      for (EdgeAccess access : EdgeAccess.values()) {
        QueryRunner runner =
            new QueryRunner(
                place.allocator(),
                () -> IoStats.NONE,
                place.executor(),
                MemoryQueries.budget(64L << 20),
                access);
        try (View view = views.get()) {
          QueryAnswer answer =
              runner.run(PreparedQuery.plan(query, view), queries.arguments(), view);
          assertThat(normal(answer.rows()))
              .as("seed %d, query %d, %s%n%s%n%s", seed, i, access, queries.arguments(), query)
              .isEqualTo(expected);
          lookedUp +=
              answer.report().steps().stream().anyMatch(s -> s.access().startsWith("look-up"))
                  ? 1
                  : 0;
        }
      }
    }
    return new Compared(nonEmpty, lookedUp);
  }

  private static List<List<Object>> normal(List<List<Object>> rows) {
    List<List<Object>> normal = new ArrayList<>();
    for (List<Object> row : rows) {
      List<Object> cells = new ArrayList<>();
      row.forEach(cell -> cells.add(cell(cell)));
      normal.add(cells);
    }
    return normal;
  }

  private static Object cell(Object value) {
    return switch (value) {
      case float[] floats -> {
        List<Object> list = new ArrayList<>();
        for (float f : floats) {
          list.add(f);
        }
        yield list;
      }
      case Map<?, ?> map -> {
        Map<Object, Object> cells = new LinkedHashMap<>();
        map.forEach((name, field) -> cells.put(name, cell(field)));
        yield cells;
      }
      case null -> null;
      default -> value;
    };
  }
}
