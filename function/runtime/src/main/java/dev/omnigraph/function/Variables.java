package dev.omnigraph.function;

import dev.omnigraph.lang.Suggestions;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** The environment variables that {@link OmnigraphConfig} reads, without what all begin with. */
final class Variables {
  static final String PREFIX = "OMNIGRAPH_";

  /** Each actor has one. */
  static final String TOKENS = "LOCAL_TOKENS_";

  static final Set<String> NAMES =
      Set.of(
          "ROOT",
          "S3_REGION",
          "S3_ENDPOINT",
          "S3_PATH_STYLE",
          "MEMORY_INDEX_CACHE",
          "MEMORY_METADATA_CACHE",
          "MEMORY_QUERIES",
          "EMBED_MODEL",
          "EMBED_URL",
          "EMBED_KEY",
          "EMBED_KEY_SECRET",
          "EMBED_KEY_HEADER",
          "EMBED_REGION",
          "EMBED_SEND_DIMENSION",
          "EMBED_TIMEOUT",
          "EMBED_TIME",
          "TIME_RESERVE",
          "TIME_LIMIT",
          "TIME_QUERY",
          "METRICS_ENABLED",
          "METRICS_NAMESPACE",
          "METRICS_BY_OPERATION",
          "INGEST_PREFIX",
          "INGEST_RESERVE",
          "INGEST_RESULTS",
          "INGEST_DEAD_LETTERS",
          "INGEST_ATTEMPTS",
          "LOCAL_HOSTS",
          "ACCESS_WITHOUT_POLICY",
          "ACCESS_ADMINISTRATORS",
          "ACCESS_PROTECTED_BRANCHES",
          "MCP_BRANCH",
          "ACCESS_TOKENS_FILE",
          "ACCESS_TOKENS_SECRET",
          "ACCESS_JWT_ISSUER",
          "ACCESS_JWT_AUDIENCE",
          "ACCESS_JWT_JWKS",
          "ACCESS_JWT_GROUPS_CLAIM");

  private Variables() {}

  /** A sentence for each variable that looks like a setting and is none. */
  static List<String> unknown(Collection<String> environment) {
    return environment.stream()
        .filter(variable -> variable.startsWith(PREFIX))
        .map(variable -> variable.substring(PREFIX.length()))
        .filter(name -> !NAMES.contains(name) && !name.startsWith(TOKENS))
        .sorted()
        .map(Variables::sentence)
        .toList();
  }

  private static String sentence(String name) {
    return "%s%s is set, but there is no such setting.".formatted(PREFIX, name)
        + Suggestions.closest(name, NAMES)
            .map(closest -> " Did you mean %s%s?".formatted(PREFIX, closest))
            .orElse("");
  }
}
