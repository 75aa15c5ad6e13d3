package dev.omnigraph.function.watch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.OperationId;
import dev.omnigraph.manifest.AuditEntry;
import dev.omnigraph.manifest.ProtocolError;
import dev.omnigraph.store.IoStats;
import dev.omnigraph.store.StorageError;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private final Watch watch = new Watch(Duration.ofSeconds(1));

  @Test
  void everyMetricThatIsDeclaredHasAValueAndNothingElseIsANumberByChance() throws IOException {
    Invocation invocation = watch.begin("mutate", "r1", () -> 60_000, new IoStats(10, 100, 1000));
    watch.graph("flights");
    watch.opening(BranchName.MAIN);
    watch.arming(new OperationId("01OPERATION"));
    watch.recovered(new OperationId("01OTHER"), AuditEntry.Outcome.ROLLED_BACK);
    watch.retried();
    invocation.name("commit", "c1");

    JsonNode line = write(invocation, new IoStats(17, 150, 1200), false);

    JsonNode declared = line.path("_aws").path("CloudWatchMetrics").path(0);
    assertThat(line.path("_aws").path("Timestamp").asLong()).isEqualTo(1_767_225_600_000L);
    assertThat(declared.path("Namespace").asText()).isEqualTo("OmniGraph");
    assertThat(declared.path("Dimensions").toString()).isEqualTo("[[\"function\"]]");
    List<String> names = declared.path("Metrics").findValuesAsText("Name");
    assertThat(names)
        .containsExactly(
            "Latency",
            "Requests",
            "BytesRead",
            "BytesWritten",
            "Retries",
            "Recoveries",
            "Conflicts",
            "ColdStarts",
            "Errors",
            "Refusals")
        .allSatisfy(name -> assertThat(line.path(name).isNumber()).as(name).isTrue());
    assertThat(line.path("Requests").asInt()).isEqualTo(7);
    assertThat(line.path("BytesRead").asInt()).isEqualTo(50);
    assertThat(line.path("BytesWritten").asInt()).isEqualTo(200);
    assertThat(line.path("Retries").asInt()).isEqualTo(1);
    assertThat(line.path("Recoveries").asInt()).isEqualTo(1);
    assertThat(line.path("ColdStarts").asInt()).isEqualTo(1);
    assertThat(line.path("request").asText()).isEqualTo("r1");
    assertThat(line.path("graph").asText()).isEqualTo("flights");
    assertThat(line.path("branch").asText()).isEqualTo("main");
    assertThat(line.path("commit").asText()).isEqualTo("c1");
    assertThat(line.path("operation_id").asText()).isEqualTo("01OPERATION");
  }

  @Test
  void refusalsOfTheCallerAndErrorsOfTheSystemAreCountedApart() throws IOException {
    Invocation invocation = watch.begin("load", "r1", () -> 60_000, IoStats.NONE);
    invocation.failed(GraphException.of(ProtocolError.BRANCH_EXISTS, "It is there.").build());
    invocation.failed(GraphException.of(StorageError.STORE_UNAVAILABLE, "Busy.").build());
    invocation.failed(new IllegalStateException("a defect"));

    JsonNode line = write(invocation, IoStats.NONE, false);

    assertThat(line.path("Refusals").asInt()).isEqualTo(1);
    assertThat(line.path("Errors").asInt()).isEqualTo(2);
    assertThat(line.path("code").toString())
        .isEqualTo("[\"branch_exists\",\"internal\",\"store_unavailable\"]");
  }

  @Test
  void operationsAreADimensionWhereTheyAreWanted() throws IOException {
    Invocation invocation = watch.begin("load", "r1", () -> 60_000, IoStats.NONE);

    JsonNode line = write(invocation, IoStats.NONE, true);

    assertThat(line.path("_aws").path("CloudWatchMetrics").path(0).path("Dimensions").toString())
        .isEqualTo("[[\"function\"],[\"function\",\"operation\"]]");
    assertThat(line.path("operation").asText()).isEqualTo("load");
  }

  private JsonNode write(Invocation invocation, IoStats total, boolean byOperation)
      throws IOException {
    InstantSource clock = InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));
    new Metrics("OmniGraph", "api", byOperation, clock, new PrintStream(log, true, UTF_8))
        .write(invocation, total);
    assertThat(log.toString(UTF_8).lines()).hasSize(1);
    return new ObjectMapper().readTree(log.toString(UTF_8));
  }
}
