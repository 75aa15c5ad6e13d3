package dev.omnigraph.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.Delete;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** With the AWS SDK as its client. */
class CountingS3Test {
  private CountingS3 server;
  private S3Client s3;

  @BeforeEach
  void start() {
    server = CountingS3.start("bucket");
    s3 = server.client();
  }

  @AfterEach
  void stop() {
    s3.close();
    server.close();
  }

  @Test
  void anObjectComesBackAsItWasPut() {
    s3.putObject(
        r -> r.bucket("bucket").key("a/b c+d%/é.json").contentType("application/json"),
        RequestBody.fromString("{}"));

    assertThat(server.objects("bucket")).containsOnlyKeys("a/b c+d%/é.json");
    assertThat(get("a/b c+d%/é.json")).isEqualTo("{}");
    HeadObjectResponse head = s3.headObject(r -> r.bucket("bucket").key("a/b c+d%/é.json"));
    assertThat(head.contentLength()).isEqualTo(2);
    assertThat(head.contentType()).isEqualTo("application/json");
    assertThat(head.eTag()).isEqualTo("\"99914b932bd37a50b983c5e7c90ae93b\"");
  }

  @Test
  void rangesMayStartAnywhereOrCountFromTheEnd() {
    put("k", "0123456789");

    assertThat(range("bytes=2-4")).isEqualTo("234");
    assertThat(range("bytes=7-")).isEqualTo("789");
    assertThat(range("bytes=7-100")).isEqualTo("789");
    assertThat(range("bytes=-3")).isEqualTo("789");
    assertThat(range("bytes=-30")).isEqualTo("0123456789");
    assertThatThrownBy(() -> range("bytes=10-"))
        .isInstanceOfSatisfying(S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(416));
  }

  @Test
  void whoWatchesIsToldOfEffectsInTheirOrderAndOfNothingThatWasRefused() {
    List<String> seen = new ArrayList<>();
    server.watch("bucket", (key, body) -> seen.add(key + "=" + new String(body, UTF_8)));

    put("k", "1");
    assertThatThrownBy(
            () ->
                s3.putObject(
                    r -> r.bucket("bucket").key("k").ifNoneMatch("*"), RequestBody.fromString("2")))
        .isInstanceOf(S3Exception.class);
    put("l", "3");

    assertThat(seen).containsExactly("k=1", "l=3");
  }

  @Test
  void conditionsAreChecked() {
    String etag = put("k", "1");

    assertThat(statusOf(() -> putIf("k", "2", "*", null))).isEqualTo(412);
    assertThat(statusOf(() -> putIf("k", "2", null, "\"other\""))).isEqualTo(412);
    assertThat(statusOf(() -> putIf("absent", "2", null, etag))).isEqualTo(404);
    putIf("new", "2", "*", null);
    putIf("k", "2", null, etag);
    assertThat(get("k")).isEqualTo("2");
    assertThat(get("new")).isEqualTo("2");
  }

  @Test
  void whatIsMissingIsSaidAsS3DoesIt() {
    assertThatThrownBy(() -> get("absent")).isInstanceOf(NoSuchKeyException.class);
    assertThatThrownBy(() -> s3.headObject(r -> r.bucket("bucket").key("absent")))
        .isInstanceOf(NoSuchKeyException.class);
    assertThatThrownBy(() -> s3.getObject(r -> r.bucket("absent").key("k")))
        .isInstanceOf(NoSuchBucketException.class);
    s3.deleteObject(r -> r.bucket("bucket").key("absent"));
  }

  @Test
  void listingsHavePagesDelimitersAndAStart() {
    for (String key : List.of("a/1", "a/b/1", "a/b/2", "a/c/1", "a/d", "ab")) {
      put(key, "x");
    }

    assertThat(keysByPagesOf(1, "a/", "")).containsExactly("a/1", "a/b/1", "a/b/2", "a/c/1", "a/d");
    assertThat(keysByPagesOf(1, "a/", "/")).containsExactly("a/1", "a/b/", "a/c/", "a/d");
    assertThat(keysByPagesOf(10, "a/", "/")).containsExactly("a/1", "a/d", "a/b/", "a/c/");
    ListObjectsV2Response after =
        s3.listObjectsV2(r -> r.bucket("bucket").prefix("a/").startAfter("a/b/2"));
    assertThat(after.contents().stream().map(S3Object::key)).containsExactly("a/c/1", "a/d");
  }

