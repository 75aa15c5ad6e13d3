package dev.omnigraph.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.testkit.CountingS3;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Sixteen writers at once, beside them a change of the schema, an optimizer and a cleanup, each in
 * a loop: every commit, read and refusal is explained by one order, and nobody gives up.
 */
class ContentionTest {
  private static final int WRITERS = 16;
  private static final int OPERATIONS = Integer.getInteger("soak.operations", 32);

  private CountingS3 server;

  @BeforeEach
  void start() {
    server = CountingS3.start("none");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void oneOrderExplainsWhatWritersOfOneEntitySaw() {
    contend("one-entity", Mix.ONE_COUNTER);
  }

  @Test
  void oneOrderExplainsWhatWritersOfOneTableSaw() {
    contend("one-table", Mix.ONE_TABLE);
  }

  @Test
  void oneOrderExplainsWhatWritersOfDisjointTablesSaw() {
    contend("disjoint-tables", Mix.DISJOINT_TABLES);
  }

  @Test
  void noEdgeLosesItsEndsToThoseWhoDeleteThem() {
    contend("endpoints", Mix.ENDPOINTS);
  }

  @Test
  void noUniqueValueIsTakenTwice() {
    contend("addresses", Mix.ADDRESSES);
  }

  @Test
  void noLimitIsFilledTwice() {
    contend("limit", Mix.LIMIT);
  }

  @Test
  void oneOrderExplainsWhatWritersOfEverythingSaw() {
    contend("everything", Mix.USUAL);
  }

  @Test
  void oneOrderExplainsWhatWritersSawWhoMakeAndMergeBranches() {
    contend("branches", Mix.BRANCHES);
  }

  private void contend(String bucket, Mix mix) {
    long seed = Long.getLong("soak.seed", System.nanoTime());
    AtomicInteger budget = new AtomicInteger(OPERATIONS);
    Contenders contenders = new Contenders(server, bucket, mix, true, Duration.ofMinutes(15), seed);

    List<String> violations =
        contenders.run(WRITERS, request -> Optional.empty(), () -> budget.getAndDecrement() > 0);

    System.out.println(bucket + " soak.seed=" + seed + ": " + contenders.tally());
    assertThat(violations).as("seed %d", seed).isEmpty();
    assertThat(contenders.tally().get("commits")).isGreaterThan(1);
    assertThat(contenders.tally().get("refused: too_much_contention")).isZero();
    assertThat(contenders.tally().get("Evolve")).as("changes of the schema").isGreaterThan(1);
    assertThat(contenders.tally().get("Optimize")).isPositive();
    assertThat(contenders.tally().get("cleanups")).isPositive();
    assertThat(contenders.tally().get("Fork") > 0).as("branches").isEqualTo(mix.hasBranches());
  }
}
