package dev.omnigraph.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.testkit.CountingS3;
import dev.omnigraph.testkit.Fault;
import dev.omnigraph.testkit.S3Request;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** A function is killed in the middle of a write; the next one finds out what became of it. */
class RecoveryIT {
  private static final Map<String, String> SHORT_LIVED =
      Map.of("OMNIGRAPH_TIME_LIMIT", "30s", "OMNIGRAPH_TIME_RESERVE", "1s");

  @Test
  void aWriteThatWasKilledBeforeItsCommitLeavesNothing() {
    CountingS3 s3 = CountingS3.start(Cloud.BUCKET);
    try (Cloud cloud = new Cloud(s3, SHORT_LIVED)) {
      Api people = Api.create(cloud, "before");
      Api.body(cloud.http(people.add("Ada")));

      killAt(s3, cloud, people, RecoveryIT::publishes);
      Api.body(cloud.http(people.add("Cid")));

      assertThat(cloud.told("http").path("Recoveries").asInt()).isEqualTo(1);
      assertThat(people.names()).containsExactly("Ada", "Cid");
    }
  }

  @Test
  void aWriteThatWasKilledAfterItsCommitIsThereAndIsFinished() {
    CountingS3 s3 = CountingS3.start(Cloud.BUCKET);
    try (Cloud cloud = new Cloud(s3, SHORT_LIVED)) {
      Api people = Api.create(cloud, "after");
      Api.body(cloud.http(people.add("Ada")));

      killAt(s3, cloud, people, RecoveryIT::finishes);
      Api.body(cloud.http(people.add("Cid")));

      assertThat(cloud.told("http").path("Recoveries").asInt()).isEqualTo(1);
      assertThat(people.names()).containsExactly("Ada", "Bob", "Cid");
    }
  }

  /** Adds Bob, and kills the function when it sends the request; its writer's time is over then. */
  private static void killAt(CountingS3 s3, Cloud cloud, Api people, Predicate<S3Request> moment) {
    CompletableFuture<Void> reached = new CompletableFuture<>();
    CompletableFuture<Void> never = new CompletableFuture<>();
    s3.faultOnce(
        request -> {
          boolean fits = moment.test(request);
          if (fits) {
            reached.complete(null);
          }
          return fits;
        },
        1,
        new Fault.Park(never));
    cloud.submit(people.add("Bob"));
    reached.join();
    cloud.kill("http");
    s3.setClock(InstantSource.offset(InstantSource.system(), Duration.ofMinutes(1)));
  }

  private static boolean publishes(S3Request request) {
    return request.method().equals("PUT")
        && request.key().matches(".*/__manifest/[^/]+/\\d{20}\\.json");
  }

  private static boolean finishes(S3Request request) {
    return request.method().equals("DELETE") && request.key().contains("/__recovery/");
  }
}
