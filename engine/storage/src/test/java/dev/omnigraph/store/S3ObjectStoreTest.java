package dev.omnigraph.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.omnigraph.testkit.CountingS3;
import dev.omnigraph.testkit.Fault;
import dev.omnigraph.testkit.S3Request;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.S3Client;

/** What the S3 store makes of a store that fails; the rest is in the contract. */
class S3ObjectStoreTest {
  private static final Predicate<S3Request> PUT = request -> request.method().equals("PUT");
  private static final Predicate<S3Request> GET = request -> request.operation().equals("GET");
  private static final Predicate<S3Request> ANY = request -> true;

  private final List<Duration> pauses = new ArrayList<>();
  private final S3Retries retries =
      new S3Retries(4, Duration.ofMillis(100), bound -> bound - 1, pauses::add);
  private CountingS3 server;
  private S3Client client;
  private S3ObjectStore store;

  @BeforeEach
  void start() {
    server = CountingS3.start("graphs");
    client = server.client();
    store = at("graphs", Duration.ofSeconds(20));
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504, 409, 429})
  void aConditionalWriteWithoutADecisionIsSentOnceAndUnknown(int status) {
    server.fault(PUT, new Fault.Refuse(status, "Injected"));

    assertThat(store.create("k", bytes("x"))).isInstanceOf(PutOutcome.Unknown.class);
    assertThat(store.replace("k", bytes("x"), "e")).isInstanceOf(PutOutcome.Unknown.class);

    assertThat(server.log().total()).as(server.log().toString()).isEqualTo(2);
  }

  @Test
  void aLostAcknowledgementIsUnknownAndSentOnce() {
    server.fault(PUT, new Fault.LoseAnswer());

    assertThat(store.create("k", bytes("mine"))).isInstanceOf(PutOutcome.Unknown.class);

    assertThat(server.log().total()).isEqualTo(1);
    assertThat(store.get("k").orElseThrow().body()).isEqualTo(bytes("mine"));
  }

  @Test
  void aResetOfAReusedConnectionIsNotSentAgainEither() {
    store.create("first", bytes("x"));
    server.fault(PUT, new Fault.Reset());

    assertThat(store.create("k", bytes("x"))).isInstanceOf(PutOutcome.Unknown.class);

    assertThat(server.log().total()).isEqualTo(2);
    assertThat(store.get("k")).isEmpty();
  }

  @Test
  void aWriteThatTakesTooLongIsUnknown() {
    CompletableFuture<Void> release = new CompletableFuture<>();
    server.fault(PUT, new Fault.Park(release));
    S3ObjectStore impatient = at("graphs", Duration.ofMillis(200));

    PutOutcome outcome = impatient.create("k", bytes("late"));

    assertThat(outcome).isInstanceOf(PutOutcome.Unknown.class);
    assertThat(((PutOutcome.Unknown) outcome).cause()).hasMessageContaining("in time");
    assertThat(store.get("k")).isEmpty();
    release.complete(null);
  }

  @Test
  void anUnknownWriteMayLandLater() {
    CompletableFuture<Void> when = new CompletableFuture<>();
    CompletableFuture<Void> landed = new CompletableFuture<>();
    server.fault(PUT, new Fault.LandLate(when, landed));

    assertThat(store.create("k", bytes("late"))).isInstanceOf(PutOutcome.Unknown.class);
    assertThat(store.get("k")).isEmpty();
    when.complete(null);
    landed.join();

    assertThat(store.get("k").orElseThrow().body()).isEqualTo(bytes("late"));
  }

  @Test
  void aReplaceThatS3CallsNoSuchKeyIsRefused() {
    assertThat(store.replace("absent", bytes("x"), "e")).isInstanceOf(PutOutcome.Refused.class);
  }

  @Test
  void readsListingsAndDeletesAreRepeatedWithGrowingPauses() {
    store.create("k/1", bytes("x"));
    server.log().reset();
    server.fault(ANY, 1, 3, Fault.unavailable());
    assertThat(store.get("k/1")).isPresent();
    server.clearFaults();
    server.fault(ANY, 1, 2, new Fault.Reset());
    assertThat(store.list("k/").entries()).hasSize(1);
    server.clearFaults();
    server.fault(ANY, 1, 1, Fault.internalError());
    store.delete("k/1");

    assertThat(server.log().total()).isEqualTo(4 + 3 + 2);
    assertThat(pauses)
        .containsExactly(
            Duration.ofMillis(100),
            Duration.ofMillis(200),
            Duration.ofMillis(400),
            Duration.ofMillis(100),
            Duration.ofMillis(200),
            Duration.ofMillis(100));
  }

  @Test
  void anAnswerThatBreaksOffIsReadAgain() {
    store.create("k", bytes("the whole body"));
    server.faultOnce(GET, 1, new Fault.BreakOff());

    assertThat(store.get("k").orElseThrow().body()).isEqualTo(bytes("the whole body"));
  }

  @Test
  void readsAreRepeatedABoundedNumberOfTimes() {
    server.fault(ANY, Fault.unavailable());

    assertThatThrownBy(() -> store.get("k"))
        .isInstanceOf(StoreException.Transient.class)
        .hasMessageContaining("SlowDown");
    assertThat(server.log().total()).isEqualTo(4);
    assertThatThrownBy(() -> store.range("k", 0, 1)).isInstanceOf(StoreException.Transient.class);
    assertThat(server.log().total()).isEqualTo(8);
  }

  @Test
  void aMissingBucketIsNamedWithWhatToDo() {
    S3ObjectStore elsewhere = at("no-such-bucket", Duration.ofSeconds(20));

    for (Runnable call :
        List.<Runnable>of(
            () -> elsewhere.get("k"),
            () -> elsewhere.create("k", bytes("x")),
            () -> elsewhere.replace("k", bytes("x"), "e"),
            () -> elsewhere.delete("k"),
            () -> elsewhere.list("k/"))) {
      assertThatThrownBy(call::run)
          .isInstanceOf(StoreException.NotFound.class)
          .hasMessageContaining("no bucket 'no-such-bucket'")
          .satisfies(
              e -> assertThat(((StoreException) e).nextStep()).contains("Create the bucket"));
    }
    assertThat(server.log().total()).isEqualTo(5);
  }

  @Test
  void aMissingRightIsNamed() {
    server.fault(ANY, Fault.accessDenied());

    assertThat(rightFor(() -> store.create("k", bytes("x")))).contains("s3:PutObject");
    assertThat(rightFor(() -> store.replace("k", bytes("x"), "e"))).contains("s3:PutObject");
    assertThat(rightFor(() -> store.get("k"))).contains("s3:GetObject");
    assertThat(rightFor(() -> store.list("k/"))).contains("s3:ListBucket");
    assertThat(rightFor(() -> store.delete("k"))).contains("s3:DeleteObject");
    assertThat(server.log().total()).isEqualTo(5);
  }

  @Test
  void wrongCredentialsAndRegionsAreSaidSo() {
    server.fault(ANY, 1, 1, new Fault.Refuse(403, "InvalidAccessKeyId"));
    server.fault(ANY, 1, 1, new Fault.Refuse(301, "PermanentRedirect"));

    assertThatThrownBy(() -> store.get("k"))
        .isInstanceOf(StoreException.Configuration.class)
        .hasMessageContaining("credentials");
    assertThatThrownBy(() -> store.get("k"))
        .isInstanceOf(StoreException.Configuration.class)
        .hasMessageContaining("region");
  }

  @Test
  void aStoreWithoutConditionalWritesIsUnsuitable() {
    server.fault(PUT, new Fault.Refuse(501, "NotImplemented"));

    assertThatThrownBy(() -> store.create("k", bytes("x")))
        .isInstanceOf(StoreException.Permanent.class)
        .satisfies(e -> assertThat(((StoreException) e).nextStep()).contains("If-None-Match"));
  }

  @Test
  void anUnreachableStoreIsTransientForReadsAndUnknownForWrites() {
    server.close();

    assertThatThrownBy(() -> store.get("k"))
        .isInstanceOf(StoreException.Transient.class)
        .hasMessageContaining("connection failed");
    assertThat(store.create("k", bytes("x"))).isInstanceOf(PutOutcome.Unknown.class);
  }

  @Test
  void agesAreThoseOfTheStoresClock() {
    Instant noon = Instant.parse("2026-01-01T12:00:00Z");
    server.setClock(() -> noon);
    store.create("k/1", bytes("x"));
    server.setClock(() -> noon.plusSeconds(60));

    assertThat(store.get("k/1").orElseThrow().lastModified()).isEqualTo(noon);
    assertThat(store.list("k/").entries().getFirst().lastModified()).isEqualTo(noon);
    assertThat(store.list("k/").storeTime()).isEqualTo(noon.plusSeconds(60));
  }

  @Test
  void noKeyLeavesThePrefixAndAnEmptyPrefixIsTheBucket() {
    S3ObjectStore whole = new S3ObjectStore(client, new S3Location("graphs", ""));
    store.create("a/b", bytes("x"));
    whole.create("c/d", bytes("y"));

    assertThat(server.objects("graphs")).containsOnlyKeys("some/graph/a/b", "c/d");
    assertThat(whole.list("some/").entries().getFirst().key()).isEqualTo("some/graph/a/b");
    assertThat(store.list("c/").entries()).isEmpty();
  }

  @Test
  void everyHttpRequestIsCounted() {
    CountingObjectStore counting = new CountingObjectStore(store);
    counting.create("k/1", bytes("12345"));
    server.fault(GET, 1, 2, Fault.unavailable());

    counting.get("k/1");

    assertThat(counting.io()).isEqualTo(new IoStats(4, 5, 5));
    assertThat(new CountingObjectStore(store).io()).isEqualTo(IoStats.NONE);
  }

  private S3ObjectStore at(String bucket, Duration timeout) {
    return new S3ObjectStore(client, new S3Location(bucket, "some/graph"), retries, timeout);
  }

  private static String rightFor(Runnable call) {
    try {
      call.run();
    } catch (StoreException.Configuration e) {
      return String.valueOf(e.nextStep());
    }
    return "no failure";
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
