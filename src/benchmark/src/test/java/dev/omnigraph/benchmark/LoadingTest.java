package dev.omnigraph.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.omnigraph.Graph;
import dev.omnigraph.GraphStorage;
import dev.omnigraph.testkit.RequestLog;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a load of 24,000 nodes and 100,000 edges may cost, in counts. */
class LoadingTest {
  private static final SocialGraph GRAPH = new SocialGraph(24_000, 100_000, 1);

  /** Even if ids that are made in many milliseconds compress worse. */
  private static final long BYTES = 4_000_000;

  /** A tree of each line, or a text of each value, would take several times as much. */
  private static final long ALLOCATED_PER_LINE = 1_500;

  @Test
  void noLineBecomesATreeOrTexts(@TempDir Path folder) throws IOException {
    try (Graph graph = Runner.create(GraphStorage.folder(folder));
        InputStream lines = GRAPH.lines()) {
      byte[] input = lines.readAllBytes();
      ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

      long before = threads.getCurrentThreadAllocatedBytes();
      Runner.load(graph, new ByteArrayInputStream(input));
      long allocated = threads.getCurrentThreadAllocatedBytes() - before;

      assertThat(allocated / 124_000).isLessThanOrEqualTo(ALLOCATED_PER_LINE);
    }
  }

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
