package dev.omnigraph.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.error.ErrorCode;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.plan.EdgeAccess;
import dev.omnigraph.plan.Plan;
import dev.omnigraph.plan.Planner;
import dev.omnigraph.plan.TableCounts;
import dev.omnigraph.query.Expr;
import dev.omnigraph.query.Expr.Arithmetic.Op;
import dev.omnigraph.query.QueryError;
import dev.omnigraph.query.TypedQuery;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.store.IoStats;
import dev.omnigraph.store.S3Location;
import dev.omnigraph.store.S3ObjectStore;
import dev.omnigraph.table.LanceTables;
import dev.omnigraph.table.Tables;
import dev.omnigraph.testkit.CountingS3;
import dev.omnigraph.value.ValueError;
import dev.omnigraph.view.View;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Predicate;
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
  private static final int GRAPHS = Integer.getInteger("random.graphs", 300);
  private static final int FOLDERS = Integer.getInteger("random.folders", 40);
  private static final int BUCKETS = Integer.getInteger("random.buckets", 8);
  private static final int QUERIES = GRAPHS * QUERIES_PER_GRAPH;
  private static final int SHRINKING_RUNS = 2_000;

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
      AtomicInteger graphs = new AtomicInteger();
      return new Place(
          tables.allocator(),
          executor,
          (graph, seed) ->
              new LanceGraph(tables, graph, "-" + graphs.incrementAndGet(), new Random(seed))
                  ::view);
    }
  }

  @Test
  void everyAccessPathGivesTheAnswerOfTheReference() {
    try (BufferAllocator allocator = new RootAllocator()) {
      Compared all = compare("in memory", GRAPHS, Place.memory(allocator), Kind.ANY);

      assertThat(all.nonEmpty()).as("queries with rows").isGreaterThan(QUERIES / 4);
      assertThat(all.failed()).as("runs that failed").isGreaterThan(GRAPHS / 4);
    }
  }

  /** Whatever look-up objects there are, and in whatever state. */
  @Test
  void lookUpObjectsChangeNoAnswer() {
    try (BufferAllocator allocator = new RootAllocator()) {
      Compared all = compare("by look-up objects", GRAPHS, Place.lookedUp(allocator), Kind.ANY);

      assertThat(all.nonEmpty()).as("queries with rows").isGreaterThan(QUERIES / 4);
      assertThat(all.lookedUp()).as("runs that looked up").isGreaterThan(GRAPHS);
    }
  }

  @Test
  void tablesOfLanceGiveTheSame(@TempDir Path folder) {
    try (Tables tables = LanceGraph.tables(folder)) {
      Compared all = compare("in Lance", FOLDERS, Place.tables(tables, Runnable::run), Kind.ANY);

      assertThat(all.nonEmpty()).as("queries with rows").isPositive();
    }
  }

  /** Tables that have lived, with the look-up objects that upkeep made at some time or never. */
  @Test
  void tablesWithLookUpObjectsGiveTheSame(@TempDir Path folder) {
    try (Tables tables = LanceGraph.tables(folder, LanceGraph.NONE_SMALL)) {
      Compared all =
          compare(
              "in Lance by look-up objects",
              FOLDERS,
              Place.tables(tables, Runnable::run),
              Kind.ANY);

      assertThat(all.nonEmpty()).as("queries with rows").isPositive();
      assertThat(all.lookedUp()).as("runs that looked up").isGreaterThan(FOLDERS);
    }
  }

  /** Over a network filters are read past indexes, and scans start side by side on threads. */
  @ParameterizedTest
  @ValueSource(longs = {0, 4 << 20})
  void tablesInAStoreGiveTheSameWhetherIndexesAreReadOrNot(long scanBytes) {
    try (CountingS3 server = CountingS3.start("graphs");
        ExecutorService executor = Executors.newCachedThreadPool();
        Tables tables =
            LanceTables.open(
                new S3ObjectStore(server.client(), new S3Location("graphs", "random")),
                server.storageOptions(),
                LanceGraph.NONE_SMALL.withScanBytes(scanBytes))) {
      Compared all = compare("on S3", BUCKETS, Place.tables(tables, executor), Kind.ANY);

      assertThat(all.nonEmpty()).as("queries with rows").isPositive();
      assertThat(all.lookedUp()).as("runs that looked up").isGreaterThan(BUCKETS);
    }
  }

  @Test
  void theFirstRowsOfAnyOrderAreThoseOfTheReference(@TempDir Path folder) {
    try (Tables tables = LanceGraph.tables(folder);
        BufferAllocator allocator = new RootAllocator()) {
      Compared stored = compare("in Lance", FOLDERS, Place.tables(tables, Runnable::run), Kind.TOP);
      Compared held = compare("in memory", FOLDERS, Place.memory(allocator), Kind.TOP);

      assertThat(stored.nonEmpty())
          .as("queries with rows")
          .isGreaterThan(FOLDERS * QUERIES_PER_GRAPH / 4);
      assertThat(held.nonEmpty()).isEqualTo(stored.nonEmpty());
    }
  }

  /** Whether it is known of look-up objects or not, and these know all edges or not. */
  @Test
  void countsOfWhatTraversalsLeadToAreThoseOfTheReference(@TempDir Path folder) {
    List<Compared> all = everywhere(Kind.COUNTS, folder);

    assertThat(all.get(0).counted()).as("runs that counted").isGreaterThan(QUERIES);
    assertThat(all.get(1).counted()).isEqualTo(all.get(0).counted());
    assertThat(all.get(1).countedLookedUp()).as("by look-up objects").isGreaterThan(GRAPHS);
    assertThat(all.get(2).countedLookedUp()).as("by those of tables").isPositive();
  }

  /** By hash, whatever the types of the two sides, and however the tables are reached. */
  @Test
  void joinsGiveTheAnswerOfTheReference(@TempDir Path folder) {
    List<Compared> all = everywhere(Kind.JOINS, folder);

    assertThat(all.get(0).nonEmpty()).as("queries with rows").isGreaterThan(QUERIES / 4);
    assertThat(all.get(0).joined()).as("runs by hash").isGreaterThan(QUERIES);
  }

  /** Wherever an expression stands, one in the other too, and however the tables are reached. */
  @Test
  void patternsAsValuesGiveTheAnswerOfTheReference(@TempDir Path folder) {
    List<Compared> all = everywhere(Kind.PATTERNS, folder);

    assertThat(all.get(0).nonEmpty()).as("queries with rows").isGreaterThan(QUERIES / 4);
    assertThat(all.get(0).patterns()).as("runs with values of patterns").isGreaterThan(QUERIES);
  }

  /** In memory, by look-up objects, and in tables of Lance that may have some. */
  private static List<Compared> everywhere(Kind kind, Path folder) {
    try (Tables tables = LanceGraph.tables(folder, LanceGraph.NONE_SMALL);
        BufferAllocator allocator = new RootAllocator()) {
      Compared held = compare("in memory", GRAPHS, Place.memory(allocator), kind);
      Compared found = compare("by look-up objects", GRAPHS, Place.lookedUp(allocator), kind);
      Compared stored = compare("in Lance", FOLDERS, Place.tables(tables, Runnable::run), kind);

      assertThat(found.nonEmpty()).isEqualTo(held.nonEmpty());
      return List.of(held, found, stored);
    }
  }

  /** Which queries are asked. */
  private enum Kind {
    ANY,
    /** With an order and a limit, of graphs with negative zeros. */
    TOP,
    /** How often traversals lead on. */
    COUNTS,
    /** Equalities between properties. */
    JOINS,
    /** Patterns as values. */
    PATTERNS;

    TypedQuery.Read next(RandomQueries queries) {
      return switch (this) {
        case ANY -> queries.next();
        case TOP -> queries.nextTop();
        case COUNTS -> queries.nextCounts();
        case JOINS -> queries.nextJoins();
        case PATTERNS -> queries.nextPatterns();
      };
    }
  }

  /**
   * What was compared.
   *
   * @param nonEmpty queries with rows
   * @param lookedUp runs that used a look-up object
   * @param counted runs that counted edges without following them
   * @param countedLookedUp runs that used a look-up object for that
   * @param joined runs that joined by hash
   * @param patterns runs that computed patterns as values
   * @param failed runs that failed as they may
   */
  private record Compared(
      int nonEmpty,
      int lookedUp,
      int counted,
      int countedLookedUp,
      int joined,
      int patterns,
      int failed) {
    static final Compared NONE = new Compared(0, 0, 0, 0, 0, 0, 0);
    static final Compared FAILED = new Compared(0, 0, 0, 0, 0, 0, 1);

    Compared plus(Compared other) {
      return new Compared(
          nonEmpty + other.nonEmpty,
          lookedUp + other.lookedUp,
          counted + other.counted,
          countedLookedUp + other.countedLookedUp,
          joined + other.joined,
          patterns + other.patterns,
          failed + other.failed);
    }

    static Compared of(List<StepReport> steps) {
      return new Compared(
          0,
          any(steps, step -> isLookup(step)),
          any(steps, step -> isCount(step)),
          any(steps, step -> isCount(step) && isLookup(step)),
          any(steps, step -> step.access().startsWith("hash")),
          any(
              steps,
              step -> step.operator().startsWith("per row ") || step.operator().equals("exists")),
          0);
    }

    private static int any(List<StepReport> steps, Predicate<StepReport> which) {
      return steps.stream().anyMatch(which) ? 1 : 0;
    }

    private static boolean isLookup(StepReport step) {
      return step.access().startsWith("look-up");
    }

    private static boolean isCount(StepReport step) {
      return step.operator().startsWith("count ");
    }
  }

  /** Compares all answers to random queries on random graphs. */
  private static Compared compare(String where, int graphs, Place place, Kind kind) {
    long first = Long.getLong("random.seed", 20240607);
    System.out.printf(
        "random queries (%s) %s: seeds %d to %d, %d queries in %d access modes%n",
        kind,
        where,
        first,
        first + graphs - 1,
        graphs * QUERIES_PER_GRAPH,
        EdgeAccess.values().length);
    Compared all = Compared.NONE;
    for (long seed = first; seed < first + graphs; seed++) {
      all = all.plus(compare(seed, place, kind));
    }
    return all;
  }

  private static Compared compare(long seed, Place place, Kind kind) {
    Random random = new Random(seed);
    RandomGraphs graphs = new RandomGraphs(random, kind == Kind.TOP);
    MemoryGraph graph = RandomCase.of(graphs.next(), "", Map.of()).graph();
    Supplier<View> views = place.views().apply(graph, seed);
    Compared all = Compared.NONE;
    for (int i = 0; i < QUERIES_PER_GRAPH; i++) {
      RandomCase asked = RandomQueries.asked(random, graphs, graph, kind::next);
      Comparison found = comparison(asked, graph, views, place, 31 * seed + i);
      if (found.kind() != null) {
        throw new AssertionError(
            "%s%nseed %d, query %d of %s, %s%n%s%nsmallest:%n%s"
                .formatted(
                    found.kind(),
                    seed,
                    i,
                    kind,
                    found.where(),
                    asked,
                    smallest(asked, place, seed, i)));
      }
      all = all.plus(found.compared());
    }
    return all;
  }

  /** In memory, if it is to be seen there. */
  private static RandomCase smallest(RandomCase found, Place place, long seed, int query) {
    try (BufferAllocator allocator = new RootAllocator()) {
      for (Place here : List.of(Place.memory(allocator), place)) {
        RandomCase smallest =
            new Shrinker(
                    next -> {
                      MemoryGraph graph = next.graph();
                      Supplier<View> views = here.views().apply(graph, seed);
                      return comparison(next, graph, views, here, 31 * seed + query).kind();
                    },
                    SHRINKING_RUNS)
                .shrink(found);
        if (smallest != null) {
          return smallest;
        }
      }
    }
    return found;
  }

  /**
   * What an executor and the reference say.
   *
   * @param kind of difference, null where there is none
   * @param where it is
   */
  private record Comparison(String kind, String where, Compared compared) {}

  private static Comparison comparison(
      RandomCase asked, MemoryGraph graph, Supplier<View> views, Place place, long seed) {
    TypedQuery.Read query = RandomCase.compiled(asked.query(), graph.catalog());
    Map<String, Object> arguments = asked.argumentsOf(query);
    ReferenceEvaluator reference = new ReferenceEvaluator(graph, arguments);
    Set<ErrorCode> failures = reference.failures(query);
    List<List<Object>> expected = null;
    boolean mustFail = false;
    try {
      expected = normal(reference.run(query));
    } catch (ReferenceFunctions.Failure e) {
      failures.add(e.code());
      query.behindMatch().forEach(expr -> addFailures(expr, failures));
      mustFail = reference.isMatched() && query.behindMatch().noneMatch(RandomQueryTest::hasBlock);
    }
    Compared all = new Compared(expected == null || expected.isEmpty() ? 0 : 1, 0, 0, 0, 0, 0, 0);
    for (EdgeAccess access : EdgeAccess.values()) {
      QueryRunner runner =
          new QueryRunner(
              place.allocator(),
              () -> IoStats.NONE,
              place.executor(),
              MemoryQueries.budget(64L << 20),
              access);
      try (View view = views.get()) {
        Plan misled = misled(query, view, new Random(seed));
        for (Plan plan : List.of(PreparedQuery.plan(query, view), misled)) {
          String where = access + (plan == misled ? ", misled" : "");
          try {
            QueryAnswer answer = runner.run(plan, arguments, view);
            List<List<Object>> rows = normal(answer.rows());
            if (!rows.equals(expected) && (expected != null || mustFail)) {
              return new Comparison("other rows", where + ": " + rows + " for " + expected, all);
            }
            all = all.plus(plan == misled ? Compared.NONE : Compared.of(answer.report().steps()));
          } catch (RuntimeException e) {
            String code = e instanceof GraphException known ? known.errorCode().text() : "";
            if (failures.stream().noneMatch(failure -> failure.text().equals(code))) {
              return new Comparison("fails as " + e.getClass() + " " + code, where + ": " + e, all);
            }
            all = all.plus(Compared.FAILED);
          }
        }
      }
    }
    return new Comparison(null, null, all);
  }

  /** Rows may have no value for several reasons, of which any may be met first. */
  private static void addFailures(Expr expr, Set<ErrorCode> failures) {
    switch (expr) {
      case Expr.Arithmetic arithmetic -> {
        failures.add(ValueError.OUT_OF_RANGE);
        if (arithmetic.op() == Op.DIVIDE || arithmetic.op() == Op.REMAINDER) {
          failures.add(QueryError.DIVISION_BY_ZERO);
        }
      }
      case Expr.Call call -> failures.add(ValueError.OUT_OF_RANGE);
      case Expr.Shift shift ->
          failures.addAll(List.of(ValueError.OUT_OF_RANGE, ValueError.BAD_DURATION));
      default -> {}
    }
    expr.parts().forEach(part -> addFailures(part, failures));
  }

  private static boolean hasBlock(Expr expr) {
    return expr instanceof Expr.Block || expr.parts().stream().anyMatch(RandomQueryTest::hasBlock);
  }

  /** The plan of a graph of which everything that was counted is wrong. */
  private static Plan misled(TypedQuery.Read query, View view, Random random) {
    Map<EntityType, TableCounts> counts = new HashMap<>();
    for (EntityType type : view.catalog().entities()) {
      Map<String, Long> values = new HashMap<>();
      type.properties().forEach(p -> values.put(p.name(), (long) random.nextInt(1_000)));
      counts.put(type, new TableCounts(random.nextInt(1_000), values));
    }
    return Planner.plan(query, view.catalog(), counts::get);
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
      case List<?> list -> list.stream().map(RandomQueryTest::cell).toList();
      case null -> null;
      default -> value;
    };
  }
}
