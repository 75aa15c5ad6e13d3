package dev.omnigraph.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.testkit.InARow;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What searches of indexed documents cost from cold, and that an index finds the nearest. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SearchingTest {
  private static final int MOST_REQUESTS = 24;
  private static final int MOST_IN_A_ROW = 10;
  private static final int MOST_IN_A_ROW_WARM = 5;

  private final Documents documents = new Documents(24_000, 48, 3);
  private final Place place = Place.countingS3();
  private final Runner runner = new Runner(place);
  private final Searching searching = new Searching(documents, runner);

  @BeforeAll
  void load() {
    runner.load(documents);
  }

  @AfterAll
  void close() {
    place.close();
  }

  @Test
  void everyKindOfSearchTakesFewRequestsOfWhichFewWaitForOneAnother() {
    Map<String, List<Integer>> costs = new LinkedHashMap<>();
    for (Searching.Sought sought : searching.sought(1)) {
      Measurement cold = least(MOST_IN_A_ROW, () -> runner.cold(sought.question()));
      Measurement warm = least(MOST_IN_A_ROW_WARM, () -> runner.warm(sought.question()));
      costs.put(sought.name(), List.of(cold.requests(), cold.sequential(), warm.sequential()));
    }

    assertThat(costs)
        .allSatisfy(
            (name, cost) -> {
              assertThat(cost.get(0)).isLessThanOrEqualTo(MOST_REQUESTS);
              assertThat(cost.get(1)).isLessThanOrEqualTo(MOST_IN_A_ROW);
              assertThat(cost.get(2)).isLessThanOrEqualTo(MOST_IN_A_ROW_WARM);
            });
  }

  private Measurement least(int enough, Supplier<Measurement> attempt) {
    return InARow.least(place::setLatency, enough, attempt, Measurement::sequential);
  }

  @Test
  void theNearestAreFoundByTheIndexWithAndWithoutAFilter() {
    place.setLatency(Duration.ZERO);
    for (String kind : List.of("nearest", "nearest of 1%")) {
      double found =
          IntStream.range(0, 20)
              .mapToObj(searching::sought)
              .flatMap(List::stream)
              .filter(sought -> sought.name().equals(kind))
              .mapToDouble(
                  sought ->
                      searching.recall(sought, Searching.slugs(runner.cold(sought.question()))))
              .average()
              .orElse(0);

      assertThat(found).as(kind).isGreaterThanOrEqualTo(0.95);
    }
  }
}
