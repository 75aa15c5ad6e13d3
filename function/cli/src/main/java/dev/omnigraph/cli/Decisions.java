package dev.omnigraph.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.omnigraph.call.ConflictWindow;
import dev.omnigraph.call.MergeRequest.Prefer;
import dev.omnigraph.call.Resolution;
import dev.omnigraph.call.Resolution.Take;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What becomes of entities that both sides changed, and how it is told. */
final class Decisions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--prefer",
      paramLabel = "SIDE",
      description = "Which side decides where both changed the same: source or target.")
  private @Nullable String prefer;

  @Option(
      names = "--take",
      paramLabel = "SIDE:TYPE:ID",
      description = "What becomes of one entity: source, target or base, its type and its id.")
  private List<String> takes = new ArrayList<>();

  @Option(names = "--dry-run", description = "Writes nothing, and shows what would happen.")
  private boolean dryRun;

  @Option(
      names = "--conflicts-after",
      paramLabel = "CURSOR",
      description = "Of a dry run: shows the conflicts that follow those of another one.")
  private @Nullable String after;

  @Option(
      names = "--conflicts-limit",
      paramLabel = "COUNT",
      description = "Of a dry run: how many conflicts to show, 1 to 1000. Default: 1000.")
  private int limit = ConflictWindow.MOST;

  /** The conflicts to show of a dry run; null when it is none. */
  @Nullable ConflictWindow dryRun() {
    if (limit < 1 || limit > ConflictWindow.MOST) {
      throw new ParameterException(
          spec.commandLine(),
          "--conflicts-limit is 1 to %d, not %d.".formatted(ConflictWindow.MOST, limit));
    }
    return dryRun ? new ConflictWindow(limit, after) : null;
  }

  Prefer prefer() {
    return prefer == null ? Prefer.NONE : constant("--prefer", prefer, Prefer.values());
  }

  List<Resolution> resolutions() {
    return takes.stream().map(this::resolution).toList();
  }

  /** The same in a body. */
  void write(JsonGenerator json) throws IOException {
    Bodies.optional(json, "prefer", prefer);
    Bodies.value(
        json,
        "resolutions",
        resolutions().stream()
            .map(one -> Map.of("type", one.type(), "id", one.id(), "take", word(one.take())))
            .toList());
    ConflictWindow window = dryRun();
    if (window != null) {
      json.writeBooleanField("dry_run", true);
      json.writeNumberField("conflicts_limit", window.limit());
      Bodies.optional(json, "conflicts_after", window.after());
    }
  }

  private Resolution resolution(String text) {
    String[] parts = text.split(":", 3);
    if (parts.length < 3) {
      throw new ParameterException(
          spec.commandLine(), "--take needs SIDE:TYPE:ID, not \"%s\".".formatted(text));
    }
    Take take = constant("--take", parts[0], new Take[] {Take.SOURCE, Take.TARGET, Take.BASE});
    return Resolution.of(parts[1], parts[2], take);
  }

  private <E extends Enum<E>> E constant(String option, String text, E[] constants) {
    for (E constant : constants) {
      if (word(constant).equals(text)) {
        return constant;
      }
    }
    throw new ParameterException(
        spec.commandLine(), "%s does not know \"%s\".".formatted(option, text));
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** Whether something stands against it. */
  static boolean areNeeded(Answer answer) {
    return answer.number("conflict_count") > 0;
  }

  /** Prints the conflicts of a dry run, and how to see more of them. */
  static void print(Answer answer, PrintWriter out) {
    answer.list("conflicts").forEach(conflict -> out.println(line(conflict)));
    String next = answer.optional("conflicts_next");
    if (next != null) {
      String kinds =
          answer.json().path("conflict_kinds").properties().stream()
              .map(kind -> kind.getKey() + " " + kind.getValue().asLong())
              .collect(Collectors.joining(", "));
      out.println("%d conflicts in all: %s".formatted(answer.number("conflict_count"), kinds));
      out.println("The next: --dry-run --conflicts-after " + next);
    }
  }

  private static String line(JsonNode conflict) {
    JsonNode property = conflict.path("property");
    return "%s: %s \"%s\": %s%s"
        .formatted(
            conflict.path("kind").asText(),
            conflict.path("type").asText(),
            conflict.path("id").asText(),
            property.isTextual() ? property.asText() + ": " : "",
            conflict.path("reason").asText());
  }

  /** What came of it: {@code merged, Town +1 ~2}. */
  static String what(Answer answer) {
    StringBuilder text = new StringBuilder(answer.text("outcome").replace('_', ' '));
    for (JsonNode table : answer.list("tables")) {
      text.append(", ").append(table.path("type").asText()).append(counts(table));
    }
    return text.toString();
  }

  /** How many entities of a type were inserted, updated and deleted, in a few signs. */
  static String counts(JsonNode table) {
    StringBuilder text = new StringBuilder();
    append(text, '+', table.path("inserted").asLong());
    append(text, '~', table.path("updated").asLong());
    append(text, '-', table.path("deleted").asLong());
    return text.toString();
  }

  private static void append(StringBuilder text, char sign, long count) {
    if (count > 0) {
      text.append(' ').append(sign).append(count);
    }
  }
}
