package dev.omnigraph.function;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.util.Optional;

/**
 * What a deployment sets. Each key is also an environment variable: {@code omnigraph.s3.endpoint}
 * is {@code OMNIGRAPH_S3_ENDPOINT}. Checked as a whole when the process starts, see {@link
 * ConfigCheck}.
 */
@ConfigMapping(prefix = "omnigraph")
public interface OmnigraphConfig {

  /**
   * What holds the graphs, each in a folder of its own name: {@code s3://bucket} or {@code
   * s3://bucket/prefix}, or a local folder. Required.
   */
  Optional<String> root();

  /** How the store of an {@code s3://} root is reached; credentials come from the environment. */
  S3 s3();

  /** What the engine may keep in memory outside the Java heap, per graph. */
  Memory memory();

  /** Reaching S3. */
  interface S3 {
    /** The region; {@code AWS_REGION} when absent. */
    Optional<String> region();

    /** Another server that speaks S3, {@code http://localhost:9000}; AWS when absent. */
    Optional<URI> endpoint();

    /** Whether the bucket is a part of the path instead of the host name. */
    @WithDefault("false")
    boolean pathStyle();
  }

  /** Budgets of one process. */
  interface Memory {
    /** Kept parts of indexes. */
    @WithDefault("64M")
    MemorySize indexCache();

    /** Kept table metadata. */
    @WithDefault("32M")
    MemorySize metadataCache();
  }
}
