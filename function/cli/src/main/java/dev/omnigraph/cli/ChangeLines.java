package dev.omnigraph.cli;

import dev.omnigraph.call.Change;
import dev.omnigraph.call.DiffAnswer.SchemaStep;
import dev.omnigraph.wire.ChangeJson;
import dev.omnigraph.wire.JsonBody;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Changes for people, a line for each entity, or for programs. */
final class ChangeLines {
  private final PrintWriter out;
  private final boolean json;
  private long count;

  ChangeLines(PrintWriter out, boolean json) {
    this.out = out;
    this.json = json;
  }

  void print(List<SchemaStep> schema, List<Change> changes, boolean first) {
    if (first && !json) {
      schema.forEach(step -> out.println("schema: " + step.summary()));
    }
    for (Change change : changes) {
      out.println(json ? JsonBody.text(ChangeJson.change(change)) : line(change));
    }
    count += changes.size();
  }

  /** How many there were. */
  long count() {
    return count;
  }

  /** {@code ~ Person "bob" age: 1 -> 2}. */
  static String line(Change change) {
    String entity = " %s %s".formatted(change.type(), id(change.id()));
    return switch (change.operation()) {
      case INSERT -> "+" + entity;
      case DELETE -> "-" + entity;
      case UPDATE -> "~" + entity + updates(change);
    };
  }

  /** The id of an edge with a key is a JSON array, and needs no quotes. */
  private static String id(String id) {
    return id.startsWith("[") ? id : "\"" + id + "\"";
  }

  private static String updates(Change change) {
    StringBuilder text = new StringBuilder();
    String separator = " ";
    for (String name : change.changed()) {
      text.append(separator).append(name).append(": ");
      text.append(value(change.before(), name)).append(" -> ").append(value(change.after(), name));
      separator = ", ";
    }
    return text.toString();
  }

  private static String value(@Nullable Map<String, @Nullable Object> image, String name) {
    return ChangeJson.value(image == null ? null : image.get(name));
  }
}
