package dev.omnigraph.function;

import dev.omnigraph.Graph;
import dev.omnigraph.store.StoreException;
import dev.omnigraph.table.TableOptions;
import java.util.List;
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
  private final Root.Bucket root;
  private final S3Client s3;
  private final OmnigraphConfig.S3 config;
  private final TableOptions options;

  BucketGraphs(Root.Bucket root, S3Client s3, OmnigraphConfig.S3 config, TableOptions options) {
    this.root = root;
    this.s3 = s3;
    this.config = config;
    this.options = options;
  }

  @Override
  public Graph open(GraphName name) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<String> names() {
    String parent = root.prefixOf("");
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

  private StoreException failure(SdkException e, int status) {
    return status == 403
        ? new StoreException.Configuration(
            "The bucket \"%s\" may not be listed.".formatted(root.bucket()),
            "Allow s3:ListBucket on the bucket and s3:GetObject on its objects.",
            e)
        : new StoreException.Transient("The bucket could not be listed.", e);
  }

  private boolean isGraph(String name) {
    try {
      s3.headObject(
          HeadObjectRequest.builder()
              .bucket(root.bucket())
              .key(root.prefixOf(name) + "/" + GRAPH_OBJECT)
              .build());
      return true;
    } catch (NoSuchKeyException e) {
      return false;
    }
  }
}
