package dev.omnigraph.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.omnigraph.error.GraphException;
import dev.omnigraph.plan.EdgeAccess;
import dev.omnigraph.query.QueryError;
import dev.omnigraph.query.Window;
import dev.omnigraph.store.IoStats;
import dev.omnigraph.view.View;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parts of an answer. */
@NullUnmarked
class WindowTest {
  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "match { $p: Person } return { $p.name }",
        "match { $p: Person } return { $p.name, $p.age } order { $p.age desc }",
        "match { $p: Person } return { $p.name } order { $p.name } limit 4",
        "match { $p: Person } return { $p.name } order { $p.name } limit 3 offset 1",
        "match { $p: Person } return { $p.name } limit 0",
        "match { $p: Person } return distinct { $p.age }",
        "match { $p: Person } return { $p.age, count($p) as n }",
        "match { $p: Person $p knows $f } return { $p.name, $f.name }"
      })
  void windowsBesideEachOtherAreTheWholeAnswer(String body) {
    List<List<Object>> whole = rows(body, null);
    for (int size = 1; size <= whole.size() + 1; size++) {
      List<List<Object>> parts = new ArrayList<>();
      for (int offset = 0; offset <= whole.size(); offset += size) {
        List<List<Object>> part = rows(body, new Window(offset, size, NOON));
        assertThat(part).hasSizeLessThanOrEqualTo(size);
        parts.addAll(part);
      }
      assertThat(parts).as("windows of %d", size).isEqualTo(whole);
    }
  }

  @Test
  void nowIsThatOfTheWindow() {
    assertThat(
            rows(
                "match { $p: Person { name: \"ann\" } } return { now() as t }",
                new Window(0, 1, NOON)))
        .containsExactly(List.of(NOON));
  }

  @Test
  void aLimitThatCannotBeIsStillRefused() {
    assertThatThrownBy(
            () ->
                run(
                    "query q($n: I32) { match { $p: Person } return { $p.name } limit $n }",
                    Map.of("n", -1),
                    new Window(0, 1, NOON)))
        .isInstanceOfSatisfying(
            GraphException.class, e -> assertThat(e.is(QueryError.INVALID_LIMIT)).isTrue());
  }

  private static List<List<Object>> rows(String body, Window window) {
    return run(body, window).rows();
  }

  private static QueryAnswer run(String body, Window window) {
    return run("query q() { " + body + " }", Map.of(), window);
  }

  private static QueryAnswer run(String source, Map<String, ?> arguments, Window window) {
    MemoryGraph graph = Friends.graph();
    try (BufferAllocator allocator = new RootAllocator();
        View view = graph.view((type, rows) -> new MemoryTable(allocator, type, rows))) {
      return new QueryRunner(
              allocator,
              () -> IoStats.NONE,
              Runnable::run,
              MemoryQueries.budget(16L << 20),
              EdgeAccess.AUTO)
          .run(new PreparedQuery(source, "query", null, arguments, window), view);
    }
  }
}