  @Test
  void manyObjectsAreDeletedAtOnce() {
    put("a&b<c>", "x");
    put("keep", "x");

    s3.deleteObjects(
        r ->
            r.bucket("bucket")
                .delete(
                    Delete.builder()
                        .objects(
                            ObjectIdentifier.builder().key("a&b<c>").build(),
                            ObjectIdentifier.builder().key("absent").build())
                        .build()));

    assertThat(server.objects("bucket")).containsOnlyKeys("keep");
    assertThat(server.log().entries().getLast().operation()).isEqualTo("MULTI-DELETE");
  }

  @Test
  void anUploadInPartsIsWholeOnlyWhenCompleted() {
    String id =
        s3.createMultipartUpload(r -> r.bucket("bucket").key("k").contentType("x/y")).uploadId();
    List<CompletedPart> parts = new ArrayList<>();
    for (int i = 1; i <= 2; i++) {
      int number = i;
      String etag =
          s3.uploadPart(
                  r -> r.bucket("bucket").key("k").uploadId(id).partNumber(number),
                  RequestBody.fromString("part" + i))
              .eTag();
      parts.add(CompletedPart.builder().partNumber(i).eTag(etag).build());
    }
    assertThat(server.objects("bucket")).isEmpty();

    String etag =
        s3.completeMultipartUpload(
                r ->
                    r.bucket("bucket")
                        .key("k")
                        .uploadId(id)
                        .ifNoneMatch("*")
                        .multipartUpload(m -> m.parts(parts)))
            .eTag();

    assertThat(get("k")).isEqualTo("part1part2");
    assertThat(etag).endsWith("-2\"");
  }

  @Test
  void anAbortedUploadIsGoneAndAConditionHoldsForUploadsToo() {
    put("k", "first");
    String id = s3.createMultipartUpload(r -> r.bucket("bucket").key("k")).uploadId();
    String etag =
        s3.uploadPart(
                r -> r.bucket("bucket").key("k").uploadId(id).partNumber(1),
                RequestBody.fromString("second"))
            .eTag();
    Runnable complete =
        () ->
            s3.completeMultipartUpload(
                r ->
                    r.bucket("bucket")
                        .key("k")
                        .uploadId(id)
                        .ifNoneMatch("*")
                        .multipartUpload(
                            m ->
                                m.parts(CompletedPart.builder().partNumber(1).eTag(etag).build())));

    assertThat(statusOf(complete)).isEqualTo(412);
    s3.abortMultipartUpload(r -> r.bucket("bucket").key("k").uploadId(id));
    assertThat(statusOf(complete)).isEqualTo(404);
    assertThat(get("k")).isEqualTo("first");
  }

  @Test
  void aCopyIsAnObjectOfItsOwn() {
    put("from here", "x");

    s3.copyObject(
        CopyObjectRequest.builder()
            .sourceBucket("bucket")
            .sourceKey("from here")
            .destinationBucket("bucket")
            .destinationKey("to")
            .build());

    assertThat(get("to")).isEqualTo("x");
  }

  @Test
  void everyRequestIsLogged() {
    put("k", "12345");
    get("k");

    assertThat(server.log().entries())
        .extracting(RequestLog.Entry::operation, RequestLog.Entry::key, RequestLog.Entry::status)
        .containsExactly(tuple("PUT", "k", 200), tuple("GET", "k", 200));
    assertThat(server.log().bytesIn()).isEqualTo(5);
    assertThat(server.log().bytesOut()).isEqualTo(5);
    assertThat(server.log().sequential()).isEqualTo(2);
  }

