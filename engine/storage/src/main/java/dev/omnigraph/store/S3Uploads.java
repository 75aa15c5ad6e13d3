package dev.omnigraph.store;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.S3ServiceClientConfiguration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.s3.presigner.model.PresignedGetObjectRequest;

/**
 * Objects below a prefix of an S3 bucket that are written in parts, from beginning to end, and then
 * read by whoever has a link. Nothing of an object is there before it is complete. Thread-safe.
 *
 * <p>Takes {@code s3:PutObject}, {@code s3:AbortMultipartUpload} and, for the links, {@code
 * s3:GetObject} below the prefix. A process that ends in the middle leaves an incomplete upload,
 * which a lifecycle rule of the bucket has to end.
 */
public final class S3Uploads {
  private final S3Client client;
  private final S3Location location;
  private final S3Retries retries;
  private final Supplier<Duration> patience;
  private final Executor executor;
  private final IdentityProvider<? extends AwsCredentialsIdentity> credentials;
  private final S3Presigner presigner;
  private final IoMeter meter = new IoMeter();

  /**
   * Sends its requests with {@code client}, which stays the caller's to close.
   *
   * @param pathStyle whether links have the bucket in their path, as the client is set to
   * @param patience how long one request may take, its answer included; asked before each
   * @param executor sends a part while the next is filled
   */
  public S3Uploads(
      S3Client client,
      S3Location location,
      boolean pathStyle,
      S3Retries retries,
      Supplier<Duration> patience,
      Executor executor) {
    this.client = client;
    this.location = location;
    this.retries = retries;
    this.patience = patience;
    this.executor = executor;
    S3ServiceClientConfiguration reached = client.serviceClientConfiguration();
    this.credentials = reached.credentialsProvider();
    S3Presigner.Builder signing =
        S3Presigner.builder()
            .region(reached.region())
            .credentialsProvider(credentials)
            .serviceConfiguration(
                S3Configuration.builder().pathStyleAccessEnabled(pathStyle).build());
    reached.endpointOverride().ifPresent(signing::endpointOverride);
    // Never closed: that would close the credentials of the client.
    this.presigner = signing.build();
  }

  /**
   * Begins an object, without a request; a new one takes the place of an old one when it is
   * complete.
   *
   * @param contentType of the object, and of what a link to it gives
   */
  public S3Upload begin(String key, String contentType) {
    return new S3Upload(this, KeyRules.check(key), contentType);
  }

  /**
   * What whoever has it reads an object with, and nothing else, by a plain {@code GET}.
   *
   * @param expires when S3 begins to refuse it; a download that has begun by then goes on
   */
  public record Link(URI url, Instant expires) {}

  /**
   * Signs a link with the credentials of the client, and without a request: that the object is
   * there, and that the credentials may read it, is not looked at.
   *
   * @param life of the link; it ends earlier if the credentials say that they do
   */
  public Link link(S3Upload upload, Duration life) {
    String key = upload.key();
    try {
      PresignedGetObjectRequest signed =
          presigner.presignGetObject(
              presign ->
                  presign
                      .signatureDuration(life)
                      .getObjectRequest(
                          get ->
                              get.bucket(location.bucket())
                                  .key(location.name(key))
                                  .responseContentType(upload.contentType())
                                  .responseContentDisposition(
                                      "attachment; filename=\"" + upload.fileName() + "\"")));
      Instant expires = signed.expiration();
      return new Link(
          URI.create(signed.url().toString()),
          endOfCredentials().filter(expires::isAfter).orElse(expires));
    } catch (SdkException e) {
      throw S3Errors.translate(S3Action.READ, location, key, e);
    }
  }

  /**
   * Makes objects of all of them, at the same time.
   *
   * @throws StoreException when one of them failed; others may be there then
   */
  public void complete(Collection<S3Upload> ended) {
    all(ended, S3Upload::complete);
  }

  /** Takes back what was sent of all of them, as far as that is possible. */
  public void abort(Collection<S3Upload> begun) {
    all(begun, S3Upload::abort);
  }

  private void all(Collection<S3Upload> some, Consumer<S3Upload> step) {
    List<CompletableFuture<Void>> steps =
        some.stream()
            .map(upload -> CompletableFuture.runAsync(() -> step.accept(upload), executor))
            .toList();
    try {
      CompletableFuture.allOf(steps.toArray(CompletableFuture[]::new)).join();
    } catch (CompletionException e) {
      throw cause(e);
    }
  }

  /** What failed on another thread, as if it had failed on this one. */
  static RuntimeException cause(CompletionException e) {
    return e.getCause() instanceof RuntimeException failure ? failure : e;
  }

  /** Requests that were sent, and their bytes, since this was made. */
  public IoStats io() {
    return meter.stats();
  }

  private Optional<Instant> endOfCredentials() {
    return credentials.resolveIdentity().join().expirationTime();
  }

  Executor executor() {
    return executor;
  }

  /** Of one request, which the SDK does not repeat. */
  AwsRequestOverrideConfiguration once() {
    return S3ObjectStore.sentOnce(patience.get());
  }

  S3Client client() {
    return client;
  }

  S3Location location() {
    return location;
  }

  /** A request is sent that {@link #repeatedly} does not send. */
  void countOne() {
    meter.sent(0);
  }

  /** Sends a request that may be sent again, as often as reads are. */
  <T> T repeatedly(String key, long bytes, Supplier<T> request) {
    for (int attempt = 1; ; attempt++) {
      meter.sent(bytes);
      try {
        return request.get();
      } catch (SdkException e) {
        StoreException failure = S3Errors.translate(S3Action.WRITE, location, key, e);
        if (!(failure instanceof StoreException.Transient) || !retries.pauseAfter(attempt)) {
          throw failure;
        }
      }
    }
  }
}
