package dev.omnigraph.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.omnigraph.cli.OutputOptions.Format;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Prints answers as they were asked for. */
record Output(Format format, PrintWriter out, boolean isColoured) {
  /**
   * A column of a list.
   *
   * @param value for people, where that is not what the member of its name says
   */
  record Column(String name, Function<JsonNode, @Nullable Object> value) {
    /** The member of that name. */
    static Column of(String name) {
      return of(name, name);
    }

    static Column of(String name, String member) {
      return new Column(name, element -> Cells.value(element.path(member), ""));
    }
  }

  boolean isTable() {
    return format == Format.TABLE;
  }

  /** One object: as it came, or as people read it. */
  void object(Answer answer, Consumer<PrintWriter> text) {
    if (isTable()) {
      text.accept(out);
    } else {
      out.println(answer.text());
    }
  }

  /**
   * A list that is a member of an answer.
   *
   * @param below what people read below the table
   */
  void list(Answer answer, String member, List<Column> columns, Consumer<PrintWriter> below) {
    if (format == Format.JSON) {
      out.println(answer.text());
    } else {
      list(answer.list(member), columns, below);
    }
  }

  /**
   * What was found, as {@link #list}; where that is nothing, people read its summary without a
   * table.
   */
  void found(Answer answer, String member, List<Column> columns, Consumer<PrintWriter> summary) {
    if (isTable() && answer.list(member).isEmpty()) {
      summary.accept(out);
    } else {
      list(answer, member, columns, summary);
    }
  }

  private void list(List<JsonNode> elements, List<Column> columns, Consumer<PrintWriter> below) {
    switch (format) {
      case JSON, NDJSON -> elements.forEach(out::println);
      case CSV -> csv(elements, columns, true);
      case TABLE -> {
        TextTable table = TextTable.whole(columns.stream().map(Column::name).toList());
        elements.forEach(element -> table.add(cells(element, columns)));
        table.print(out);
        below.accept(out);
      }
    }
  }

  /** One element of a list, as a list of one. */
  void element(Answer answer, List<Column> columns) {
    if (format == Format.JSON) {
      out.println(answer.text());
    } else {
      list(List.of(answer.json()), columns, nothing -> {});
    }
  }

  /** A page of a list. */
  void csv(List<JsonNode> elements, List<Column> columns, boolean withHeader) {
    if (withHeader) {
      Csv.line(out, columns.stream().map(Column::name).toList());
    }
    elements.forEach(element -> Csv.line(out, cells(element, columns)));
  }

  private static List<@Nullable Object> cells(JsonNode element, List<Column> columns) {
    List<@Nullable Object> cells = new ArrayList<>();
    columns.forEach(column -> cells.add(column.value().apply(element)));
    return cells;
  }

  /** Rows of a query, whose columns the answer names. */
  void rows(Answer answer, Consumer<PrintWriter> below) {
    List<Column> columns = new ArrayList<>();
    for (JsonNode column : answer.list("columns")) {
      String name = column.path("name").asText();
      String type = column.path("type").asText();
      columns.add(new Column(name, row -> Cells.value(row.path(name), type)));
    }
    if (isTable()) {
      TextTable table = new TextTable(columns.stream().map(Column::name).toList());
      answer.list("rows").forEach(row -> table.add(cells(row, columns)));
      table.print(out);
      below.accept(out);
    } else if (format == Format.CSV) {
      Csv.line(out, columns.stream().map(Column::name).toList());
      for (JsonNode row : answer.list("rows")) {
        // An empty field is no value, as in files that are loaded.
        Csv.line(out, columns.stream().map(c -> Cells.whole(row.path(c.name()))).toList());
      }
    } else {
      list(answer, "rows", columns, below);
    }
  }

  /** An answer that is only a list. */
  static Answer whole(String member, List<JsonNode> elements) {
    ObjectNode whole = JsonNodeFactory.instance.objectNode();
    whole.putArray(member).addAll(elements);
    return new Answer(whole.toString(), whole);
  }

  /** An answer that came in pages as one: of the first, with the elements of all. */
  static Answer joined(Answer first, String member, List<JsonNode> elements) {
    ObjectNode whole = first.json().deepCopy();
    whole.putArray(member).addAll(elements);
    whole.putNull("next");
    return new Answer(whole.toString(), whole);
  }
}
