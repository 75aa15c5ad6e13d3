package dev.omnigraph.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.table.ScanRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** Limits that scans are asked for, and the answers that come of them. */
@NullUnmarked
class TopRowsTest {
  private final MemoryGraph graph =
      new MemoryGraph(
              MemoryQueries.schema("node Item { name: String @key  rank: I32?  score: F64? }"))
          .node("Item", "a", "a", 2, 0.0)
          .node("Item", "b", "b", null, -0.0)
          .node("Item", "c", "c", 1, 0.0)
          .node("Item", "d", "d", 2, -0.0)
          .node("Item", "e", "e", 1, -1.0);

  private final List<MemoryTable> tables = new ArrayList<>();

  @Test
  void aScanIsAskedForNoMoreThanTheLimitInTheWholeOrder() {
    assertThat(rows("return { $i.name } order { $i.rank desc } limit 3"))
        .containsExactly(List.of("a"), List.of("d"), List.of("c"));

    assertThat(scans())
        .singleElement()
        .satisfies(
            scan -> {
              assertThat(scan.limit()).isEqualTo(3);
              assertThat(scan.order())
                  .containsExactly(
                      new ScanRequest.Order("rank", true), new ScanRequest.Order("id", false));
            });
  }

  @Test
  void rowsThatAnOffsetPassesOverAreReadToo() {
    assertThat(rows("return { $i.name } order { $i.rank desc } limit 2 offset 1"))
        .containsExactly(List.of("d"), List.of("c"));
    assertThat(scans()).singleElement().extracting(ScanRequest::limit).isEqualTo(3L);
  }

  @Test
  void nullsAreFirstAscendingAndLastDescending() {
    assertThat(rows("return { $i.name } order { $i.rank } limit 2"))
        .containsExactly(List.of("b"), List.of("c"));
    assertThat(rows("return { $i.name } order { $i.rank desc } limit 5").getLast())
        .isEqualTo(List.of("b"));
  }

  @Test
  void equalZerosAreOrderedByIdThoughTablesTellThemApart() {
    assertThat(rows("return { $i.name } order { $i.score } limit 3"))
        .containsExactly(List.of("e"), List.of("a"), List.of("b"));
    assertThat(scans()).extracting(ScanRequest::limit).containsExactly(3L, -1L);
  }

  @Test
  void anAnswerThatEndsBeyondTheZerosIsReadOnce() {
    assertThat(rows("return { $i.name } order { $i.score } limit 1")).containsExactly(List.of("e"));
    assertThat(scans()).hasSize(1);
  }

  @Test
  void aVeryGreatLimitIsNotTheTablesBusiness() {
    assertThat(rows("return { $i.name } limit 1000000")).hasSize(5);
    assertThat(scans()).singleElement().extracting(ScanRequest::limit).isEqualTo(-1L);
  }

  private List<ScanRequest> scans() {
    return tables.stream().flatMap(table -> table.scans().stream()).toList();
  }

  private List<List<Object>> rows(String body) {
    tables.clear();
    return new MemoryQueries(graph)
        .with(
            (allocator, type, rows) -> {
              tables.add(new MemoryTable(allocator, type, rows));
              return tables.getLast();
            })
        .rows("match { $i: Item } " + body);
  }
}
