package dev.omnigraph.value;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * From the Java form of {@code query.Expr.Literal} to JSON, as exports and answers write it and
 * {@link JsonValues} reads it: every integer type as a number, Date and DateTime as ISO text, Blob
 * as {@code base64:…}. A map becomes an object with its members in order.
 */
public final class JsonText {
  private static final JsonFactory JSON = new JsonFactory();

  private JsonText() {}

  /** The whole text of a value. */
  public static String of(@Nullable Object value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      write(json, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /**
   * @throws ValueException {@code out_of_range} for a number that JSON has no form for: NaN and the
   *     infinities
   */
  public static void write(JsonGenerator json, @Nullable Object value) throws IOException {
    switch (value) {
      case null -> json.writeNull();
      case String text -> json.writeString(text);
      case Boolean bool -> json.writeBoolean(bool);
      case Integer i -> json.writeNumber(i);
      case Long l -> json.writeNumber(l);
      case BigInteger i -> json.writeNumber(i);
      case BigDecimal d -> json.writeNumber(d);
      case Float f -> json.writeNumber((float) Numbers.finite(f));
      case Double d -> json.writeNumber(Numbers.finite(d));
      case LocalDate date -> json.writeString(date.toString());
      case Instant instant -> json.writeString(Temporal.print(instant));
      case byte[] bytes -> json.writeString("base64:" + Base64.getEncoder().encodeToString(bytes));
      case float[] vector -> {
        json.writeStartArray();
        for (float f : vector) {
          json.writeNumber((float) Numbers.finite(f));
        }
        json.writeEndArray();
      }
      case List<?> list -> {
        json.writeStartArray();
        for (Object element : list) {
          write(json, element);
        }
        json.writeEndArray();
      }
      case Map<?, ?> map -> {
        json.writeStartObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          json.writeFieldName(String.valueOf(entry.getKey()));
          write(json, entry.getValue());
        }
        json.writeEndObject();
      }
      default ->
          throw new IllegalArgumentException("no JSON form: " + value.getClass().getSimpleName());
    }
  }
}
