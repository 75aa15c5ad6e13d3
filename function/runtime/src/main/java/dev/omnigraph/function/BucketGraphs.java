package dev.omnigraph.function;

import dev.omnigraph.Graph;
import dev.omnigraph.GraphStorage;
import dev.omnigraph.manifest.ObjectKeys;
import dev.omnigraph.store.S3Location;
import dev.omnigraph.store.StoreException;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Graphs below a prefix of a bucket. */
final class BucketGraphs implements GraphOpener {
  private static final Logger LOG = Logger.getLogger(BucketGraphs.class);
  private static final Duration GREETING_TIMEOUT = Duration.ofSeconds(2);

  private final S3Location root;
  private final S3Client s3;
  private final GraphSettings settings;

  BucketGraphs(S3Location root, S3Client s3, GraphSettings settings) {
    this.root = root;
    this.s3 = s3;
    this.settings = settings;
  }

  @Override
  public Graph open(GraphName name) {
    return Graph.open(
        GraphStorage.at(new S3Location(root.bucket(), prefix(name.value())), settings.access()),
        settings.environment(),
        settings.queries());
  }

  @Override
  public List<String> names() {
    String parent = prefix("");
    try {
      return s3
          .listObjectsV2Paginator(
              ListObjectsV2Request.builder()
                  .bucket(root.bucket())
                  .prefix(parent)
                  .delimiter("/")
                  .build())
          .commonPrefixes()
          .stream()
          .map(CommonPrefix::prefix)
          .map(prefix -> prefix.substring(parent.length(), prefix.length() - 1))
          .filter(GraphName::isValid)
          .filter(this::isGraph)
          .sorted()
          .toList();
    } catch (NoSuchBucketException e) {
      throw new StoreException.NotFound(
          "There is no bucket \"%s\".".formatted(root.bucket()),
          "Make the bucket, or correct omnigraph.root.",
          e);
    } catch (S3Exception e) {
      throw failure(e, e.statusCode());
    } catch (SdkException e) {
      throw failure(e, 503);
    }
  }

  @Override
  public void greet() {
    PublicSuffixes.read();
    try {
      s3.headObject(
          request ->
              request
                  .bucket(root.bucket())
                  .key(prefix(ObjectKeys.GRAPH))
                  .overrideConfiguration(limits -> limits.apiCallTimeout(GREETING_TIMEOUT)));
    } catch (SdkException e) {
      LOG.debugf("The store says: %s", e.getMessage());
    }
  }

  private StoreException failure(SdkException e, int status) {
    return status == 403
        ? new StoreException.Configuration(
            "The bucket \"%s\" may not be listed.".formatted(root.bucket()),
            "Allow s3:ListBucket on the bucket and s3:GetObject on its objects.",
            e)
        : new StoreException.Transient("The bucket could not be listed.", e);
  }

  private String prefix(String graph) {
    return root.prefix().isEmpty() ? graph : root.prefix() + "/" + graph;
  }

  private boolean isGraph(String name) {
    try {
      s3.headObject(
          HeadObjectRequest.builder()
              .bucket(root.bucket())
              .key(prefix(name) + "/" + ObjectKeys.GRAPH)
              .build());
      return true;
    } catch (NoSuchKeyException e) {
      return false;
    }
  }
}
