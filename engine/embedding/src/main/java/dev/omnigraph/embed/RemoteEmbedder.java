package dev.omnigraph.embed;

import com.fasterxml.jackson.databind.JsonNode;
import dev.omnigraph.error.GraphException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A model behind a server: sends texts in batches, a few side by side, and lets nothing of an
 * answer through that is not a vector of the right dimension.
 */
final class RemoteEmbedder implements Embedder {
  /**
   * In UTF-8, of which a token is at least a byte: most models refuse more than 8,192 tokens, and
   * there are languages that have one or two for each character.
   */
  static final int LONGEST_TEXT = 8_000;

  /** The same of all texts of a request, of which 300,000 tokens are the most. */
  private static final int BATCH_BYTES = 200_000;

  private static final int REQUESTS_AT_ONCE = 8;

  private final String model;
  private final Provider provider;
  private final Proof proof;
  private final Caller caller;
  private final Duration time;
  private final ExecutorService threads;

  /**
   * @param time of all requests of one call
   */
  RemoteEmbedder(String model, Provider provider, Proof proof, Caller caller, Duration time) {
    this.model = model;
    this.provider = provider;
    this.proof = proof;
    this.caller = caller;
    this.time = time;
    this.threads =
        Executors.newFixedThreadPool(REQUESTS_AT_ONCE, Thread.ofVirtual().name("embed").factory());
  }

  @Override
  public String model() {
    return model;
  }

  @Override
  public List<float[]> embed(List<String> texts, int dimension) {
    return embed(texts, dimension, false);
  }

  @Override
  public float[] embedQuery(String text, int dimension) {
    return embed(List.of(text), dimension, true).getFirst();
  }

  private List<float[]> embed(List<String> texts, int dimension, boolean isQuery) {
    long end = caller.end(time);
    List<List<String>> batches =
        batches(texts.stream().map(Vectors::requireText).map(this::beginning).toList());
    List<float[]> vectors = new ArrayList<>();
    if (batches.size() == 1) {
      vectors.addAll(batch(batches.getFirst(), dimension, isQuery, end));
    } else {
      List<Future<List<float[]>>> running = new ArrayList<>();
      for (List<String> batch : batches) {
        running.add(threads.submit(() -> batch(batch, dimension, isQuery, end)));
      }
      try {
        running.forEach(batch -> vectors.addAll(result(batch)));
      } finally {
        running.forEach(batch -> batch.cancel(true));
      }
    }
    return vectors;
  }

  private static List<float[]> result(Future<List<float[]>> batch) {
    try {
      return batch.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof GraphException known) {
        throw known;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw GraphException.of(
              EmbedError.EMBEDDING_UNAVAILABLE, "The embedding model was not waited for.")
          .cause(e)
          .build();
    }
  }

  private List<float[]> batch(List<String> texts, int dimension, boolean isQuery, long end) {
    Message message = provider.request(texts, dimension, isQuery);
    String server = message.to().getHost();
    List<JsonNode> vectors = provider.vectors(caller.send(message, proof, provider, end));
    if (vectors.size() != texts.size()) {
      throw Caller.failed(
          "%s answers with %d vectors for %d texts."
              .formatted(server, vectors.size(), texts.size()));
    }
    return vectors.stream().map(vector -> vector(vector, dimension, server)).toList();
  }

  private float[] vector(JsonNode numbers, int dimension, String server) {
    if (!numbers.isArray() || numbers.isEmpty()) {
      throw Caller.failed("%s answers without a vector.".formatted(server));
    }
    if (numbers.size() != dimension) {
      throw GraphException.of(
              EmbedError.EMBEDDING_DIMENSION,
              "The model \"%s\" makes vectors of %d numbers, and the property has %d."
                  .formatted(model, numbers.size(), dimension))
          .with("model", model)
          .with("dimension", numbers.size())
          .with("wanted", dimension)
          .build();
    }
    double[] values = new double[dimension];
    for (int i = 0; i < dimension; i++) {
      JsonNode number = numbers.get(i);
      values[i] = number.isNumber() ? number.doubleValue() : Double.NaN;
      if (!Double.isFinite(values[i])) {
        throw Caller.failed(
            "%s answers with a vector that has %s among its numbers."
                .formatted(server, number.isNumber() ? "an infinite one" : "what is none"));
      }
    }
    float[] unit = Vectors.unit(values);
    if (unit == null) {
      throw Caller.failed("%s answers with a vector of zeros.".formatted(server));
    }
    return unit;
  }

  private List<List<String>> batches(List<String> texts) {
    List<List<String>> batches = new ArrayList<>();
    List<String> batch = new ArrayList<>();
    int bytes = 0;
    for (String text : texts) {
      int more = text.getBytes(StandardCharsets.UTF_8).length;
      boolean isFull = batch.size() == provider.batch() || bytes + more > BATCH_BYTES;
      if (isFull && !batch.isEmpty()) {
        batches.add(batch);
        batch = new ArrayList<>();
        bytes = 0;
      }
      batch.add(text);
      bytes += more;
    }
    if (!batch.isEmpty()) {
      batches.add(batch);
    }
    return batches;
  }

  /** As much as a model takes, without a part of a character. */
  private String beginning(String text) {
    int bytes = 0;
    int end = 0;
    while (end < text.length()) {
      int character = text.codePointAt(end);
      bytes += character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
      int next = end + Character.charCount(character);
      if (bytes > LONGEST_TEXT || next > provider.longestText()) {
        return text.substring(0, end);
      }
      end = next;
    }
    return text;
  }

  @Override
  public void close() {
    threads.shutdownNow();
    caller.close();
  }
}
