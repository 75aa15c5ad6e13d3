package dev.omnigraph.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.Graph;
import dev.omnigraph.testkit.RequestLog;
import org.junit.jupiter.api.Test;

/** What a load of 24,000 nodes and 100,000 edges may cost, in counts. */
class LoadingTest {
  private static final SocialGraph GRAPH = new SocialGraph(24_000, 100_000, 1);

  /** Even if ids that are made in many milliseconds compress worse. */
  private static final long BYTES = 4_000_000;

  @Test
  void oneRequestForEachTableAndFewForTheCommitWriteLessThanHalfOfTheInput() {
    try (Place place = Place.countingS3();
        Graph graph = Runner.create(place.storage())) {
      place.log().reset();
      Runner.load(graph, GRAPH.lines());

      RequestLog log = place.log();
      assertThat(log.total()).as("requests:%n%s", log).isLessThanOrEqualTo(14);
      assertThat(log.bytesIn()).as("bytes:%n%s", log).isLessThanOrEqualTo(BYTES);
    }
  }
}
