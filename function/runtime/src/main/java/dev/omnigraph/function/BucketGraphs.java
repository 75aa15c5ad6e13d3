package dev.omnigraph.function;

import dev.omnigraph.Graph;
import dev.omnigraph.GraphAccess;
import dev.omnigraph.GraphStorage;
import dev.omnigraph.commit.Deadline;
import dev.omnigraph.commit.Environment;
import dev.omnigraph.export.Handover;
import dev.omnigraph.manifest.ObjectKeys;
import dev.omnigraph.store.IoStats;
import dev.omnigraph.store.S3Location;
import dev.omnigraph.store.S3Uploads;
import dev.omnigraph.store.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
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

  private static final Duration SHORTEST = Duration.ofMillis(200);

  /** Below it are exports that are handed over. No graph can be named so. */
  private static final String EXPORTS = "__exports";

  private final S3Location root;
  private final S3Client s3;
  private final GraphSettings settings;
  private final AtomicReference<@Nullable S3Uploads> exports = new AtomicReference<>();

  BucketGraphs(S3Location root, S3Client s3, GraphSettings settings) {
    this.root = root;
    this.s3 = s3;
    this.settings = settings;
  }

  @Override
  public Graph open(GraphName name) {
    return Graph.open(
        storage(name, false), settings.environment(), settings.queries(), settings.embedder());
  }

  @Override
  public GraphStorage storage(GraphName name, boolean isNew) {
    return GraphStorage.at(new S3Location(root.bucket(), prefix(name.value())), settings.access());
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
  public Handover handover() {
    Environment environment = settings.environment();
    return new Handover(uploads(), environment.deadline(), environment.ulids(), Handover.LINK_LIFE);
  }

  @Override
  public IoStats io() {
    S3Uploads made = exports.get();
    return made == null ? IoStats.NONE : made.io();
  }

  /** Made when it is first needed, which most processes never do. */
  private S3Uploads uploads() {
    S3Uploads made = exports.get();
    if (made != null) {
      return made;
    }
    GraphAccess access = settings.access();
    Environment environment = settings.environment();
    exports.compareAndSet(
        null,
        new S3Uploads(
            s3,
            new S3Location(root.bucket(), prefix(EXPORTS)),
            access.s3().pathStyle(),
            access.retries(),
            () -> patience(environment.deadline(), access.requestTimeout()),
            environment.executor()));
    return Objects.requireNonNull(exports.get());
  }

  /** A store that hangs is left while there is time to tell the caller. */
  static Duration patience(Deadline deadline, Duration usual) {
    Duration left =
        deadline
            .left()
            .get()
            .map(time -> time.minus(deadline.reserve().dividedBy(2)))
            .orElse(usual);
    Duration atLeast = left.compareTo(SHORTEST) < 0 ? SHORTEST : left;
    return atLeast.compareTo(usual) < 0 ? atLeast : usual;
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
