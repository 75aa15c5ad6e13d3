package dev.omnigraph.protocol;

import static dev.omnigraph.protocol.MatrixMishap.CLEANED_UP;
import static dev.omnigraph.protocol.MatrixMishap.FROZEN;
import static dev.omnigraph.protocol.MatrixMishap.FROZEN_FENCER_DIES;
import static dev.omnigraph.protocol.MatrixMishap.KILLED;
import static dev.omnigraph.protocol.MatrixMishap.KILLED_IN_FLIGHT;
import static dev.omnigraph.protocol.MatrixMishap.LATE;
import static dev.omnigraph.protocol.MatrixMishap.LOST_ACKNOWLEDGEMENT;
import static dev.omnigraph.protocol.MatrixMishap.RIVAL_IN_THE_WAY;
import static dev.omnigraph.protocol.MatrixMishap.RIVAL_THEN_FROZEN;
import static dev.omnigraph.protocol.MatrixWriter.BRANCH_CREATE;
import static dev.omnigraph.protocol.MatrixWriter.BRANCH_DELETE;
import static dev.omnigraph.protocol.MatrixWriter.CLEANUP;
import static dev.omnigraph.protocol.MatrixWriter.COMPACTION;
import static dev.omnigraph.protocol.MatrixWriter.INIT;
import static dev.omnigraph.protocol.MatrixWriter.KEYED;
import static dev.omnigraph.protocol.MatrixWriter.LARGE;
import static dev.omnigraph.protocol.MatrixWriter.LOAD;
import static dev.omnigraph.protocol.MatrixWriter.SCHEMA;
import static dev.omnigraph.protocol.MatrixWriter.SWEEP;
import static dev.omnigraph.protocol.MatrixWriter.UPDATE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.commit.Seam;
import dev.omnigraph.protocol.MatrixScenario.Point;
import dev.omnigraph.protocol.MatrixScenario.Race;
import dev.omnigraph.protocol.world.World;
import dev.omnigraph.store.S3Location;
import dev.omnigraph.store.S3ObjectStore;
import dev.omnigraph.testkit.CountingS3;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.s3.S3Client;

/** Those scenarios of the {@link FailureMatrixTest} that lean on the store's conditions most. */
class FailureMatrixOnS3Test {
  private static CountingS3 server;
  private static S3Client client;

  @BeforeAll
  static void startTheServer() {
    server = CountingS3.start("graphs");
    client = server.client();
  }

  @AfterAll
  static void stopTheServer() {
    client.close();
    server.close();
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void whatHoldsInMemoryHoldsOnS3(MatrixScenario scenario) {
    World prepared = scenario.writer().prepare();
    String prefix = UUID.randomUUID().toString();
    World world =
        prepared.copy(
            clock -> {
              server.setClock(clock);
              return new S3ObjectStore(client, new S3Location("graphs", prefix));
            });
    world.clock.step(Duration.ofSeconds(10));

    scenario.play(world);

    assertThat(server.objects("graphs").keySet())
        .anyMatch(key -> key.startsWith(prefix + "/__manifest/"));
  }

  static List<MatrixScenario> scenarios() {
    return Stream.of(
            at(UPDATE, Seam.ARM, KILLED, LOST_ACKNOWLEDGEMENT, LATE),
            at(UPDATE, Seam.PUBLISH, KILLED, KILLED_IN_FLIGHT, LOST_ACKNOWLEDGEMENT, LATE, FROZEN),
            at(UPDATE, Seam.PUBLISH, FROZEN_FENCER_DIES, RIVAL_IN_THE_WAY, RIVAL_THEN_FROZEN),
            at(UPDATE, Seam.FINISH, KILLED, FROZEN),
            at(KEYED, Seam.PUBLISH, LOST_ACKNOWLEDGEMENT, LATE, RIVAL_IN_THE_WAY),
            at(LARGE, Seam.PUBLISH, KILLED, CLEANED_UP),
            at(LOAD, Seam.STAGE_COMMIT, KILLED, CLEANED_UP, RIVAL_IN_THE_WAY),
            at(COMPACTION, Seam.PUBLISH, RIVAL_IN_THE_WAY, FROZEN),
            at(SCHEMA, Seam.PUBLISH, KILLED, LATE, RIVAL_IN_THE_WAY, FROZEN),
            at(INIT, Seam.INIT_BRANCH, KILLED, KILLED_IN_FLIGHT, LOST_ACKNOWLEDGEMENT, LATE),
            at(BRANCH_CREATE, Seam.BRANCH_LIVE, KILLED, LOST_ACKNOWLEDGEMENT, LATE, CLEANED_UP),
            at(BRANCH_DELETE, Seam.BRANCH_MARK, KILLED, LOST_ACKNOWLEDGEMENT, LATE),
            at(SWEEP, Seam.SWEEP_AUDIT, KILLED, LOST_ACKNOWLEDGEMENT, LATE),
            at(SWEEP, Seam.SWEEP_FENCE, KILLED, LOST_ACKNOWLEDGEMENT, LATE),
            at(CLEANUP, Seam.CLEANUP_HORIZON, KILLED, LOST_ACKNOWLEDGEMENT, LATE),
            at(CLEANUP, Seam.CLEANUP_DELETE, KILLED, LATE))
        .flatMap(List::stream)
        .toList();
  }

  private static List<MatrixScenario> at(MatrixWriter writer, Seam seam, MatrixMishap... mishaps) {
    List<MatrixScenario> scenarios = new ArrayList<>();
    MatrixRecovery[] recoveries = MatrixRecovery.values();
    for (MatrixMishap mishap : mishaps) {
      scenarios.add(
          new MatrixScenario(
              writer,
              Race.NONE,
              new Point(seam, 1),
              mishap,
              mishap.isLate() && scenarios.size() % 2 == 0,
              recoveries[(writer.ordinal() + mishap.ordinal()) % recoveries.length]));
    }
    return scenarios;
  }
}
