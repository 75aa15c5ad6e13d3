package dev.omnigraph.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** A plan for people: a line for each step, why it is refused and what may be meant. */
final class PlanText {
  private PlanText() {}

  static String of(Answer plan) {
    List<JsonNode> steps = plan.list("steps");
    return steps.isEmpty() ? "nothing to do\n" : steps(steps) + count(steps) + "\n";
  }

  /** A line for each step, with what is to be known of it below. */
  static String steps(List<JsonNode> steps) {
    StringBuilder out = new StringBuilder();
    for (JsonNode step : steps) {
      JsonNode refusal = step.path("refusal");
      JsonNode reading = step.path("reading");
      boolean isRefused = refusal.isObject();
      out.append(isRefused ? "✗ " : "  ").append(step.path("summary").asText()).append('\n');
      if (isRefused) {
        out.append("      ").append(refusal.path("code").asText()).append(": ");
        out.append(refusal.path("reason").asText()).append(offenders(reading));
        out.append("\n      help: ").append(refusal.path("way_out").asText()).append('\n');
      } else {
        out.append(reading.isObject() ? checked(reading) : "");
        out.append(step.path("hint").isTextual() ? hint(step) : "");
      }
    }
    return out.toString();
  }

  /** How many there are, and how many of them are refused. */
  static String count(List<JsonNode> steps) {
    long refused = steps.stream().filter(step -> step.path("refusal").isObject()).count();
    return Costs.count(steps.size(), "step") + (refused == 0 ? "" : ", " + refused + " refused");
  }

  private static String checked(JsonNode reading) {
    return "      checked: %s, and nothing breaks it\n".formatted(rowsRead(reading));
  }

  private static String hint(JsonNode step) {
    return "      hint: " + step.path("hint").asText() + "\n";
  }

  private static String offenders(JsonNode reading) {
    if (!reading.isObject()) {
      return "";
    }
    StringBuilder out = new StringBuilder(" ").append(rowsRead(reading)).append(':');
    JsonNode first = reading.path("first");
    first.forEach(offender -> out.append("\n        ").append(text(offender)));
    return out.append(reading.path("offenders").asLong() > first.size() ? "\n        …" : "")
        .toString();
  }

  private static String text(JsonNode offender) {
    JsonNode id = offender.path("id");
    JsonNode field = offender.path("field");
    return (id.isTextual() ? "\"" + id.asText() + "\": " : "")
        + (field.isTextual() ? field.asText() + ": " : "")
        + offender.path("reason").asText();
  }

  private static String rowsRead(JsonNode reading) {
    long rows = reading.path("rows").asLong();
    return rows + (rows == 1 ? " row read" : " rows read");
  }
}
