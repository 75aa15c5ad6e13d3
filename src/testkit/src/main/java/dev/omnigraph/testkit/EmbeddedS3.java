package dev.omnigraph.testkit;

import java.net.URI;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;

/**
 * An S3 server that others wrote (s3proxy, in memory), so that tests do not only agree with
 * themselves. It answers 412 before it has read the body, which some HTTP clients take for a broken
 * connection.
 */
public final class EmbeddedS3 implements AutoCloseable {
  public static final String ACCESS_KEY = "embedded-access-key";
  public static final String SECRET_KEY = "embedded-secret-key";

  private final S3Proxy proxy;

  private EmbeddedS3(S3Proxy proxy) {
    this.proxy = proxy;
  }

  /** Starts a server with one empty bucket on a free loopback port. */
  public static EmbeddedS3 start(String bucket) {
    TransientNio2BlobStore blobs = new TransientNio2BlobStore();
    S3Proxy proxy =
        S3Proxy.builder()
            .blobStore(blobs)
            .endpoint(URI.create("http://127.0.0.1:0"))
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

  @Override
  public void close() {
    try {
      proxy.stop();
    } catch (Exception e) {
      throw new IllegalStateException("s3proxy did not stop", e);
    }
  }
}
