package dev.omnigraph.call;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.id.Sha256;
import dev.omnigraph.value.JsonText;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A write query.
 *
 * @param source {@code .gq} text with one or more queries
 * @param file display name of the source in messages
 * @param name the query to run; null when the source has only one
 * @param arguments as in {@link QueryRequest}
 */
public record MutationRequest(
    String source,
    String file,
    @Nullable String name,
    Map<String, ?> arguments,
    WriteOptions options) {

  /** Of all that decides what the mutation does; null when there is no key that stands for it. */
  public @Nullable String digest() {
    return options.idempotencyKey() == null
        ? null
        : Sha256.hex((name == null ? "" : name) + "\n" + canonical(arguments) + "\n" + source);
  }

  /** One text for equal arguments, in whatever order their members come, at any depth. */
  private static String canonical(Map<String, ?> arguments) {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
      JsonText.write(json, ordered(arguments));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString();
  }

  private static @Nullable Object ordered(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> members = new TreeMap<>();
        map.forEach((name, member) -> members.put(String.valueOf(name), ordered(member)));
        yield members;
      }
      case List<?> list -> {
        List<@Nullable Object> elements = new ArrayList<>(list.size());
        list.forEach(element -> elements.add(ordered(element)));
        yield elements;
      }
      case null -> null;
      default -> value;
    };
  }
}
