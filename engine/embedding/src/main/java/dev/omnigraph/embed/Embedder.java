package dev.omnigraph.embed;

import java.util.List;

/**
 * Makes vectors of texts with one model. Thread-safe. Vectors of different models have nothing to
 * do with each other, so who compares them asks {@link Embedders#require} first.
 */
public interface Embedder extends AutoCloseable {
  /** The model, after its provider: {@code openai/text-embedding-3-large}. Never changes. */
  String model();

  /**
   * The vectors of texts that are stored, each of length 1 and of finite numbers.
   *
   * @param texts any number, none of them blank; of a long one the beginning decides
   * @param dimension of each vector
   * @return one for each text, in their order
   * @throws dev.omnigraph.error.GraphException {@code embedding_blank} for a blank text, {@code
   *     embedding_dimension} when the model has no vectors of that dimension, {@code
   *     embedding_unavailable} when another try may succeed, {@code embedding_refused} for a key or
   *     a right, {@code embedding_failed} for everything else
   */
  List<float[]> embed(List<String> texts, int dimension);

  /**
   * The vector of a text that others are searched by: some models make another one of it than of
   * the same text when it is stored.
   *
   * @throws dev.omnigraph.error.GraphException as {@link #embed} does
   */
  default float[] embedQuery(String text, int dimension) {
    return embed(List.of(text), dimension).getFirst();
  }

  @Override
  void close();
}
