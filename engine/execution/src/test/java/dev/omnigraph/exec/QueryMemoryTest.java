package dev.omnigraph.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.omnigraph.error.ErrorKind;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.exec.memory.MemoryBudget;
import dev.omnigraph.exec.memory.QueryTime;
import dev.omnigraph.plan.EdgeAccess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Everything that a query cannot stream counts against its memory, and too much of it is an error
 * that says so. All memory is free again afterwards, which {@link MemoryQueries} sees to.
 */
@NullUnmarked
class QueryMemoryTest {
  private static final int PEOPLE = 6_000;

  private final MemoryGraph graph =
      new MemoryGraph(
          MemoryQueries.schema(
              """
              node Person { name: String @key  city: String }
              edge Knows: Person -> Person { since: I32 }
              edge Likes: Person -> Person
              """));
  private final MemoryQueries queries = new MemoryQueries(graph);

  QueryMemoryTest() {
    for (int i = 0; i < PEOPLE; i++) {
      graph.node("Person", "person-" + i, "person-" + i, "city-" + i);
      graph.edge("Knows", "k" + i, "person-" + i, "person-" + (i * 7 + 1) % PEOPLE, i);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "match { $p: Person } return { $p.city, count($p) as n }",
        "match { $p: Person } return { collect($p.city) as all }",
        "match { $p: Person } return { collect($p) as all }",
        "match { $p: Person } return { count(distinct $p.city) as n }",
        "match { $p: Person } return { $p.city } order { $p.city desc }",
        "match { $p: Person } return distinct { $p.city }",
        "match { $p: Person  $q: Person  $p.city = $q.city } return { $p.name, $q.name }",
        "match { $p knows $q } return { $p.name, $q.name }",
        "match { $p $k:knows $q } return { $k.since }",
        "match { $p: Person { name: \"person-1\" } $p knows{1,9} $q } return { count($q) as n }",
        "match { $p: Person  optional { $p knows $q } } return { count($q) as n }",
        "match { $p: Person  not { $p knows $q  $q.city = $p.city } } return { count($p) as n }",
        "match { $p: Person  count { $p knows $_ } > 0 } return { count($p) as n }",
        "match { $p: Person } return { collect($q.city) { $p knows $q } as cities } limit 1",
        "match { $p: Person } return { collect($q) { $p knows $q } as known } limit 1",
      })
  void whatHasToBeCompleteBeforeTheFirstRowHasALimit(String body) {
    assertThat(queries.with(MemoryQueries.budget(64 << 20), EdgeAccess.AUTO).rows(body))
        .as("with enough")
        .isNotEmpty();

    GraphException failure =
        catchThrowableOfType(
            GraphException.class,
            () -> queries.with(MemoryQueries.budget(128 << 10), EdgeAccess.AUTO).rows(body));

    assertThat(failure).as(body).isNotNull();
    assertThat(failure.code()).isEqualTo("query_memory_exceeded");
    assertThat(failure.nextStep()).isNotEmpty();
  }

  /** Each look at the clock takes a second, so that a query of much work has taken long. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "match { $p: Person  $q: Person  $p.name < $q.city } return { count($p) as n }",
        "match { $p: Person  $q: Person } return { $p.name, $q.name } limit 1",
        "match { $p: Person  $p knows{1,900} $q } return { count(distinct $q.city) as n }",
        "match { $p: Person  $p knows{1,900} $q  $q knows $p } return { count($q) as n }",
        "match { $p: Person  $p (knows|likes){1,900} $q } return { count($q) as n }",
        "match { $p: Person } return { $p.name }",
      })
  void aQueryThatTakesTooLongIsEndedAndFreesItsMemory(String body) {
    AtomicLong seconds = new AtomicLong();
    QueryTime time =
        new QueryTime(
            Duration.ofSeconds(3),
            Optional::empty,
            () -> Duration.ofSeconds(seconds.getAndIncrement()).toNanos());

    GraphException failure =
        catchThrowableOfType(
            GraphException.class,
            () -> queries.with(new MemoryBudget(768L << 20, time), EdgeAccess.AUTO).rows(body));

    assertThat(failure).as(body).isNotNull();
    assertThat(failure.code()).isEqualTo("query_time_exceeded");
    assertThat(failure.kind()).isEqualTo(ErrorKind.TOO_LARGE);
    assertThat(failure.details()).containsEntry("limit_seconds", 3L);
  }

  @Test
  void aQueryEndsBeforeItsProcessDoesAndASmallOneNeedsNoTime() {
    QueryTime none =
        new QueryTime(Duration.ofHours(1), () -> Optional.of(Duration.ofMillis(-1)), () -> 0);
    MemoryQueries pressed = queries.with(new MemoryBudget(768L << 20, none), EdgeAccess.AUTO);

    GraphException failure =
        catchThrowableOfType(
            GraphException.class,
            () -> pressed.rows("match { $p: Person  $q: Person } return { count($p) as n }"));

    assertThat(failure.code()).isEqualTo("query_time_exceeded");
    assertThat(pressed.rows("match { $p: Person } return { $p.name } limit 1")).hasSize(1);
  }

  @Test
  void rowsThatWereFoundCountThoughTheyAreOnTheHeap() {
    String tenOfAll =
        "match { $p: Person } return { $p.name } order { bm25($p.city, \"city 77\") desc } limit 1";
    queries.with(MemoryQueries.budget(200 << 10), EdgeAccess.AUTO);
    assertThat(queries.rows(tenOfAll)).containsExactly(List.of("person-77"));

    queries.with(MemoryQueries.budget(80 << 10), EdgeAccess.AUTO);
    GraphException failure =
        catchThrowableOfType(GraphException.class, () -> queries.rows(tenOfAll));

    assertThat(failure.code()).isEqualTo("query_memory_exceeded");
  }

  @Test
  void theFirstRowsOfAnOrderNeedMemoryForThoseRowsAlone() {
    assertThat(
            queries
                .with(MemoryQueries.budget(128 << 10), EdgeAccess.AUTO)
                .rows("match { $p: Person } return { $p.name } order { $p.city desc } limit 2"))
        .hasSize(2);
  }

  /** Only the places of the values count, so a list may be longer than there is memory for it. */
  @Test
  void aCollectedListIsReadAsItIsGivenAway() {
    String body =
        "match { $p: Person  $q: Person  $q.name < \"person-11\" } return { collect($p.city) as all }";
    MemoryBudget narrow =
        new MemoryBudget(64L << 20, 1 << 20, Duration.ZERO, QueryTime.NONE, () -> {});
    List<Integer> sizes = new ArrayList<>();

    GraphException failure =
        catchThrowableOfType(
            GraphException.class, () -> queries.with(narrow, EdgeAccess.AUTO).rows(body));
    queries.run(body, row -> sizes.add(((List<?>) row.getFirst()).size()));

    assertThat(failure.code()).isEqualTo("query_memory_exceeded");
    assertThat(failure).hasMessageContaining("answer");
    assertThat(sizes).singleElement().satisfies(size -> assertThat(size).isGreaterThan(PEOPLE));
  }
}
