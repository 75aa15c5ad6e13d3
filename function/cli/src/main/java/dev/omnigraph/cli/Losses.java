package dev.omnigraph.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;

/** What a change of the schema takes from a branch, with how many rows have it. */
final class Losses {
  private final List<JsonNode> losses;

  Losses(List<JsonNode> losses) {
    this.losses = losses;
  }

  /** Prints nothing when nothing is lost. */
  void print(PrintWriter out) {
    if (!losses.isEmpty()) {
      out.println(text());
    }
  }

  String text() {
    return losses.stream()
        .map(Losses::line)
        .collect(Collectors.joining("\n  ", "DATA IS LOST by this change:\n  ", ""));
  }

  private static String line(JsonNode loss) {
    String rows = Costs.count(loss.path("rows").asLong(), "row");
    String type = loss.path("type").asText();
    return loss.path("property").isTextual()
        ? "%s.%s: its values in %s".formatted(type, loss.path("property").asText(), rows)
        : "%s: all of %s".formatted(type, rows);
  }
}
