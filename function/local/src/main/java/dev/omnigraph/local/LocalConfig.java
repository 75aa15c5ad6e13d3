package dev.omnigraph.local;

import io.smallrye.config.ConfigMapping;
import java.util.Map;

/** What the local server adds to the configuration. */
@ConfigMapping(prefix = "omnigraph.local")
interface LocalConfig {
  /**
   * SHA-256 of a bearer token, in lower-case hex, by the actor who holds it. Without any, every
   * request is let in as the actor {@code local}.
   */
  Map<String, String> tokens();
}
