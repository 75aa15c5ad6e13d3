package dev.omnigraph.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/**
 * Objects below a prefix of an S3 bucket.
 *
 * <p>Every request is sent with the SDK's own retries off, whatever the client is set to: a
 * conditional put that the SDK repeats behind our back is refused by its own first try. Reads,
 * listings and deletes are repeated here, a bounded number of times.
 */
public final class S3ObjectStore implements ObjectStore {
  private static final int RANGE_BEHIND_THE_END = 416;

  private final S3Client client;
  private final S3Location location;
  private final S3Retries retries;
  private final IoMeter meter;
  private final AwsRequestOverrideConfiguration once;

  /**
   * A store that sends its requests with {@code client}, which stays the caller's to close: one
   * client serves any number of graphs.
   *
   * @param retries how often and after what pauses reads are repeated
   * @param timeout of one request, its answer included
   */
  public S3ObjectStore(S3Client client, S3Location location, S3Retries retries, Duration timeout) {
    this(client, location, retries, new IoMeter(), sentOnce(timeout));
  }

  /** With the usual retries and a timeout of 30 seconds. */
  public S3ObjectStore(S3Client client, S3Location location) {
    this(client, location, S3Retries.usual(), Duration.ofSeconds(30));
  }

  private S3ObjectStore(
      S3Client client,
      S3Location location,
      S3Retries retries,
      IoMeter meter,
      AwsRequestOverrideConfiguration once) {
    this.client = client;
    this.location = location;
    this.retries = retries;
    this.meter = meter;
    this.once = once;
  }

  /** The same store, counting its HTTP requests in {@code meter}. */
  S3ObjectStore meteredBy(IoMeter meter) {
    return new S3ObjectStore(client, location, retries, meter, once);
  }

  @Override
  public URI uri() {
    return location.uri();
  }

  @Override
  public Optional<StoredObject> get(String key) {
    KeyRules.check(key);
    return repeatedly(S3Action.READ, key, () -> read(key));
  }

  @Override
  public Optional<byte[]> range(String key, long offset, int length) {
    KeyRules.check(key);
    return repeatedly(S3Action.READ, key, () -> readRange(key, offset, length));
  }

  @Override
  public PutOutcome create(String key, byte[] body) {
    return put(key, RequestBody.fromBytes(body), body.length, request -> request.ifNoneMatch("*"));
  }

  @Override
  public PutOutcome create(String key, ObjectBody body) {
    RequestBody stream =
        RequestBody.fromContentProvider(() -> open(body), body.size(), "application/octet-stream");
    return put(key, stream, body.size(), request -> request.ifNoneMatch("*"));
  }

  @Override
  public PutOutcome replace(String key, byte[] body, String etag) {
    return put(
        key,
        RequestBody.fromBytes(body),
        body.length,
        request -> request.ifMatch('"' + etag + '"'));
  }

  @Override
  public void delete(String key) {
    KeyRules.check(key);
    repeatedly(
        S3Action.DELETE,
        key,
        () -> {
          meter.sent(0);
          return client.deleteObject(
              request ->
                  request
                      .bucket(location.bucket())
                      .key(location.name(key))
                      .overrideConfiguration(once));
        });
  }

  @Override
  public Listing list(String prefix) {
    KeyRules.checkPrefix(prefix);
    List<ObjectEntry> entries = new ArrayList<>();
    @Nullable Instant time = null;
    @Nullable String token = null;
    do {
      String from = token;
      ListObjectsV2Response page = repeatedly(S3Action.LIST, prefix, () -> listPage(prefix, from));
      for (S3Object object : page.contents()) {
        entries.add(
            new ObjectEntry(
                location.key(object.key()),
                object.size(),
                bare(object.eTag()),
                object.lastModified()));
      }
      time = time == null ? date(page.sdkHttpResponse()) : time;
      token = Boolean.TRUE.equals(page.isTruncated()) ? page.nextContinuationToken() : null;
    } while (token != null);
    // S3 orders by the bytes of UTF-8; not every compatible store does.
    entries.sort(Comparator.comparing(ObjectEntry::key, KeyRules.ORDER));
    return new Listing(entries, time);
  }

  @Override
  public Optional<Fingerprint> fingerprint(String key) {
    KeyRules.check(key);
    return repeatedly(S3Action.READ, key, () -> head(key));
  }

  @Override
  public Optional<Fingerprint.Match> verify(String key, Fingerprint expected) {
    KeyRules.check(key);
    return repeatedly(S3Action.READ, key, () -> digests(key)).map(expected::compare);
  }

  @Override
  public boolean isNear() {
    return false;
  }

  @Override
  public void close() {
    // The client is the caller's.
  }

  private Optional<StoredObject> read(String key) {
    meter.sent(0);
    return unlessAbsent(
        () -> {
          ResponseBytes<GetObjectResponse> object =
              client.getObjectAsBytes(
                  request ->
                      request
                          .bucket(location.bucket())
                          .key(location.name(key))
                          .overrideConfiguration(once));
          byte[] body = object.asByteArrayUnsafe();
          meter.received(body.length);
          return new StoredObject(
              key, body, bare(object.response().eTag()), object.response().lastModified());
        });
  }

