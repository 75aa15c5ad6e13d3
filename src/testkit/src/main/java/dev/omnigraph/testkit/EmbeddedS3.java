package dev.omnigraph.testkit;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.gaul.s3proxy.S3ErrorCode;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.S3ProxyException;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/**
 * An S3 server that others wrote (s3proxy, in memory), so that tests do not only agree with
 * themselves. What it does otherwise than S3: it orders keys by UTF-16, and refuses some writes
 * before it has read the body and then closes the connection, so that clients see a reset now and
 * then.
 */
public final class EmbeddedS3 implements AutoCloseable {
  public static final String ACCESS_KEY = "embedded-access-key";
  public static final String SECRET_KEY = "embedded-secret-key";

  private final S3Proxy proxy;

  /** Told of each object once it is there. */
  @FunctionalInterface
  public interface Listener {
    /**
     * An object was written.
     *
     * @param etag without quotes
     */
    void created(String bucket, String key, String etag);
  }

  private EmbeddedS3(S3Proxy proxy) {
    this.proxy = proxy;
  }

  /** Starts a server with one empty bucket on a free loopback port. */
  public static EmbeddedS3 start(String bucket) {
    return start(bucket, 0, (in, key, etag) -> {});
  }

  /**
   * The same.
   *
   * @param port 0 for a free one
   */
  public static EmbeddedS3 start(String bucket, int port, Listener listener) {
    TransientNio2BlobStore blobs = new TransientNio2BlobStore();
    S3Proxy proxy =
        S3Proxy.builder()
            .blobStore(new AtomicReplaces(blobs, listener))
            .endpoint(URI.create("http://127.0.0.1:" + port))
            .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, ACCESS_KEY, SECRET_KEY)
            .ignoreUnknownHeaders(true)
            .build();
    try {
      proxy.start();
      blobs.createContainer(bucket);
    } catch (Exception e) {
      throw new IllegalStateException("s3proxy did not start", e);
    }
    return new EmbeddedS3(proxy);
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + proxy.getPort());
  }

  /**
   * A client of this server, which does not reuse connections that the server may be about to
   * close; the caller closes it.
   */
  public S3Client client() {
    return S3Clients.connect(endpoint(), ACCESS_KEY, SECRET_KEY, Duration.ofMillis(1));
  }

  /** What Lance (Rust's object_store) must be told to use this server. */
  public Map<String, String> storageOptions() {
    return S3Clients.storageOptions(endpoint(), ACCESS_KEY, SECRET_KEY);
  }

  @Override
  public void close() {
    try {
      proxy.stop();
    } catch (Exception e) {
      throw new IllegalStateException("s3proxy did not stop", e);
    }
  }

  /**
   * s3proxy compares an If-Match before it takes the body and does not look again, so that two
   * writers may both win; here it is compared once more, in one step with the write.
   */
  private static final class AtomicReplaces extends ForwardingBlobStore {
    private final Listener listener;

    AtomicReplaces(BlobStore inner, Listener listener) {
      super(inner);
      this.listener = listener;
    }

    @Override
    public PutObjectResponse putBlob(PutObjectRequest request, InputStream body) {
      byte[] whole;
      try {
        whole = body.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      synchronized (this) {
        if (request.ifMatch() != null
            && !S3Bucket.unquote(request.ifMatch()).equals(etag(request))) {
          throw new S3ProxyException(S3ErrorCode.PRECONDITION_FAILED);
        }
        PutObjectResponse put = super.putBlob(request, new ByteArrayInputStream(whole));
        created(request.bucket(), request.key(), put.eTag());
        return put;
      }
    }

    @Override
    public CompleteMultipartUploadResponse completeMultipartUpload(
        MultipartUpload upload, CompleteMultipartUploadRequest request) {
      CompleteMultipartUploadResponse completed = super.completeMultipartUpload(upload, request);
      created(upload.containerName(), upload.blobName(), completed.eTag());
      return completed;
    }

    private void created(String bucket, String key, @Nullable String etag) {
      listener.created(bucket, key, etag == null ? "" : S3Bucket.unquote(etag));
    }

    @Override
    public synchronized DeleteObjectResponse removeBlob(DeleteObjectRequest request) {
      return super.removeBlob(request);
    }

    private @Nullable String etag(PutObjectRequest request) {
      HeadObjectResponse current = blobMetadataIfPresent(request.bucket(), request.key());
      return current == null ? null : S3Bucket.unquote(current.eTag());
    }
  }
}
