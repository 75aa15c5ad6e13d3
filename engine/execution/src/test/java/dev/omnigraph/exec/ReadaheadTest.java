package dev.omnigraph.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.plan.EdgeAccess;
import dev.omnigraph.query.TypedQuery;
import dev.omnigraph.query.lang.QueryCompiler;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.store.IoStats;
import dev.omnigraph.table.Table;
import dev.omnigraph.view.View;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/**
 * Which scans are under way at the same time: the tables let none of a group begin before all of it
 * have.
 */
@NullUnmarked
class ReadaheadTest {
  private static final String SCHEMA =
      """
      node Person { name: String @key }
      node City { name: String @key }
      edge Knows: Person -> Person
      edge Likes: Person -> Person
      edge LivesIn: Person -> City
      """;
  private static final String BRANCHES =
      """
      query q() {
        match {
          $p: Person { name: "ann" }
          $p knows $a
          optional { $p likes $b }
          not { $p livesIn $_ }
        }
        return { count($a) as a, count($b) as b }
      }
      """;

  private final MemoryGraph graph =
      new MemoryGraph(MemoryQueries.schema(SCHEMA))
          .node("Person", "ann", "ann")
          .node("Person", "bob", "bob")
          .node("City", "bern", "bern")
          .edge("Knows", "k1", "ann", "bob")
          .edge("LivesIn", "l1", "bob", "bern");

  @Test
  void edgesThatLeaveTheSameNodeAreLookedUpTogether() {
    assertThat(rows(BRANCHES, EdgeAccess.PROBE, 3, EdgeType.class::isInstance))
        .containsExactly(List.of(1L, 0L));
  }

  @Test
  void edgesThatAreReadAsAWholeAreReadBesideTheNodesThatTheyLeave() {
    assertThat(rows(BRANCHES, EdgeAccess.ADJACENCY, 4, type -> !type.name().equals("City")))
        .containsExactly(List.of(1L, 0L));
  }

  @Test
  void nodesThatNothingConnectsAreReadTogether() {
    assertThat(
            rows(
                "query q() { match { $p: Person  $c: City } return { $p.name, $c.name } }",
                EdgeAccess.AUTO,
                2,
                type -> true))
        .containsExactly(List.of("ann", "bern"), List.of("bob", "bern"));
  }

  /**
   * @param together scans of the types that only begin when so many have been asked for
   */
  private List<List<Object>> rows(
      String source, EdgeAccess access, int together, Predicate<EntityType> types) {
    CyclicBarrier barrier = new CyclicBarrier(together);
    TypedQuery.Read query =
        (TypedQuery.Read) QueryCompiler.compile(source, "test.gq", graph.catalog()).getFirst();
    try (BufferAllocator allocator = new RootAllocator();
        ExecutorService executor = Executors.newCachedThreadPool();
        View view =
            graph.view(
                (type, rows) -> {
                  Table table = new MemoryTable(allocator, type, rows);
                  return types.test(type) ? gated(table, barrier) : table;
                })) {
      return new QueryRunner(
              allocator, () -> IoStats.NONE, executor, MemoryQueries.budget(16L << 20), access)
          .run(PreparedQuery.plan(query, view), Map.of(), view)
          .rows();
    }
  }

  private static Table gated(Table table, CyclicBarrier barrier) {
    return (Table)
        Proxy.newProxyInstance(
            Table.class.getClassLoader(),
            new Class<?>[] {Table.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("scan")) {
                barrier.await(2, TimeUnit.MINUTES);
              }
              try {
                return method.invoke(table, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
