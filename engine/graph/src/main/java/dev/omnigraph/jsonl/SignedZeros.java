package dev.omnigraph.jsonl;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Pattern;

/**
 * JSON with {@code -0.0} in it. Fractions are read as decimals, which keep every digit but have one
 * zero only; floats have two, so theirs becomes a Double.
 */
final class SignedZeros {
  private static final Pattern NEGATIVE = Pattern.compile("-0(?:\\.0+)?(?:[eE]|[^.0-9]|\\.0)");
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private SignedZeros() {}

  /** Whether the text has one, or something that looks like it. */
  static boolean mayBeIn(String json) {
    return json.contains("-0") && NEGATIVE.matcher(json).find();
  }

  /**
   * @param json that was read before, so that it is one JSON value
   */
  static JsonNode read(ObjectReader reader, String json) throws JsonProcessingException {
    try (JsonParser parser = reader.createParser(json)) {
      parser.nextToken();
      return value(parser);
    } catch (JsonProcessingException e) {
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode value(JsonParser json) throws IOException {
    return switch (json.currentToken()) {
      case START_OBJECT -> object(json);
      case START_ARRAY -> array(json);
      case VALUE_NUMBER_INT -> integer(json.getNumberValue());
      case VALUE_NUMBER_FLOAT -> decimal(json);
      case VALUE_TRUE -> NODES.booleanNode(true);
      case VALUE_FALSE -> NODES.booleanNode(false);
      case VALUE_NULL -> NODES.nullNode();
      default -> NODES.textNode(json.getText());
    };
  }

  private static JsonNode object(JsonParser json) throws IOException {
    ObjectNode object = NODES.objectNode();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      object.set(name, value(json));
    }
    return object;
  }

  private static JsonNode array(JsonParser json) throws IOException {
    ArrayNode array = NODES.arrayNode();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      array.add(value(json));
    }
    return array;
  }

  private static JsonNode integer(Number number) {
    return switch (number) {
      case Integer i -> NODES.numberNode(i);
      case Long l -> NODES.numberNode(l);
      default -> NODES.numberNode((BigInteger) number);
    };
  }

  private static JsonNode decimal(JsonParser json) throws IOException {
    BigDecimal decimal = json.getDecimalValue();
    return decimal.signum() == 0 && json.getText().startsWith("-")
        ? NODES.numberNode(-0.0)
        : NODES.numberNode(decimal);
  }
}
