package dev.omnigraph.embed;

import dev.omnigraph.error.GraphException;
import org.jspecify.annotations.Nullable;

/** Makes embedders, and says which one may make the vectors of a property. */
public final class Embedders {
  private Embedders() {}

  /**
   * The embedder of a model, without a request: what is wrong with a key shows when it is used.
   *
   * @throws GraphException {@code embedding_settings}
   */
  public static Embedder of(EmbedSettings settings) {
    return switch (settings.provider()) {
      case "local" -> local(settings);
      case "bedrock" -> new RemoteEmbedders(settings).bedrock();
      default -> new RemoteEmbedders(settings).openAi();
    };
  }

  private static Embedder local(EmbedSettings settings) {
    if (!settings.model().equals(HashEmbedder.MODEL)) {
      throw EmbedSettings.wrong(
          "MODEL",
          "There is no local model but %s, and not \"%s\"."
              .formatted(HashEmbedder.MODEL, settings.model()));
    }
    return new HashEmbedder();
  }

  /**
   * The embedder that has the model of a property: the configured one, or {@link HashEmbedder},
   * which needs no configuration.
   *
   * @param model that the schema names
   * @param property as messages name it: {@code Person.embedding}
   * @throws GraphException {@code embedder_missing}, {@code embedding_model_mismatch}
   */
  public static Embedder require(@Nullable Embedder configured, String model, String property) {
    if (configured != null && configured.model().equals(model)) {
      return configured;
    }
    if (model.equals(HashEmbedder.MODEL)) {
      return new HashEmbedder();
    }
    if (configured == null) {
      throw GraphException.of(
              EmbedError.EMBEDDER_MISSING,
              "The vectors of %s are made by the model \"%s\", and no model is configured."
                  .formatted(property, model))
          .with("property", property)
          .next("Set OMNIGRAPH_EMBED_MODEL=%s where this runs, or give a vector.".formatted(model))
          .build();
    }
    throw GraphException.of(
            EmbedError.EMBEDDING_MODEL_MISMATCH,
            "The vectors of %s are made by the model \"%s\", and \"%s\" is configured. Vectors of two models cannot be compared."
                .formatted(property, model, configured.model()))
        .with("property", property)
        .with("model", model)
        .with("configured", configured.model())
        .next(
            "Set OMNIGRAPH_EMBED_MODEL=%s where this runs, or change the model in the schema."
                .formatted(model))
        .build();
  }
}
