package dev.omnigraph.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.omnigraph.error.ErrorCode;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.lang.LanguageError;
import dev.omnigraph.schema.JsonMistake;
import dev.omnigraph.value.ValueError;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The members of a request, each of the kind that it must have. */
final class JsonObject {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /** What the value of a member may be; each may also be null, as if it were left out. */
  enum Kind {
    TEXT,
    FLAG,
    /** A whole number. */
    COUNT,
    OBJECT,
    LIST
  }

  private final Map<String, @Nullable Object> members;

  private JsonObject(Map<String, @Nullable Object> members) {
    this.members = members;
  }

  /**
   * Reads one object, and that nothing follows it.
   *
   * @param main the member without which there is no request; messages name it
   * @param kinds of all members that there may be
   * @throws GraphException {@code missing_body}, {@code malformed_json}, {@code unknown_field},
   *     {@code wrong_type}
   */
  static JsonObject read(InputStream body, String main, Map<String, Kind> kinds)
      throws IOException {
    try (JsonParser json = FACTORY.createParser(body)) {
      json.disable(JsonParser.Feature.AUTO_CLOSE_SOURCE);
      JsonToken first = json.nextToken();
      if (first == null || first == JsonToken.VALUE_NULL) {
        throw Params.missingBody(main);
      }
      if (first != JsonToken.START_OBJECT) {
        throw notOneObject(json);
      }
      Map<String, @Nullable Object> members = new HashMap<>();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        members.put(name, member(json, name, kinds));
      }
      if (json.nextToken() != null) {
        throw notOneObject(json);
      }
      return new JsonObject(members);
    } catch (JsonProcessingException e) {
      throw malformed(e.getLocation(), JsonMistake.reason(e));
    }
  }

  String required(String name) {
    return Params.required(name, text(name));
  }

  boolean has(String name) {
    return members.get(name) != null;
  }

  @Nullable String text(String name) {
    return (String) members.get(name);
  }

  boolean flag(String name) {
    return Boolean.TRUE.equals(members.get(name));
  }

  /** As it is spelled; null where it is left out. */
  @Nullable String count(String name) {
    Object count = members.get(name);
    return count == null ? null : count.toString();
  }

  /** Empty where it is left out. */
  @SuppressWarnings("unchecked")
  Map<String, @Nullable Object> object(String name) {
    Object value = members.get(name);
    return value == null ? Map.of() : (Map<String, @Nullable Object>) value;
  }

  /** Empty where it is left out. */
  List<?> list(String name) {
    return members.get(name) instanceof List<?> list ? list : List.of();
  }

  /**
   * A list of texts; empty where it is left out.
   *
   * @throws GraphException {@code wrong_type}
   */
  List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    for (Object element : list(name)) {
      if (!(element instanceof String text)) {
        throw wrongType(null, name + ".[" + texts.size() + "]");
      }
      texts.add(text);
    }
    return texts;
  }

  private static @Nullable Object member(JsonParser json, String name, Map<String, Kind> kinds)
      throws IOException {
    Kind kind = kinds.get(name);
    if (kind == null) {
      throw unknown(json, name, kinds);
    }
    JsonToken token = json.currentToken();
    boolean fits =
        switch (kind) {
          case TEXT -> token == JsonToken.VALUE_STRING;
          case FLAG -> token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE;
          case COUNT -> token == JsonToken.VALUE_NUMBER_INT;
          case OBJECT -> token == JsonToken.START_OBJECT;
          case LIST -> token == JsonToken.START_ARRAY;
        };
    if (!fits && token != JsonToken.VALUE_NULL) {
      throw wrongType(json, name);
    }
    return value(json, name);
  }

  /** Any value: numbers exactly, objects with their members in order. */
  private static @Nullable Object value(JsonParser json, String path) throws IOException {
    return switch (json.currentToken()) {
      case VALUE_NULL -> null;
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_STRING -> json.getText();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(json, path);
      case START_ARRAY -> {
        List<@Nullable Object> elements = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
          elements.add(value(json, path + ".[" + elements.size() + "]"));
        }
        yield elements;
      }
      case START_OBJECT -> {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
          String name = json.currentName();
          json.nextToken();
          object.put(name, value(json, path + "." + name));
        }
        yield object;
      }
      default -> throw notOneObject(json);
    };
  }

  private static Object number(JsonParser json, String path) throws IOException {
    try {
      return json.currentToken() == JsonToken.VALUE_NUMBER_INT
          ? json.getNumberValue()
          : json.getDecimalValue();
    } catch (ArithmeticException | NumberFormatException e) {
      throw wrongType(json, path);
    }
  }

  private static GraphException unknown(JsonParser json, String name, Map<String, Kind> kinds) {
    return failure(
        json.currentTokenLocation(),
        LanguageError.UNKNOWN_FIELD,
        "The body has the unknown field \"" + name + "\"",
        ".",
        "Known fields: %s.".formatted(String.join(", ", new TreeSet<>(kinds.keySet()))),
        name);
  }

  private static GraphException wrongType(@Nullable JsonParser json, String path) {
    return failure(
        json == null ? null : json.currentTokenLocation(),
        ValueError.WRONG_TYPE,
        "The field \"" + path + "\" has a value of the wrong type",
        ".",
        "See /openapi.json for the types of the fields.",
        path);
  }

  private static GraphException notOneObject(JsonParser json) {
    return malformed(json.currentTokenLocation(), "an object was expected, and nothing after it");
  }

  private static GraphException malformed(@Nullable JsonLocation at, String reason) {
    return failure(
        at,
        HttpError.MALFORMED_JSON,
        "The body cannot be read",
        ": " + reason + ".",
        HttpError.MALFORMED_JSON.nextStep(),
        null);
  }

  /** What is wrong, where, and the rest of the sentence. */
  private static GraphException failure(
      @Nullable JsonLocation at,
      ErrorCode code,
      String problem,
      String rest,
      @Nullable String next,
      @Nullable String field) {
    Map<String, Object> details = new LinkedHashMap<>();
    String where = "";
    if (at != null && at.getLineNr() > 0) {
      details.put("line", at.getLineNr());
      details.put("column", at.getColumnNr());
      where = " at line %d, column %d".formatted(at.getLineNr(), at.getColumnNr());
    }
    if (field != null) {
      details.put("field", field);
    }
    return GraphException.of(code, problem + where + rest).next(next).with(details).build();
  }
}
