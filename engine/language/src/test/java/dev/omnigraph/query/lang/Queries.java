package dev.omnigraph.query.lang;

import dev.omnigraph.lang.Diagnostic;
import dev.omnigraph.lang.LanguageException;
import dev.omnigraph.query.TypedQuery;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.lang.SchemaCompiler;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A schema with one of everything, and queries compiled against it. */
final class Queries {
  private static final String SCHEMA =
      """
      interface Named { name: String }
      node Person implements Named {
          name: String @key
          age: I32?
          big: I64?
          ratio: F32?
          email: String?
          kind: enum(employee, guest)
          bio: String  @index
          active: Bool?
          born: Date?
          seen: DateTime?
          embedding: Vector(3)?  @embed("bio", model="m")
          tags: [String]?
          photo: Blob?
      }
      node Company { name: String @key  founded: Date? }
      node Note { text: String  at: DateTime?  shape: Vector(2)? }
      edge Knows: Person -> Person { since: Date?  confidence: enum(low, high)? }
      edge WorksAt: Person -> Company @card(0..1) { role: String?  @key(src, dst) }
      edge Rated: Person -> Note { stars: U32  score: U64?  role: String? }
      """;

  private Queries() {}

  static Catalog catalog() {
    return schema(SCHEMA);
  }

  private static Catalog schema(String source) {
    AtomicInteger next = new AtomicInteger();
    return SchemaCompiler.compile(
        source, "test.pg", Optional.empty(), () -> "T" + next.incrementAndGet());
  }

  static List<TypedQuery> compile(String source) {
    return QueryCompiler.compile(source, "q.gq", catalog());
  }

  static TypedQuery.Read read(String body) {
    return (TypedQuery.Read) compile(body).getFirst();
  }

  static TypedQuery.Write write(String body) {
    return (TypedQuery.Write) compile(body).getFirst();
  }

  /** What is reported, as {@code line:column code message}; empty when nothing is. */
  static List<String> mistakes(String source) {
    return mistakes(() -> compile(source));
  }

  /** The same of a schema. */
  static List<String> schemaMistakes(String source) {
    return mistakes(() -> schema(source));
  }

  private static List<String> mistakes(Runnable compile) {
    try {
      compile.run();
      return List.of();
    } catch (LanguageException e) {
      return e.diagnostics().stream().map(Queries::line).toList();
    }
  }

  private static String line(Diagnostic d) {
    return "%d:%d %s %s".formatted(d.span().line(), d.span().column(), d.code().text(), d.message())
        + (d.help() == null ? "" : " " + d.help());
  }
}