  @Test
  void manySlowRequestsAtOnceAreOneRoundTrip() throws Exception {
    server.setLatency(Duration.ofMillis(300));
    put("k", "x");
    server.log().reset();

    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> reads = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        reads.add(threads.submit(() -> get("k")));
      }
      for (Future<String> read : reads) {
        assertThat(read.get()).isEqualTo("x");
      }
    }

    assertThat(server.log().total()).isEqualTo(20);
    assertThat(server.log().entries())
        .allMatch(entry -> entry.endNanos() - entry.startNanos() >= 300_000_000);
  }

  @Test
  void faultsStrikeTheRequestsTheyWereMadeFor() {
    put("k", "old");
    server.faultOnce(r -> r.key().equals("k") && r.method().equals("GET"), 2, Fault.accessDenied());

    assertThat(get("k")).isEqualTo("old");
    assertThat(statusOf(() -> get("k"))).isEqualTo(403);
    assertThat(get("k")).isEqualTo("old");
  }

  @Test
  void aFaultHasItsEffectOrHasNot() throws Exception {
    assertThat(rawPutMeeting(new Fault.Refuse(503, "SlowDown"))).isEqualTo(503);
    assertThat(server.objects("bucket")).isEmpty();
    assertThatThrownBy(() -> rawPutMeeting(new Fault.Reset())).isInstanceOf(IOException.class);
    assertThat(server.objects("bucket")).isEmpty();

    assertThat(rawPutMeeting(new Fault.RefuseAfterEffect(500, "InternalError"))).isEqualTo(500);
    assertThat(server.objects("bucket")).hasSize(1);
    s3.deleteObject(r -> r.bucket("bucket").key("raw"));
    assertThatThrownBy(() -> rawPutMeeting(new Fault.LoseAnswer())).isInstanceOf(IOException.class);
    assertThat(server.objects("bucket")).hasSize(1);
  }

  @Test
  void aRequestCanLandAfterItsSenderHasGivenUp() {
    CompletableFuture<Void> when = new CompletableFuture<>();
    CompletableFuture<Void> landed = new CompletableFuture<>();

    assertThatThrownBy(() -> rawPutMeeting(new Fault.LandLate(when, landed)))
        .isInstanceOf(IOException.class);

    assertThat(server.objects("bucket")).isEmpty();
    when.complete(null);
    landed.join();
    assertThat(server.objects("bucket")).containsOnlyKeys("raw");
  }

  @Test
  void theServersClockIsTheTestsToSet() {
    Instant noon = Instant.parse("2026-01-01T12:00:00Z");
    server.setClock(() -> noon);
    put("k", "x");
    server.setClock(() -> noon.plusSeconds(90));

    HeadObjectResponse head = s3.headObject(r -> r.bucket("bucket").key("k"));

    assertThat(head.lastModified()).isEqualTo(noon);
    assertThat(head.sdkHttpResponse().firstMatchingHeader("Date"))
        .contains("Thu, 01 Jan 2026 12:01:30 GMT");
  }

  @Test
  void whatItDoesNotKnowIsNotIgnored() {
    assertThat(statusOf(() -> s3.getObjectAcl(r -> r.bucket("bucket").key("k")))).isEqualTo(501);
  }

  private String put(String key, String body) {
    return s3.putObject(r -> r.bucket("bucket").key(key), RequestBody.fromString(body)).eTag();
  }

  private void putIf(
      String key, String body, @Nullable String ifNoneMatch, @Nullable String ifMatch) {
    s3.putObject(
        r -> r.bucket("bucket").key(key).ifNoneMatch(ifNoneMatch).ifMatch(ifMatch),
        RequestBody.fromString(body));
  }

  private String get(String key) {
    return s3.getObjectAsBytes(r -> r.bucket("bucket").key(key)).asUtf8String();
  }

  private String range(String range) {
    return s3.getObjectAsBytes(r -> r.bucket("bucket").key("k").range(range)).asUtf8String();
  }

  private List<String> keysByPagesOf(int size, String prefix, String delimiter) {
    List<String> keys = new ArrayList<>();
    @Nullable String token = null;
    do {
      String from = token;
      ListObjectsV2Response page =
          s3.listObjectsV2(
              r ->
                  r.bucket("bucket")
                      .prefix(prefix)
                      .delimiter(delimiter)
                      .maxKeys(size)
                      .continuationToken(from));
      page.contents().forEach(object -> keys.add(object.key()));
      page.commonPrefixes().forEach(group -> keys.add(group.prefix()));
      token = page.nextContinuationToken();
    } while (token != null);
    return keys;
  }

  private int rawPutMeeting(Fault fault) throws IOException, InterruptedException {
    server.clearFaults();
    server.fault(r -> r.method().equals("PUT"), fault);
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
              HttpRequest.newBuilder(URI.create(server.endpoint() + "/bucket/raw"))
                  .PUT(HttpRequest.BodyPublishers.ofByteArray("x".getBytes(UTF_8)))
                  .build(),
              HttpResponse.BodyHandlers.discarding())
          .statusCode();
    }
  }

  private static int statusOf(Runnable call) {
    try {
      call.run();
      return 200;
    } catch (S3Exception e) {
      return e.statusCode();
    } catch (SdkException e) {
      return 0;
    }
  }
}
