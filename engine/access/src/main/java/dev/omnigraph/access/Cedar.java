package dev.omnigraph.access;

import com.cedarpolicy.BasicAuthorizationEngine;
import com.cedarpolicy.model.exception.InternalException;
import com.cedarpolicy.model.policy.PolicySet;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.omnigraph.error.GraphException;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The operations of Cedar's native library that are used, with JSON in and out. */
final class Cedar {
  private static final JsonMapper JSON = new JsonMapper();

  /** Loads the library, unless it is there already. */
  Cedar() {
    CedarLibrary.load();
  }

  /** Writes an input. */
  interface Input {
    void write(JsonGenerator json) throws IOException;
  }

  /**
   * Parses and validates policies of one text. The answer has {@code errors} where they do not
   * parse, and else {@code validationErrors} and {@code validationWarnings}.
   */
  JsonNode validate(String schema, String policies) {
    return call(
        "ValidateOperation",
        json -> {
          json.writeStringField("schema", schema);
          json.writeObjectFieldStart("policies");
          json.writeStringField("staticPolicies", policies);
          json.writeEndObject();
        });
  }

  /**
   * Keeps policies parsed under a name.
   *
   * @param policies one each, by their keys
   * @return why that is not possible
   */
  @Nullable String prepare(String name, Map<String, String> policies) {
    String input =
        object(
            json -> {
              json.writeObjectFieldStart("staticPolicies");
              for (Map.Entry<String, String> policy : policies.entrySet()) {
                json.writeStringField(policy.getKey(), policy.getValue());
              }
              json.writeEndObject();
            });
    try {
      PolicySet.preparsePolicySetJni(name, input);
      return null;
    } catch (InternalException e) {
      return String.valueOf(e.getMessage());
    }
  }

  void forget(String name) {
    PolicySet.removeCachedPolicySetJni(name);
  }

  /**
   * Decides by prepared policies. The answer has {@code errors} where there are none of the name.
   */
  JsonNode decide(String name, Input question) {
    return call(
        "StatefulAuthorizationOperation",
        json -> {
          question.write(json);
          json.writeObjectFieldStart("context");
          json.writeEndObject();
          json.writeStringField("preparsedPolicySetId", name);
          json.writeNullField("preparsedSchemaName");
          json.writeBooleanField("validateRequest", false);
        });
  }

  private static JsonNode call(String operation, Input input) {
    String answer = BasicAuthorizationEngine.callCedarJNI(operation, object(input));
    try {
      return JSON.readTree(answer);
    } catch (JsonProcessingException e) {
      throw failed(answer);
    }
  }

  static GraphException failed(String message) {
    return GraphException.of(
            AccessError.EVALUATOR_UNAVAILABLE, "Cedar's library failed: " + message)
        .next("Report this with the policies: it is a defect.")
        .build();
  }

  /** In ASCII, because JNI has an encoding of its own for some other characters. */
  private static String object(Input members) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.enable(JsonWriteFeature.ESCAPE_NON_ASCII.mappedFeature());
      json.writeStartObject();
      members.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
