package dev.omnigraph.embed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The embeddings of OpenAI's API, which Ollama, vLLM, Azure and many others speak: {@code POST
 * …/embeddings} with {@code model} and {@code input}.
 */
final class OpenAiProvider implements Provider {
  private static final int BATCH = 100;

  /** Of the models whose dimension can be chosen. */
  private static final String SIZABLE = "text-embedding-3";

  private final URI url;
  private final String model;
  private final boolean sendDimension;

  OpenAiProvider(EmbedSettings settings, URI base) {
    this.url = below(base);
    this.model = settings.name();
    this.sendDimension = settings.sendDimension().orElse(model.startsWith(SIZABLE));
  }

  @Override
  public int batch() {
    return BATCH;
  }

  @Override
  public Message request(List<String> texts, int dimension, boolean isQuery) {
    ObjectNode body = Json.object();
    body.put("model", model);
    ArrayNode input = body.putArray("input");
    texts.forEach(input::add);
    if (sendDimension) {
      body.put("dimensions", dimension);
    }
    return new Message(url, Json.bytes(body), Map.of("Content-Type", "application/json"));
  }

  @Override
  public List<JsonNode> vectors(JsonNode answer) {
    JsonNode data = answer.path("data");
    @Nullable JsonNode[] vectors = new @Nullable JsonNode[data.size()];
    for (int i = 0; i < data.size(); i++) {
      int index = data.get(i).path("index").asInt(i);
      if (index < 0 || index >= vectors.length || vectors[index] != null) {
        return List.of();
      }
      vectors[index] = data.get(i).path("embedding");
    }
    List<JsonNode> all = new ArrayList<>();
    for (JsonNode vector : vectors) {
      if (vector != null) {
        all.add(vector);
      }
    }
    return all;
  }

  /** An account that is used up answers 429 as one does that asks too often. */
  @Override
  public boolean isFinal(JsonNode answer) {
    return answer.path("error").path("code").asText("").equals("insufficient_quota");
  }

  @Override
  public String reason(JsonNode answer) {
    JsonNode error = answer.path("error");
    return error.isTextual() ? error.textValue() : error.path("message").asText("");
  }

  /** A query, such as the version of Azure's API, stays behind the path. */
  private static URI below(URI base) {
    String path = base.getRawPath() == null ? "" : base.getRawPath();
    String slashed = path.endsWith("/") ? path : path + "/";
    String query = base.getRawQuery() == null ? "" : "?" + base.getRawQuery();
    return base.resolve(slashed + "embeddings" + query);
  }
}
