package dev.omnigraph.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.omnigraph.error.ErrorKind;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.exec.memory.MemoryBudget;
import dev.omnigraph.exec.memory.QueryTime;
import dev.omnigraph.plan.EdgeAccess;
import dev.omnigraph.query.TypedQuery;
import dev.omnigraph.store.IoStats;
import dev.omnigraph.view.View;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;

/** Queries are parked where they hold memory, and a latch tells when another begins to wait. */
class MemoryBudgetTest {
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final long BYTES = 24L << 20;

  private final Semaphore waits = new Semaphore(0);

  @Test
  void whoFindsNoShareWaitsAndIsServedInOrderOfArrival() {
    MemoryBudget budget = budget(LONG);
    List<MemoryBudget.Reservation> running = fill(budget);
    List<String> served = Collections.synchronizedList(new ArrayList<>());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      threads.execute(() -> serve(budget, "first", served));
      waits.acquireUninterruptibly();
      threads.execute(() -> serve(budget, "second", served));
      waits.acquireUninterruptibly();
      assertThat(served).isEmpty();

      running.getFirst().close();
    }
    assertThat(served).containsExactly("first", "second");
  }

  @Test
  void whoWaitedTooLongIsRefusedAndMayTryAgain() {
    MemoryBudget budget = budget(Duration.ZERO);
    List<MemoryBudget.Reservation> running = fill(budget);

    GraphException refused = catchThrowableOfType(GraphException.class, budget::reserve);
    running.getFirst().close();

    assertThat(refused.code()).isEqualTo("too_many_queries");
    assertThat(refused.kind()).isEqualTo(ErrorKind.UNAVAILABLE);
    assertThat(refused.nextStep()).isNotEmpty();
    budget.reserve().close();
  }

  @Test
  void oneQueryAtATimeHasTheLargePart() {
    MemoryBudget budget = budget(Duration.ZERO);
    MemoryBudget.Reservation large = budget.reserve();
    large.extend();
    large.extend();
    try (MemoryBudget.Reservation other = budget.reserve()) {
      GraphException refused = catchThrowableOfType(GraphException.class, other::extend);
      assertThat(refused.code()).isEqualTo("too_many_queries");

      large.close();
      other.extend();
    }
  }

  /** Others may be in line before the second thread, but they wait for this very query. */
  @Test
  void twoThreadsOfOneQueryDoNotWaitForThoseWhoWaitForIt() {
    MemoryBudget budget = budget(LONG);
    List<String> served = Collections.synchronizedList(new ArrayList<>());
    MemoryBudget.Reservation query = budget.reserve();
    query.extend();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      threads.execute(
          () -> {
            try (MemoryBudget.Reservation other = budget.reserve()) {
              other.extend();
              served.add("other");
            }
          });
      waits.acquireUninterruptibly();

      CompletableFuture.runAsync(query::extend, threads).join();

      assertThat(served).isEmpty();
      query.close();
    }
    assertThat(served).containsExactly("other");
  }

  @Test
  void manyHeavyQueriesAtOnceTakeNoMoreThanTheBudget() {
    MemoryBudget budget = budget(LONG);
    MemoryGraph graph = people(400);
    TypedQuery.Read query =
        new MemoryQueries(graph)
            .read(
                "query q() { match { $a: Person  $b: Person }"
                    + " return { $a.name, $b.name } order { $b.name desc } limit 3 }");
    try (BufferAllocator allocator = new RootAllocator();
        View view = graph.view(allocator);
        ExecutorService threads = Executors.newCachedThreadPool()) {
      QueryRunner runner =
          new QueryRunner(allocator, () -> IoStats.NONE, Runnable::run, budget, EdgeAccess.AUTO);
      List<CompletableFuture<QueryAnswer>> answers = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        answers.add(
            CompletableFuture.supplyAsync(
                () -> runner.run(PreparedQuery.plan(query, view), Map.of(), view), threads));
      }

      assertThat(answers).allSatisfy(answer -> assertThat(answer.join().rows()).hasSize(3));
      assertThat(answers)
          .as("each outgrows its share")
          .allSatisfy(
              answer ->
                  assertThat(answer.join().report().peakBytes()).isGreaterThan(BYTES / 3 / 8));
      assertThat(allocator.getPeakMemoryAllocation()).isLessThanOrEqualTo(BYTES + (1 << 20));
    }
  }

  @Test
  void aLargeAnswerWaitsForTheLargePartToo() {
    MemoryBudget budget =
        new MemoryBudget(BYTES, 24_000, Duration.ZERO, QueryTime.NONE, waits::release);
    MemoryQueries queries = new MemoryQueries(people(50)).with(budget, EdgeAccess.AUTO);
    String all = "match { $a: Person } return { $a.name }";
    MemoryBudget.Reservation other = budget.reserve();
    other.extend();

    assertThat(catchThrowableOfType(GraphException.class, () -> queries.rows(all)).code())
        .isEqualTo("too_many_queries");
    other.close();
    assertThat(queries.rows(all)).hasSize(50);
  }

  private MemoryBudget budget(Duration longestWait) {
    return new MemoryBudget(BYTES, BYTES, longestWait, QueryTime.NONE, waits::release);
  }

  private static List<MemoryBudget.Reservation> fill(MemoryBudget budget) {
    List<MemoryBudget.Reservation> running = new ArrayList<>();
    for (int i = 0; i < MemoryBudget.SHARES; i++) {
      running.add(budget.reserve());
    }
    return running;
  }

  private static void serve(MemoryBudget budget, String name, List<String> served) {
    try (MemoryBudget.Reservation reservation = budget.reserve()) {
      served.add(name);
      assertThat(reservation.share().bytes()).isPositive();
    }
  }

  private static MemoryGraph people(int count) {
    MemoryGraph graph = new MemoryGraph(MemoryQueries.schema("node Person { name: String @key }"));
    for (int i = 0; i < count; i++) {
      graph.node("Person", "person-" + i, "person-" + i);
    }
    return graph;
  }
}
