package dev.omnigraph.manifest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of every object: compact, members in a fixed order, empty ones left out, {@code format}
 * first, its {@link Seal checksum} last. Reading is strict: within a format nobody writes a member
 * that is unknown, doubled or of another type, so such an object is corrupt; any change of shape
 * raises the format.
 */
final class Json {
  static final long FORMAT = 7;

  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
  private static final JsonMapper MAPPER =
      JsonMapper.builder(FACTORY).enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private Json() {}

  /** Writes the members of an object between its {@code format} and its checksum. */
  interface Members {
    void write(JsonGenerator out) throws IOException;
  }

  static byte[] object(Members members) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator out = FACTORY.createGenerator(bytes)) {
      out.writeStartObject();
      out.writeNumberField("format", FORMAT);
      members.write(out);
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory does not fail", e);
    }
    return Seal.close(bytes.toByteArray());
  }

  static void member(JsonGenerator out, String name, Members members) throws IOException {
    out.writeObjectFieldStart(name);
    members.write(out);
    out.writeEndObject();
  }

  static void optional(JsonGenerator out, String name, @Nullable Object value) throws IOException {
    if (value != null) {
      out.writeStringField(name, value.toString());
    }
  }

  static void texts(JsonGenerator out, String name, Collection<?> values) throws IOException {
    if (!values.isEmpty()) {
      out.writeArrayFieldStart(name);
      for (Object value : values) {
        out.writeString(String.valueOf(value));
      }
      out.writeEndArray();
    }
  }

  static void constant(JsonGenerator out, String name, Enum<?> value) throws IOException {
    out.writeStringField(name, spelling(value));
  }

  static String spelling(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /**
   * Parses an object of the present format whose checksum is right.
   *
   * @throws UnreadableObject naming the key
   */
  static Fields parse(String key, byte[] body) {
    JsonNode node;
    try {
      node = MAPPER.readTree(body);
    } catch (JsonProcessingException e) {
      throw UnreadableObject.corrupt(key, "not JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw UnreadableObject.corrupt(key, "not JSON", e);
    }
    if (!node.isObject()) {
      throw UnreadableObject.corrupt(key, "not a JSON object", null);
    }
    Fields fields = new Fields(key, "", node);
    Seal.State seal = Seal.of(body);
    if (seal == Seal.State.BROKEN) {
      throw UnreadableObject.corrupt(key, "its checksum is not that of its content", null);
    }
    long format = fields.integer("format");
    if (format != FORMAT) {
      throw UnreadableObject.ofFormat(key, format, FORMAT);
    }
    if (seal == Seal.State.NONE) {
      throw UnreadableObject.corrupt(key, "it does not end with its checksum", null);
    }
    fields.text(Seal.MEMBER);
    return fields;
  }
}
