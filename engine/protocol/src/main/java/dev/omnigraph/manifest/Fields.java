package dev.omnigraph.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The members of one JSON object, each read once; {@link #end} refuses what was not read. */
final class Fields {
  private final String key;
  private final String path;
  private final JsonNode node;
  private final Set<String> seen = new HashSet<>();

  Fields(String key, String path, JsonNode node) {
    this.key = key;
    this.path = path;
    this.node = node;
  }

  String text(String name) {
    JsonNode value = require(name);
    if (!value.isTextual()) {
      throw wrong(name, "must be a string");
    }
    return value.textValue();
  }

  @Nullable String optionalText(String name) {
    return has(name) ? text(name) : null;
  }

  long integer(String name) {
    JsonNode value = require(name);
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw wrong(name, "must be a 64-bit integer");
    }
    return value.longValue();
  }

  /** A count or position: never negative, zero when absent. */
  long optionalCount(String name) {
    return has(name) ? count(name) : 0;
  }

  long count(String name) {
    long value = integer(name);
    if (value < 0) {
      throw wrong(name, "must not be negative");
    }
    return value;
  }

  Instant instant(String name) {
    String text = text(name);
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw wrong(name, "must be an ISO-8601 instant");
    }
  }

  <E extends Enum<E>> E constant(String name, E[] values) {
    String text = text(name);
    for (E value : values) {
      if (Json.spelling(value).equals(text)) {
        return value;
      }
    }
    throw wrong(name, "has the unknown value \"" + text + "\"");
  }

  Fields object(String name) {
    JsonNode value = require(name);
    if (!value.isObject()) {
      throw wrong(name, "must be an object");
    }
    return new Fields(key, path + name + ".", value);
  }

  @Nullable Fields optionalObject(String name) {
    return has(name) ? object(name) : null;
  }

  /** The strings of an array, none when absent. */
  List<String> texts(String name) {
    List<String> result = new ArrayList<>();
    for (JsonNode element : array(name)) {
      if (!element.isTextual()) {
        throw wrong(name, "must be an array of strings");
      }
      result.add(element.textValue());
    }
    return result;
  }

  /** The objects of an array, none when absent. */
  <T> List<T> objects(String name, Function<Fields, T> read) {
    List<T> result = new ArrayList<>();
    int index = 0;
    for (JsonNode element : array(name)) {
      String at = path + name + "[" + index++ + "].";
      if (!element.isObject()) {
        throw wrong(name, "must be an array of objects");
      }
      Fields fields = new Fields(key, at, element);
      result.add(read.apply(fields));
      fields.end();
    }
    return result;
  }

  <T> T id(String name, Function<String, T> of) {
    return id(name, text(name), of);
  }

  <T> @Nullable T optionalId(String name, Function<String, T> of) {
    return has(name) ? id(name, of) : null;
  }

  /** The ids of an array, none when absent. */
  <T> List<T> ids(String name, Function<String, T> of) {
    return texts(name).stream().map(text -> id(name, text, of)).toList();
  }

  /** This object, which has no fixed members but ids as names. */
  <K extends Comparable<K>, V> SortedMap<K, V> by(
      Function<String, K> of, Function<String, V> read) {
    SortedMap<K, V> values = new TreeMap<>();
    for (String name : names()) {
      values.put(id(name, name, of), read.apply(name));
    }
    return values;
  }

  private <T> T id(String name, String text, Function<String, T> of) {
    try {
      return of.apply(text);
    } catch (IllegalArgumentException e) {
      throw wrong(name, "has the malformed id \"" + text + "\"");
    }
  }

  /** The names of this object, which has no fixed members. */
  List<String> names() {
    return node.properties().stream().map(Map.Entry::getKey).toList();
  }

  boolean has(String name) {
    return node.has(name);
  }

  /** Refuses members that nobody asked for. */
  void end() {
    for (String name : names()) {
      if (!seen.contains(name)) {
        throw wrong(name, "is unknown");
      }
    }
  }

  UnreadableObject wrong(String name, String why) {
    return UnreadableObject.corrupt(key, "member " + path + name + " " + why, null);
  }

  private Iterable<JsonNode> array(String name) {
    if (!has(name)) {
      return List.of();
    }
    JsonNode value = require(name);
    if (!value.isArray()) {
      throw wrong(name, "must be an array");
    }
    return value;
  }

  private JsonNode require(String name) {
    seen.add(name);
    JsonNode value = node.get(name);
    if (value == null) {
      throw wrong(name, "is missing");
    }
    return value;
  }
}
