package dev.omnigraph.events;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.omnigraph.function.OmnigraphConfig;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Tells whoever put an object what came of it: an object of JSON in the same bucket, at the same
 * key below another prefix. Delivered again, an event overwrites it with what is then true.
 */
@ApplicationScoped
class Results {
  private static final Logger LOG = Logger.getLogger(Results.class);

  private final S3Client s3;
  private final OmnigraphConfig.Ingest config;

  Results(S3Client s3, OmnigraphConfig config) {
    this.s3 = s3;
    this.config = config.ingest();
  }

  /** The load counts, not the telling of it: what cannot be written is only said in the log. */
  void write(S3Object object, ObjectNode result) {
    config.results().ifPresent(below -> put(object.bucket(), key(below, object.key()), result));
  }

  private void put(String bucket, String key, ObjectNode result) {
    try {
      s3.putObject(
          request -> request.bucket(bucket).key(key).contentType("application/json"),
          RequestBody.fromString(result.toPrettyString() + "\n"));
    } catch (SdkException e) {
      LOG.warnf(
          "The result could not be written to s3://%s/%s: %s. Allow the function's role"
              + " s3:PutObject there, or set omnigraph.ingest.results to nothing.",
          bucket, key, e.getMessage());
    }
  }

  private String key(String below, String key) {
    String prefix = config.prefix();
    return below + (key.startsWith(prefix) ? key.substring(prefix.length()) : key) + ".json";
  }
}
