package dev.omnigraph.benchmark;

import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import dev.omnigraph.embed.Embedder;
import java.util.List;

/**
 * A small model of sentences, run by this process: all-MiniLM-L6-v2, of which numbers are bytes.
 */
final class MiniLm implements Embedder {
  static final String NAME = "test/all-minilm-l6-v2-q";
  static final int DIMENSION = 384;

  private final AllMiniLmL6V2QuantizedEmbeddingModel model =
      new AllMiniLmL6V2QuantizedEmbeddingModel(Runnable::run);

  @Override
  public String model() {
    return NAME;
  }

  @Override
  public List<float[]> embed(List<String> texts, int dimension) {
    if (dimension != DIMENSION) {
      throw new IllegalArgumentException("It makes vectors of " + DIMENSION + ".");
    }
    return texts.stream().map(text -> model.embed(text).content().vector()).toList();
  }

  @Override
  public void close() {}
}
