package dev.omnigraph.search.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LanesTest {
  private final Lanes lanes = new Lanes(3);
  private final List<CompletableFuture<Integer>> begun = new ArrayList<>();

  @Test
  void noMoreReadAtOnceThanThereAreLanesAndOneThatFailsHoldsUpNoOther() {
    List<CompletableFuture<Integer>> reads =
        IntStream.range(0, 10).mapToObj(i -> lanes.add(this::begin)).toList();

    assertThat(begun).hasSize(3);
    begun.get(0).completeExceptionally(new IllegalStateException("no answer"));
    assertThat(begun).hasSize(4);
    for (int i = 1; i < begun.size(); i++) {
      assertThat(begun.size()).isLessThanOrEqualTo(i + 3);
      begun.get(i).complete(i);
    }
    assertThat(begun).hasSize(10);
    assertThat(reads.getFirst()).isCompletedExceptionally();
    assertThat(reads.subList(1, 10))
        .allMatch(read -> read.isDone() && !read.isCompletedExceptionally());
  }

  private CompletableFuture<Integer> begin() {
    begun.add(new CompletableFuture<>());
    return begun.getLast();
  }
}
