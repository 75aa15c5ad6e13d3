package dev.omnigraph.function;

import dev.omnigraph.embed.Embedder;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.function.watch.Watch;
import dev.omnigraph.store.StoreLocation;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Stops a process that is configured wrongly before it takes its first request, naming every wrong
 * key at once.
 */
@Startup
@ApplicationScoped
public class ConfigCheck {
  private static final Logger LOG = Logger.getLogger(ConfigCheck.class);

  private final OmnigraphConfig config;

  ConfigCheck(OmnigraphConfig config) {
    this.config = config;
  }

  @PostConstruct
  void check() {
    List<String> problems = problems(config);
    if (!problems.isEmpty()) {
      throw new IllegalStateException(
          "The configuration is wrong:\n  " + String.join("\n  ", problems));
    }
    // No reason to stop: another version may know it.
    Variables.unknown(System.getenv().keySet()).forEach(LOG::warn);
  }

  @Produces
  @Singleton
  StoreLocation root() {
    return StoreLocation.parse(config.root().orElseThrow());
  }

  @Produces
  @Singleton
  Watch watch() {
    return new Watch(config.time().reserve());
  }

  static List<String> problems(OmnigraphConfig config) {
    List<String> problems = new ArrayList<>();
    if (config.root().isEmpty()) {
      problems.add(
          "omnigraph.root (OMNIGRAPH_ROOT) is missing: set s3://bucket/prefix or a folder");
    } else {
      try {
        StoreLocation root = StoreLocation.parse(config.root().get());
        LOG.debugf("Graphs are below %s", root.uri());
      } catch (GraphException e) {
        problems.add("omnigraph.root (OMNIGRAPH_ROOT): " + e.getMessage());
      }
    }
    config
        .s3()
        .endpoint()
        .filter(uri -> uri.getHost() == null || uri.getScheme() == null)
        .ifPresent(
            uri ->
                problems.add(
                    "omnigraph.s3.endpoint (OMNIGRAPH_S3_ENDPOINT): \"%s\" is not an http or https address"
                        .formatted(uri)));
    atLeast(problems, "memory.index-cache", config.memory().indexCache().asLongValue(), 1);
    atLeast(problems, "memory.metadata-cache", config.memory().metadataCache().asLongValue(), 1);
    atLeast(problems, "memory.queries", config.memory().queries().asLongValue(), 24);
    time(problems, config.time());
    embed(problems, config.embed());
    ingest(problems, config.ingest());
    problems.addAll(Callers.problems(config.access()));
    return problems;
  }

  private static void time(List<String> problems, OmnigraphConfig.Time time) {
    if (time.reserve().isNegative() || time.reserve().compareTo(time.limit()) >= 0) {
      problems.add(
          "omnigraph.time.reserve (OMNIGRAPH_TIME_RESERVE): %d ms leave nothing of omnigraph.time.limit, %d ms"
              .formatted(time.reserve().toMillis(), time.limit().toMillis()));
    }
    if (!time.query().isPositive()) {
      problems.add(
          "omnigraph.time.query (OMNIGRAPH_TIME_QUERY): %d ms leave nothing for queries"
              .formatted(time.query().toMillis()));
    }
  }

  private static void embed(List<String> problems, OmnigraphConfig.Embed embed) {
    try (Embedder unused = Embedding.embedder(embed)) {
      LOG.debugf("Vectors are made by %s", unused == null ? "nothing" : unused.model());
    } catch (GraphException e) {
      problems.add(String.valueOf(e.getMessage()));
    }
  }

  private static void ingest(List<String> problems, OmnigraphConfig.Ingest ingest) {
    ingest
        .results()
        .filter(results -> results.startsWith(ingest.prefix()))
        .ifPresent(
            results ->
                problems.add(
                    "omnigraph.ingest.results (OMNIGRAPH_INGEST_RESULTS): \"%s\" is below omnigraph.ingest.prefix, so results would be loaded"
                        .formatted(results)));
    ingest
        .deadLetters()
        .filter(queue -> !queue.matches("https?://[^/]+/.+"))
        .ifPresent(
            queue ->
                problems.add(
                    "omnigraph.ingest.dead-letters (OMNIGRAPH_INGEST_DEAD_LETTERS): \"%s\" is not the address of a queue, such as https://sqs.REGION.amazonaws.com/ACCOUNT/NAME"
                        .formatted(queue)));
    if (ingest.attempts() < 1) {
      problems.add("omnigraph.ingest.attempts (OMNIGRAPH_INGEST_ATTEMPTS): set at least 1");
    }
  }

  private static void atLeast(List<String> problems, String key, long bytes, int megabytes) {
    if (bytes < (long) megabytes << 20) {
      problems.add(
          "omnigraph.%s: %d bytes are too few, set at least %dM".formatted(key, bytes, megabytes));
    }
  }
}
