package dev.omnigraph.embed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@code InvokeModel} of Amazon Bedrock, for the embedding models of Amazon and Cohere, each of
 * which has a body of its own.
 */
final class BedrockProvider implements Provider {
  private static final int COHERE_BATCH = 96;

  /** Bedrock refuses longer ones before its third version could cut them. */
  private static final int COHERE_3_LONGEST = 2_048;

  private final URI url;
  private final boolean isCohere;
  private final boolean sendDimension;
  private final int longestText;

  /**
   * @param endpoint of the Bedrock runtime
   */
  BedrockProvider(EmbedSettings settings, URI endpoint) {
    String model = settings.name();
    this.isCohere = model.contains("cohere.embed");
    if (!isCohere && !model.contains("amazon.titan-embed-text")) {
      throw EmbedSettings.wrong(
          "MODEL",
          "Of Bedrock, models named amazon.titan-embed-text… and cohere.embed… can be used, and not \"%s\"."
              .formatted(model));
    }
    this.sendDimension =
        settings
            .sendDimension()
            .orElse(model.contains("titan-embed-text-v2") || model.contains("cohere.embed-v4"));
    this.longestText =
        model.contains("cohere.embed") && model.contains("-v3")
            ? COHERE_3_LONGEST
            : Integer.MAX_VALUE;
    this.url =
        endpoint.resolve("/model/" + URLEncoder.encode(model, StandardCharsets.UTF_8) + "/invoke");
  }

  @Override
  public int batch() {
    return isCohere ? COHERE_BATCH : 1;
  }

  @Override
  public int longestText() {
    return longestText;
  }

  @Override
  public Message request(List<String> texts, int dimension, boolean isQuery) {
    ObjectNode body = isCohere ? cohere(texts, dimension, isQuery) : titan(texts, dimension);
    return new Message(
        url,
        Json.bytes(body),
        Map.of("Content-Type", "application/json", "Accept", "application/json"));
  }

  private ObjectNode titan(List<String> texts, int dimension) {
    ObjectNode body = Json.object().put("inputText", texts.getFirst());
    return sendDimension ? body.put("dimensions", dimension) : body;
  }

  private ObjectNode cohere(List<String> texts, int dimension, boolean isQuery) {
    ObjectNode body = Json.object();
    ArrayNode all = body.putArray("texts");
    texts.forEach(all::add);
    body.put("input_type", isQuery ? "search_query" : "search_document");
    body.put("truncate", "END");
    body.putArray("embedding_types").add("float");
    return sendDimension ? body.put("output_dimension", dimension) : body;
  }

  @Override
  public List<JsonNode> vectors(JsonNode answer) {
    if (!isCohere) {
      return List.of(answer.path("embedding"));
    }
    JsonNode embeddings = answer.path("embeddings");
    List<JsonNode> vectors = new ArrayList<>();
    (embeddings.isObject() ? embeddings.path("float") : embeddings).forEach(vectors::add);
    return vectors;
  }

  @Override
  public String reason(JsonNode answer) {
    return answer.path("message").asText(answer.path("Message").asText(""));
  }
}
