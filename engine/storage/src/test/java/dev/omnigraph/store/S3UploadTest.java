package dev.omnigraph.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.omnigraph.testkit.CountingS3;
import dev.omnigraph.testkit.Fault;
import dev.omnigraph.testkit.RequestLog;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.S3Client;

/** Uploads in parts, on the project's own server. */
class S3UploadTest {
  private static final String BUCKET = "exports";
  private static final String KEY = "below/it/rows.csv";
  private static final int PARTS = 3;

  private CountingS3 server;
  private S3Client client;

  @BeforeEach
  void start() {
    server = CountingS3.start(BUCKET);
    client = server.client();
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  @Test
  void anObjectIsThereWhenItIsCompleteAndNotBefore() {
    byte[] bytes = bytes(PARTS * S3Upload.PART - 1);
    S3Upload upload = uploads(Runnable::run).begin(KEY, "text/csv");

    write(upload, bytes);
    upload.end();
    assertThat(server.objects(BUCKET)).isEmpty();
    upload.complete();

    assertThat(server.object(BUCKET, "prefix/" + KEY)).hasValue(bytes);
    assertThat(upload.size()).isEqualTo(bytes.length);
    assertThat(server.openUploads()).isZero();
  }

  @Test
  void anObjectTakesARequestForEachPartAndTwoMore() {
    S3Uploads uploads = uploads(Runnable::run);
    S3Upload upload = uploads.begin(KEY, "text/csv");

    write(upload, bytes(PARTS * S3Upload.PART));
    upload.end();
    upload.complete();

    assertThat(server.log().entries().stream().map(RequestLog.Entry::operation))
        .containsExactly(
            "MULTIPART-POST", "MULTIPART-PUT", "MULTIPART-PUT", "MULTIPART-PUT", "MULTIPART-POST");
    assertThat(uploads.io()).isEqualTo(new IoStats(5, 0, PARTS * (long) S3Upload.PART));
  }

  @Test
  void anObjectWithoutBytesIsOneToo() {
    S3Upload upload = uploads(Runnable::run).begin(KEY, "text/csv");

    upload.end();
    upload.complete();

    assertThat(server.object(BUCKET, "prefix/" + KEY)).hasValue(new byte[0]);
  }

  @Test
  void oneAtATimeIsSentSoThatTwoPartsAreHeldHoweverManyThereAre() {
    S3Upload upload = uploads(Thread.ofVirtual()::start).begin(KEY, "text/csv");

    byte[] block = bytes(1 << 20);
    for (int i = 0; i < 20 * (S3Upload.PART >> 20); i++) {
      write(upload, block);
    }
    upload.end();

    RequestLog parts = server.log().only(entry -> entry.operation().equals("MULTIPART-PUT"));
    assertThat(parts.total()).isEqualTo(20);
    assertThat(parts.sequential()).isEqualTo(20);
  }

  /** Once the request has an effect, once it has none, and once nobody knows. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void aRequestThatFailsIsSentAgain(int request) {
    for (Fault fault : List.of(Fault.unavailable(), new Fault.Reset(), new Fault.LoseAnswer())) {
      byte[] bytes = bytes(PARTS * S3Upload.PART);
      S3Upload upload = uploads(Runnable::run).begin(KEY + request + fault, "text/csv");
      server.faultOnce(any -> true, request, fault);

      write(upload, bytes);
      upload.end();
      upload.complete();

      assertThat(server.object(BUCKET, "prefix/" + KEY + request + fault)).hasValue(bytes);
      server.clearFaults();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void whereItFailsForGoodThereIsNoObjectAndNothingIsLeft(int request) {
    S3Upload upload = uploads(Runnable::run).begin(KEY, "text/csv");
    server.fault(any -> true, request, 1, Fault.accessDenied());

    assertThatThrownBy(
            () -> {
              write(upload, bytes(PARTS * S3Upload.PART));
              upload.end();
              upload.complete();
            })
        .isInstanceOf(StoreException.Configuration.class)
        .hasMessageContaining(KEY);
    upload.abort();

    assertThat(server.objects(BUCKET)).isEmpty();
    assertThat(server.openUploads()).isZero();
  }

  @Test
  void whatFollowsALostPartMakesNoObject() {
    S3Upload upload = uploads(Runnable::run).begin(KEY, "text/csv");
    server.faultOnce(request -> request.query().containsKey("partNumber"), 1, Fault.accessDenied());
    write(upload, bytes(S3Upload.PART));

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> write(upload, bytes(S3Upload.PART)))
          .isInstanceOf(StoreException.Configuration.class);
      assertThatThrownBy(upload::end).isInstanceOf(StoreException.Configuration.class);
    }
    assertThatThrownBy(upload::complete).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void anUploadThatCannotBeTakenBackIsLeftToTheBucketsLifecycle() {
    S3Upload upload = uploads(Runnable::run).begin(KEY, "text/csv");
    write(upload, bytes(S3Upload.PART));
    server.fault(request -> request.method().equals("DELETE"), Fault.accessDenied());

    upload.abort();

    assertThat(server.openUploads()).isEqualTo(1);
  }

  @Test
  void aStoreThatDoesNotAnswerIsWaitedForAsLongAsThereIsPatience() {
    S3Uploads uploads =
        new S3Uploads(
            client,
            new S3Location(BUCKET, "prefix"),
            true,
            new S3Retries(1, Duration.ZERO, bound -> 0, pause -> {}),
            () -> Duration.ofMillis(200),
            Runnable::run);
    server.fault(any -> true, new Fault.Park(new CompletableFuture<>()));
    S3Upload upload = uploads.begin(KEY, "text/csv");

    assertThatThrownBy(upload::end).isInstanceOf(StoreException.Transient.class);
  }

  private S3Uploads uploads(Executor executor) {
    return new S3Uploads(
        client,
        new S3Location(BUCKET, "prefix"),
        true,
        new S3Retries(3, Duration.ZERO, bound -> 0, pause -> {}),
        () -> Duration.ofSeconds(30),
        executor);
  }

  /** In blocks that do not fit into parts. */
  private static void write(S3Upload upload, byte[] bytes) {
    int block = 1_000_003;
    for (int at = 0; at < bytes.length; at += block) {
      upload.write(bytes, at, Math.min(block, bytes.length - at));
    }
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }
}
