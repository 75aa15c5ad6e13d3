package dev.omnigraph.function;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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

  /** What the engine may keep in memory outside the Java heap. */
  Memory memory();

  /** What makes vectors of texts. */
  Embed embed();

  /** How the time that an invocation has is spent. */
  Time time();

  /** What is told of each event. */
  Metrics metrics();

  /** What the ingest function takes, and where its answers go. */
  Ingest ingest();

  /** Who may use the local server. */
  Local local();

  /** By which credentials callers are known, and what they may do without a policy. */
  Access access();

  /** What agents are given. */
  Mcp mcp();

  /** A graph as tools of agents. */
  interface Mcp {
    /**
     * The branch that an agent works on when it names none; {@code {actor}} and {@code {date}}
     * stand for who it is and for the day.
     */
    @WithDefault("agent/{actor}/{date}")
    String branch();
  }

  /** What everybody may do with a graph that has no policy. */
  enum WithoutPolicy {
    OPEN,
    DENY
  }

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
    /** Kept parts of indexes, for each graph. */
    @WithDefault("64M")
    MemorySize indexCache();

    /** Kept table metadata, for each graph. */
    @WithDefault("32M")
    MemorySize metadataCache();

    /**
     * What all running queries together keep; one query can have two thirds of it. A quarter as
     * much of the Java heap is for the rows of their answers.
     */
    @WithDefault("768M")
    MemorySize queries();
  }

  /** An embedding model; see {@link dev.omnigraph.embed.EmbedSettings}. */
  interface Embed {
    /** After its provider, {@code bedrock/amazon.titan-embed-text-v2:0}; none when absent. */
    Optional<String> model();

    /** The API of the model, without {@code /embeddings}; that of OpenAI or AWS when absent. */
    Optional<URI> url();

    /** Sent to the model's server. */
    Optional<String> key();

    /** ARN of the secret of AWS Secrets Manager that has the key. */
    Optional<String> keySecret();

    /** The header that carries the key; as a bearer token when absent. */
    Optional<String> keyHeader();

    /** The region of Bedrock; {@code AWS_REGION} when absent. */
    Optional<String> region();

    /** Whether the dimension is asked for; of models that are known to allow it when absent. */
    Optional<Boolean> sendDimension();

    /** Of one request. */
    @WithDefault("10s")
    Duration timeout();

    /** Of all requests and pauses of one call. */
    @WithDefault("20s")
    Duration time();
  }

  /** Time of an invocation. */
  interface Time {
    /**
     * A write is refused, before anything is published, when less time than this is left to the
     * invocation.
     */
    @WithDefault("3s")
    Duration reserve();

    /**
     * The longest that one write can take: the timeout of the function. A write that was not ended
     * after it is taken over by recovery.
     */
    @WithDefault("15m")
    Duration limit();

    /** The longest that one query can take, its rows included; a function has its own time, too. */
    @WithDefault("5m")
    Duration query();
  }

  /** Metrics in the log, in CloudWatch's embedded metric format. */
  interface Metrics {
    /** Whether each event leaves a line. */
    @WithDefault("true")
    boolean enabled();

    /** Of the metrics in CloudWatch. */
    @WithDefault("OmniGraph")
    String namespace();

    /** Whether there is each metric by operation, too; CloudWatch charges for each. */
    @WithDefault("false")
    boolean byOperation();
  }

  /** The ingest function. */
  interface Ingest {
    /** What comes before {@code {graph}/{branch}/{mode}/} in the keys of objects. */
    @WithDefault("ingest/")
    String prefix();

    /**
     * With less time than this left, no further object is started; the rest of the batch is handed
     * back to the queue.
     */
    @WithDefault("10s")
    Duration reserve();

    /**
     * Below which an object with the result of each load is written, in the bucket of its input;
     * none is when it is empty.
     */
    @WithDefault("ingest-results/")
    Optional<String> results();

    /**
     * Address of the SQS queue that a message goes to, with the reason, when delivering it again
     * cannot help; it is left to the queue's own redrive policy when there is none.
     */
    Optional<String> deadLetters();

    /** Deliveries of a message after which no failure of it is taken for passing. */
    @WithDefault("3")
    int attempts();
  }

  /** The local server. */
  interface Local {
    /**
     * SHA-256 of a bearer token, in lower-case hex, by the actor who holds it. Without any, every
     * request is let in as the actor {@code local}.
     */
    Map<String, String> tokens();

    /**
     * Names, separated by commas, besides localhost and addresses, under which clients reach the
     * server; requests for others are refused, as those of web pages whose name was made to lead
     * here.
     */
    Optional<String> hosts();
  }

  /** Credentials of callers, beside what an authorizer in front of a function finds. */
  interface Access {
    /** A file with the hashes of API tokens, read for each request. */
    Optional<String> tokensFile();

    /** ARN of the secret of AWS Secrets Manager with the hashes of API tokens. */
    Optional<String> tokensSecret();

    /** JWTs that are verified here. */
    Jwt jwt();

    /** What everybody may do with a graph that has no policy: everything, or nothing. */
    @WithDefault("deny")
    WithoutPolicy withoutPolicy();

    /** Who may do everything whatever policies say, each as {@code kind:name}. */
    Optional<List<String>> administrators();

    /** Which branches policies see as protected; {@code *} stands for any text. */
    @WithDefault("main")
    List<String> protectedBranches();
  }

  /** An issuer that is trusted; issuer, audience and keys belong together. */
  interface Jwt {
    /** What {@code iss} must be; no JWT is accepted when absent. */
    Optional<String> issuer();

    /** What {@code aud} must be or have. */
    Optional<String> audience();

    /**
     * Where the issuer has its keys; below the issuer at {@code .well-known/jwks.json} when absent.
     */
    Optional<URI> jwks();

    /** The claim with the groups of the user. */
    @WithDefault("groups")
    String groupsClaim();
  }
}