  private Optional<byte[]> readRange(String key, long offset, int length) {
    meter.sent(0);
    try {
      return unlessAbsent(
          () -> {
            byte[] body =
                client
                    .getObjectAsBytes(
                        request ->
                            request
                                .bucket(location.bucket())
                                .key(location.name(key))
                                .range("bytes=" + offset + "-" + (offset + length - 1))
                                .overrideConfiguration(once))
                    .asByteArrayUnsafe();
            meter.received(body.length);
            return body;
          });
    } catch (S3Exception e) {
      if (e.statusCode() == RANGE_BEHIND_THE_END) {
        return Optional.of(new byte[0]);
      }
      throw e;
    }
  }

  private Optional<Fingerprint> head(String key) {
    meter.sent(0);
    return unlessAbsent(
        () -> {
          HeadObjectResponse head =
              client.headObject(
                  request ->
                      request
                          .bucket(location.bucket())
                          .key(location.name(key))
                          .overrideConfiguration(once));
          boolean plain =
              head.serverSideEncryption() == null
                  || head.serverSideEncryption() == ServerSideEncryption.AES256;
          return Fingerprint.ofS3(head.contentLength(), bare(head.eTag()), plain);
        });
  }

  private Optional<ContentDigests> digests(String key) {
    meter.sent(0);
    return unlessAbsent(
        () ->
            client.getObject(
                request ->
                    request
                        .bucket(location.bucket())
                        .key(location.name(key))
                        .overrideConfiguration(once),
                (answer, body) -> {
                  ContentDigests digests = ContentDigests.of(body, bare(answer.eTag()));
                  meter.received(digests.size());
                  return digests;
                }));
  }

  private static <T> Optional<T> unlessAbsent(Supplier<T> request) {
    try {
      return Optional.of(request.get());
    } catch (S3Exception e) {
      if (S3Errors.isAbsentObject(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static InputStream open(ObjectBody body) {
    try {
      return body.open();
    } catch (IOException e) {
      throw new UncheckedIOException("The body of an object cannot be read.", e);
    }
  }

  private PutOutcome put(
      String key, RequestBody body, long size, UnaryOperator<PutObjectRequest.Builder> condition) {
    PutObjectRequest.Builder request =
        PutObjectRequest.builder()
            .bucket(location.bucket())
            .key(location.name(KeyRules.check(key)))
            .contentType("application/json")
            .overrideConfiguration(onceFor(size));
    meter.sent(size);
    try {
      return new PutOutcome.Done(
          bare(client.putObject(condition.apply(request).build(), body).eTag()));
    } catch (SdkException e) {
      // S3 answers 404 to an If-Match on an absent object.
      if (e instanceof S3Exception answer
          && (answer.statusCode() == 412 || S3Errors.isAbsentObject(answer))) {
        return new PutOutcome.Refused();
      }
      StoreException failure = S3Errors.translate(S3Action.WRITE, location, key, e);
      if (failure instanceof StoreException.Transient) {
        return new PutOutcome.Unknown(
            new StoreException.Unknown(
                "It is not known whether '" + key + "' was written: " + failure.getMessage(), e));
      }
      throw failure;
    }
  }

  /** A request with many bytes has a second more for each megabyte. */
  private AwsRequestOverrideConfiguration onceFor(long size) {
    Duration more = Duration.ofSeconds(size >> 20);
    return once.toBuilder().apiCallTimeout(once.apiCallTimeout().orElseThrow().plus(more)).build();
  }

  private ListObjectsV2Response listPage(String prefix, @Nullable String token) {
    meter.sent(0);
    return client.listObjectsV2(
        request ->
            request
                .bucket(location.bucket())
                .prefix(location.name(prefix))
                .continuationToken(token)
                .overrideConfiguration(once));
  }

  private <T> T repeatedly(S3Action action, String key, Supplier<T> request) {
    for (int attempt = 1; ; attempt++) {
      try {
        return request.get();
      } catch (SdkException e) {
        StoreException failure = S3Errors.translate(action, location, key, e);
        if (!(failure instanceof StoreException.Transient) || !retries.pauseAfter(attempt)) {
          throw failure;
        }
      }
    }
  }

  private Instant date(SdkHttpResponse response) {
    String date = response.firstMatchingHeader("Date").orElse("");
    try {
      return ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    } catch (DateTimeParseException e) {
      throw new StoreException.Permanent(
          "The store of " + uri() + " does not say its time when it lists objects.",
          "Use a store that sends a Date header, such as S3.",
          e);
    }
  }

  private static String bare(@Nullable String etag) {
    return etag == null ? "" : etag.replace("\"", "");
  }

  /** With the SDK's own retries off. */
  static AwsRequestOverrideConfiguration sentOnce(Duration timeout) {
    return AwsRequestOverrideConfiguration.builder()
        .apiCallTimeout(timeout)
        .addPlugin(
            service ->
                service.overrideConfiguration(
                    client -> client.retryStrategy(DefaultRetryStrategy.doNotRetry())))
        .build();
  }
}
