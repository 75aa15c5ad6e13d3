package dev.omnigraph.function;

import dev.omnigraph.embed.EmbedSettings;
import dev.omnigraph.embed.Embedder;
import dev.omnigraph.embed.Embedders;
import org.jspecify.annotations.Nullable;

/** The embedder of a process, as it is configured. */
final class Embedding {
  private Embedding() {}

  /**
   * Makes it, without a request.
   *
   * @return null where no model is configured
   * @throws dev.omnigraph.error.GraphException {@code embedding_settings}
   */
  static @Nullable Embedder embedder(OmnigraphConfig.Embed config) {
    return config
        .model()
        .map(
            model ->
                new EmbedSettings(
                    model,
                    config.url(),
                    config.key(),
                    config.keySecret(),
                    config.keyHeader(),
                    config.region(),
                    config.sendDimension(),
                    config.timeout(),
                    config.time()))
        .map(Embedders::of)
        .orElse(null);
  }
}
