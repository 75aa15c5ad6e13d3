package dev.omnigraph.function;

import dev.omnigraph.error.GraphException;
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
  }

  @Produces
  @Singleton
  StoreLocation root() {
    return StoreLocation.parse(config.root().orElseThrow());
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
                    "omnigraph.s3.endpoint (OMNIGRAPH_S3_ENDPOINT): \"%s\" is no http or https address"
                        .formatted(uri)));
    atLeast(problems, "memory.index-cache", config.memory().indexCache().asLongValue());
    atLeast(problems, "memory.metadata-cache", config.memory().metadataCache().asLongValue());
    return problems;
  }

  private static void atLeast(List<String> problems, String key, long bytes) {
    if (bytes < 1L << 20) {
      problems.add("omnigraph.%s: %d bytes are too few, set at least 1M".formatted(key, bytes));
    }
  }
}
