package dev.omnigraph.soak;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.omnigraph.id.BranchName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One operation as a worker is told of it: a line of JSON.
 *
 * @param verb {@code mutate}, {@code load}, {@code optimize}, {@code evolve}, {@code cleanup},
 *     {@code query}, {@code fork}, {@code drop}, {@code merge}, {@code merge and drop}, {@code
 *     revert}, {@code pick} or {@code restore}
 * @param name of the query; for a load its mode, for a cleanup its retention
 * @param arguments of the query: texts, numbers and nulls; of branches {@code from}, {@code commit}
 *     and {@code prefer}
 * @param lines what a load reads
 * @param actor names the operation in the log
 * @param key idempotency key, or null
 */
record Command(
    String bucket,
    String verb,
    String name,
    Map<String, @Nullable Object> arguments,
    String lines,
    BranchName branch,
    String actor,
    @Nullable String key) {
  private static final ObjectMapper JSON = new ObjectMapper();

  String toLine() {
    ObjectNode json = JSON.createObjectNode();
    json.put("bucket", bucket).put("verb", verb).put("name", name).put("lines", lines);
    json.put("branch", branch.text()).put("actor", actor).put("key", key);
    json.set("arguments", JSON.valueToTree(arguments));
    return json.toString();
  }

  static Command ofLine(String line) {
    JsonNode json = parse(line);
    Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
    json.get("arguments")
        .properties()
        .forEach(argument -> arguments.put(argument.getKey(), value(argument.getValue())));
    return new Command(
        json.get("bucket").textValue(),
        json.get("verb").textValue(),
        json.get("name").textValue(),
        arguments,
        json.get("lines").textValue(),
        new BranchName(json.get("branch").textValue()),
        json.get("actor").textValue(),
        json.get("key").textValue());
  }

  static JsonNode parse(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a line of JSON: " + line, e);
    }
  }

  static @Nullable Object value(JsonNode json) {
    if (json.isNull()) {
      return null;
    }
    if (json.isArray()) {
      List<Double> numbers = new ArrayList<>();
      json.forEach(number -> numbers.add(number.doubleValue()));
      return numbers;
    }
    return json.isIntegralNumber() ? (Object) json.longValue() : json.textValue();
  }
}
