package dev.omnigraph.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.plan.EdgeAccess;
import dev.omnigraph.query.TypedQuery;
import dev.omnigraph.store.IoStats;
import dev.omnigraph.table.LanceTables;
import dev.omnigraph.table.TableOptions;
import dev.omnigraph.table.Tables;
import dev.omnigraph.testkit.CountingS3;
import dev.omnigraph.view.View;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
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

  @Test
  void everyAccessPathGivesTheAnswerOfTheReference() {
    long first = Long.getLong("random.seed", 20240607);
    int graphs = Integer.getInteger("random.graphs", 300);
    announce("in memory", first, graphs);

    int nonEmpty = 0;
    for (long seed = first; seed < first + graphs; seed++) {
      nonEmpty += compare(seed);
    }

    assertThat(nonEmpty).as("queries with rows").isGreaterThan(graphs * QUERIES_PER_GRAPH / 4);
  }

  @Test
  void tablesOfLanceGiveTheSame(@TempDir Path folder) {
    long first = Long.getLong("random.seed", 20240607);
    int graphs = Integer.getInteger("random.folders", 40);
    announce("in Lance", first, graphs);

    int nonEmpty = 0;
    try (Tables tables = LanceGraph.tables(folder)) {
      for (long seed = first; seed < first + graphs; seed++) {
        String prefix = "graph" + seed + "/";
        long life = seed;
        nonEmpty +=
            compare(
                seed,
                tables.allocator(),
                Runnable::run,
                graph -> new LanceGraph(tables, graph, prefix, new Random(life))::view);
      }
    }

    assertThat(nonEmpty).as("queries with rows").isPositive();
  }

  /** Over a network filters are read past indexes, and scans start side by side on threads. */
  @ParameterizedTest
  @ValueSource(longs = {0, 4 << 20})
  void tablesInAStoreGiveTheSameWhetherIndexesAreReadOrNot(long scanBytes) {
    long first = Long.getLong("random.seed", 20240607);
    int graphs = Integer.getInteger("random.buckets", 8);
    announce("on S3", first, graphs);

    int nonEmpty = 0;
    try (CountingS3 server = CountingS3.start("graphs");
        ExecutorService executor = Executors.newCachedThreadPool();
        Tables tables =
            LanceTables.open(
                URI.create("s3://graphs/random"),
                server.storageOptions(),
                TableOptions.DEFAULT.withScanBytes(scanBytes))) {
      for (long seed = first; seed < first + graphs; seed++) {
        String prefix = "graph" + seed + "/";
        long life = seed;
        nonEmpty +=
            compare(
                seed,
                tables.allocator(),
                executor,
                graph -> new LanceGraph(tables, graph, prefix, new Random(life))::view);
      }
    }

    assertThat(nonEmpty).as("queries with rows").isPositive();
  }

  @Test
  void theFirstRowsOfAnyOrderAreThoseOfTheReference(@TempDir Path folder) {
    long first = Long.getLong("random.seed", 20240607);
    int graphs = Integer.getInteger("random.folders", 40);
    announce("with orders and limits", first, graphs);

    int nonEmpty = 0;
    try (Tables tables = LanceGraph.tables(folder)) {
      for (long seed = first; seed < first + graphs; seed++) {
        String prefix = "graph" + seed + "/";
        long life = seed;
        RandomGraphs graph = new RandomGraphs(new Random(seed), true);
        nonEmpty +=
            compare(
                seed,
                tables.allocator(),
                Runnable::run,
                graph,
                RandomQueries::nextTop,
                data -> new LanceGraph(tables, data, prefix, new Random(life))::view);
        try (BufferAllocator allocator = new RootAllocator()) {
          RandomGraphs again = new RandomGraphs(new Random(seed), true);
          nonEmpty +=
              compare(
                  seed,
                  allocator,
                  Runnable::run,
                  again,
                  RandomQueries::nextTop,
                  data -> () -> data.view(allocator));
        }
      }
    }

    assertThat(nonEmpty).as("queries with rows").isGreaterThan(graphs * QUERIES_PER_GRAPH / 2);
  }

  private static void announce(String where, long first, int graphs) {
    System.out.printf(
        "random queries %s: seeds %d to %d, %d queries in %d access modes%n",
        where, first, first + graphs - 1, graphs * QUERIES_PER_GRAPH, EdgeAccess.values().length);
  }

  private static int compare(long seed) {
    try (BufferAllocator allocator = new RootAllocator()) {
      return compare(seed, allocator, Runnable::run, graph -> () -> graph.view(allocator));
    }
  }

  private static int compare(
      long seed,
      BufferAllocator allocator,
      Executor executor,
      Function<MemoryGraph, Supplier<View>> views) {
    return compare(
        seed, allocator, executor, new RandomGraphs(new Random(seed)), RandomQueries::next, views);
  }

  private static int compare(
      long seed,
      BufferAllocator allocator,
      Executor executor,
      RandomGraphs graphs,
      Function<RandomQueries, TypedQuery.Read> kind,
      Function<MemoryGraph, Supplier<View>> views) {
    Random random = graphs.random();
    MemoryGraph graph = graphs.next();
    Supplier<View> stored = views.apply(graph);
    int nonEmpty = 0;
    for (int i = 0; i < QUERIES_PER_GRAPH; i++) {
      RandomQueries queries = new RandomQueries(random, graphs, graph);
      TypedQuery.Read query = kind.apply(queries);
      List<List<Object>> expected =
          normal(new ReferenceEvaluator(graph, queries.arguments()).run(query));
      nonEmpty += expected.isEmpty() ? 0 : 1;
      for (EdgeAccess access : EdgeAccess.values()) {
        QueryRunner runner =
            new QueryRunner(
                allocator, () -> IoStats.NONE, executor, Queries.budget(64L << 20), access);
        try (View view = stored.get()) {
          assertThat(normal(runner.run(query, queries.arguments(), view).rows()))
              .as("seed %d, query %d, %s%n%s%n%s", seed, i, access, queries.arguments(), query)
              .isEqualTo(expected);
        }
      }
    }
    return nonEmpty;
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
