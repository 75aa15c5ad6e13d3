package dev.omnigraph.events;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What a deployment of the ingest function sets. */
@ConfigMapping(prefix = "omnigraph.ingest")
interface IngestConfig {
  /** What comes before {@code {graph}/{branch}/{mode}/} in the keys of objects. */
  @WithDefault("ingest/")
  String prefix();

  /**
   * With less time than this left, no further object is started; the rest of the batch is handed
   * back to the queue.
   */
  @WithDefault("10s")
  Duration reserve();
}
