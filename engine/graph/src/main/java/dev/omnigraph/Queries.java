package dev.omnigraph;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.omnigraph.error.ErrorKind;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.lang.Suggestions;
import dev.omnigraph.manifest.ManifestRecord.IdempotencyKey;
import dev.omnigraph.query.TypedQuery;
import dev.omnigraph.query.lang.ArgumentBinder;
import dev.omnigraph.query.lang.QueryCompiler;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.value.JsonText;
import dev.omnigraph.write.BoundWrite;
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

/** From a request's text and arguments to one typed query. */
final class Queries {
  private Queries() {}

  static TypedQuery.Read read(QueryRequest request, Catalog catalog) {
    TypedQuery query = one(request.source(), request.file(), request.name(), catalog);
    if (query instanceof TypedQuery.Read read) {
      return read;
    }
    throw new GraphException(
        ErrorKind.INVALID,
        "query_writes",
        "The query `%s` writes, and this call only reads.".formatted(query.name()),
        "Send it as a mutation.",
        Map.of("query", query.name()),
        null);
  }

  static BoundWrite write(MutationRequest request, Catalog catalog) {
    TypedQuery query = one(request.source(), request.file(), request.name(), catalog);
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

  private static TypedQuery one(
      String source, String file, @Nullable String name, Catalog catalog) {
    List<TypedQuery> queries = QueryCompiler.compile(source, file, catalog);
    List<String> names = queries.stream().map(TypedQuery::name).toList();
    if (name == null) {
      if (queries.size() == 1) {
        return queries.getFirst();
      }
      throw choose("The source has %d queries.".formatted(queries.size()), null, names);
    }
    return queries.stream()
        .filter(query -> query.name().equals(name))
        .findFirst()
        .orElseThrow(() -> choose("There is no query `%s`.".formatted(name), name, names));
  }

  private static GraphException choose(String message, @Nullable String name, List<String> names) {
    String help = name == null ? null : Suggestions.help(name, names, "queries");
    return new GraphException(
        name == null ? ErrorKind.INVALID : ErrorKind.NOT_FOUND,
        name == null ? "query_not_named" : "query_not_found",
        message,
        help != null
            ? help
            : names.isEmpty()
                ? "Write `query name(…) { … }`."
                : "Name one of " + Suggestions.quoted(names) + ".",
        Map.of("queries", names),
        null);
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
