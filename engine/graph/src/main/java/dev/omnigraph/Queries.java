package dev.omnigraph;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.omnigraph.error.ErrorKind;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.manifest.ManifestRecord.IdempotencyKey;
import dev.omnigraph.mutate.BoundWrite;
import dev.omnigraph.query.TypedQuery;
import dev.omnigraph.query.lang.ArgumentBinder;
import dev.omnigraph.query.lang.QuerySource;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.value.JsonText;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** From a request to what the operation is made of. */
final class Queries {
  private Queries() {}

  static BoundWrite write(MutationRequest request, Catalog catalog) {
    TypedQuery query = QuerySource.query(request.source(), request.file(), request.name(), catalog);
    if (query instanceof TypedQuery.Write write) {
      return new BoundWrite(write, ArgumentBinder.bind(write.parameters(), request.arguments()));
    }
    throw new GraphException(
        ErrorKind.INVALID,
        "query_reads",
        "The query `%s` only reads, and this call is for writes.".formatted(query.name()),
        "Send it as a query.",
        Map.of("query", query.name()),
        null);
  }

  /** The caller's key, and a digest of all that decides what the mutation does. */
  static @Nullable IdempotencyKey idempotencyKey(MutationRequest request) {
    String key = request.idempotencyKey();
    if (key == null) {
      return null;
    }
    String name = request.name() == null ? "" : request.name();
    return new IdempotencyKey(
        key, sha256(name + "\n" + canonical(request.arguments()) + "\n" + request.source()));
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

  /** The caller's key, and a digest of all that decides what the change of the schema does. */
  static @Nullable IdempotencyKey idempotencyKey(SchemaRequest request) {
    String key = request.idempotencyKey();
    return key == null
        ? null
        : new IdempotencyKey(key, sha256(request.allowDataLoss() + "\n" + request.source()));
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256.", e);
    }
  }
}
