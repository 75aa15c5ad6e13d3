package dev.omnigraph.query.lang;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.omnigraph.lang.Diagnostic;
import dev.omnigraph.lang.LanguageException;
import dev.omnigraph.query.Parameter;
import dev.omnigraph.query.TypedQuery;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.value.JsonText;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.SortedSet;

/** What the queries of a source take, give, read and write; found out without any I/O. */
public final class Lint {
  private Lint() {}

  /**
   * A query as its callers see it.
   *
   * @param kind "read" or "write"
   * @param reads names of the types whose entities it looks at
   * @param writes names of the types whose entities it may insert, update or delete; deleting a
   *     node deletes its edges
   */
  public record Report(
      String name,
      String kind,
      String description,
      List<Parameter> parameters,
      List<Column> columns,
      SortedSet<String> reads,
      SortedSet<String> writes) {}

  /** A column of the result: the name, and the type as the language writes it. */
  public record Column(String name, String type) {}

  /**
   * One report for each query.
   *
   * @throws LanguageException as {@link QueryCompiler#compile} does
   */
  public static List<Report> lint(String source, String file, Catalog catalog) {
    return QueryCompiler.compile(source, file, catalog).stream()
        .map(query -> report(query, catalog))
        .toList();
  }

  private static Report report(TypedQuery query, Catalog catalog) {
    TypesUsed types = TypesUsed.of(query, catalog);
    List<Column> columns =
        query instanceof TypedQuery.Read read
            ? read.columns().stream()
                .map(c -> new Column(c.name(), c.value().type().spelling()))
                .toList()
            : List.of();
    return new Report(
        query.name(),
        query instanceof TypedQuery.Read ? "read" : "write",
        query.description().orElse(""),
        query.parameters(),
        columns,
        types.read(),
        types.written());
  }

  /** For people: a paragraph for each query. */
  public static String text(List<Report> reports) {
    StringBuilder out = new StringBuilder();
    for (Report report : reports) {
      out.append(report.kind()).append(' ').append(report.name()).append('(');
      out.append(
          String.join(
              ", ",
              report.parameters().stream().map(p -> "$" + p.name() + ": " + type(p)).toList()));
      out.append(")\n");
      line(out, "", report.description());
      line(
          out,
          "returns ",
          String.join(
              ", ", report.columns().stream().map(c -> c.name() + ": " + c.type()).toList()));
      line(out, "reads   ", String.join(", ", report.reads()));
      line(out, "writes  ", String.join(", ", report.writes()));
    }
    return out.toString();
  }

  private static void line(StringBuilder out, String head, String text) {
    if (!text.isEmpty()) {
      out.append("  ").append(head).append(text).append('\n');
    }
  }

  private static String type(Parameter parameter) {
    return parameter.type().spelling() + (parameter.nullable() ? "?" : "");
  }

  /**
   * For programs: {@code {"queries": [{name, kind, description, parameters, columns, reads,
   * writes}], "hints": [{code, file, line, column, message, excerpt, help}]}}.
   */
  public static String json(List<Report> reports, List<Diagnostic> hints) {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
      json.writeStartObject();
      json.writeArrayFieldStart("queries");
      for (Report report : reports) {
        write(json, report);
      }
      json.writeEndArray();
      json.writeFieldName("hints");
      JsonText.write(json, hints.stream().map(Diagnostic::json).toList());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString();
  }

  /**
   * What is wrong with a source, for programs: {@code {"diagnostics": [{code, file, line, column,
   * message, excerpt, help}]}}, {@code help} only where there is one.
   */
  public static String json(LanguageException mistakes) {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
      JsonText.write(json, mistakes.details());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString();
  }

  private static void write(JsonGenerator json, Report report) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", report.name());
    json.writeStringField("kind", report.kind());
    json.writeStringField("description", report.description());
    json.writeArrayFieldStart("parameters");
    for (Parameter parameter : report.parameters()) {
      json.writeStartObject();
      json.writeStringField("name", parameter.name());
      json.writeStringField("type", parameter.type().spelling());
      json.writeBooleanField("optional", parameter.nullable());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("columns");
    for (Column column : report.columns()) {
      json.writeStartObject();
      json.writeStringField("name", column.name());
      json.writeStringField("type", column.type());
      json.writeEndObject();
    }
    json.writeEndArray();
    names(json, "reads", report.reads());
    names(json, "writes", report.writes());
    json.writeEndObject();
  }

  private static void names(JsonGenerator json, String field, Iterable<String> names)
      throws IOException {
    json.writeArrayFieldStart(field);
    for (String name : names) {
      json.writeString(name);
    }
    json.writeEndArray();
  }
}
