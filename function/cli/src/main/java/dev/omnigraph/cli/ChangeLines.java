package dev.omnigraph.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.omnigraph.cli.Output.Column;
import dev.omnigraph.cli.OutputOptions.Format;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Changes as they were asked for: for people a line for each entity. */
final class ChangeLines {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("operation"),
          Column.of("kind"),
          Column.of("type"),
          Column.of("id"),
          new Column("changed", change -> String.join(" ", Answer.texts(change.path("changed")))),
          new Column("before", change -> Cells.whole(change.path("before"))),
          new Column("after", change -> Cells.whole(change.path("after"))));

  private final Output output;
  private final List<JsonNode> kept = new ArrayList<>();
  private @Nullable Answer first;
  private long count;

  ChangeLines(Output output) {
    this.output = output;
  }

  /** Prints a page, or keeps it where all are to be one object. */
  void print(Answer page) {
    boolean isFirst = first == null;
    first = first == null ? page : first;
    List<JsonNode> changes = page.list("changes");
    count += changes.size();
    switch (output.format()) {
      case JSON -> kept.addAll(changes);
      case NDJSON -> changes.forEach(output.out()::println);
      case CSV -> output.csv(changes, COLUMNS, isFirst);
      case TABLE -> {
        if (isFirst) {
          lines(page.json(), output);
        } else {
          changes.forEach(change -> output.out().println(line(change, output.isColoured())));
        }
      }
    }
  }

  /** Ends an answer that is one object. */
  void complete() {
    if (output.format() == Format.JSON && first != null) {
      output.out().println(Output.joined(first, "changes", kept).text());
    }
  }

  /** How many there were. */
  long count() {
    return count;
  }

  /** Steps of the schema and changes, each on a line. */
  static void lines(JsonNode page, Output output) {
    for (JsonNode step : page.path("schema")) {
      output.out().println("schema: " + step.path("summary").asText());
    }
    for (JsonNode change : page.path("changes")) {
      output.out().println(line(change, output.isColoured()));
    }
  }

  /** {@code ~ Person "bob" age: 1 -> 2}. */
  static String line(JsonNode change, boolean isColoured) {
    String entity = " %s %s".formatted(change.path("type").asText(), id(change));
    return switch (change.path("operation").asText()) {
      case "insert" -> Colours.green("+" + entity, isColoured);
      case "delete" -> Colours.red("-" + entity, isColoured);
      default -> Colours.yellow("~" + entity, isColoured) + updates(change);
    };
  }

  /** The id of an edge with a key is a JSON array, and needs no quotes. */
  private static String id(JsonNode change) {
    String id = change.path("id").asText();
    return id.startsWith("[") ? id : "\"" + id + "\"";
  }

  private static String updates(JsonNode change) {
    StringBuilder text = new StringBuilder();
    String separator = " ";
    for (String name : Answer.texts(change.path("changed"))) {
      text.append(separator).append(name).append(": ");
      text.append(value(change.path("before"), name));
      text.append(" -> ").append(value(change.path("after"), name));
      separator = ", ";
    }
    return text.toString();
  }

  private static String value(JsonNode image, String name) {
    return image.has(name) ? image.path(name).toString() : "null";
  }
}
