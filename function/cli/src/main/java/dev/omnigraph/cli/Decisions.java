package dev.omnigraph.cli;

import dev.omnigraph.call.ConflictWindow;
import dev.omnigraph.call.FoundConflicts;
import dev.omnigraph.call.MergeAnswer;
import dev.omnigraph.call.MergeConflict;
import dev.omnigraph.call.MergeRequest.Prefer;
import dev.omnigraph.call.Resolution;
import dev.omnigraph.call.Resolution.Take;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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

  /** Prints the conflicts of a dry run, and how to see more of them. */
  static void print(FoundConflicts found, PrintWriter out) {
    found.shown().forEach(conflict -> out.println(line(conflict)));
    if (found.next() != null) {
      String kinds =
          found.counts().entrySet().stream()
              .map(kind -> kind.getKey().text() + " " + kind.getValue())
              .collect(Collectors.joining(", "));
      out.println("%d conflicts in all: %s".formatted(found.total(), kinds));
      out.println("The next: --dry-run --conflicts-after " + found.next());
    }
  }

  Prefer prefer() {
    return prefer == null ? Prefer.NONE : constant("--prefer", prefer, Prefer.values());
  }

  List<Resolution> resolutions() {
    return takes.stream().map(this::resolution).toList();
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
      if (constant.name().toLowerCase(Locale.ROOT).equals(text)) {
        return constant;
      }
    }
    throw new ParameterException(
        spec.commandLine(), "%s does not know \"%s\".".formatted(option, text));
  }

  private static String line(MergeConflict conflict) {
    String property = conflict.property() == null ? "" : conflict.property() + ": ";
    return "%s: %s \"%s\": %s%s"
        .formatted(
            conflict.kind().text(), conflict.type(), conflict.id(), property, conflict.reason());
  }

  static String what(String outcome, List<MergeAnswer.Table> tables) {
    StringBuilder text = new StringBuilder(outcome.replace('_', ' '));
    for (MergeAnswer.Table table : tables) {
      text.append(", ").append(table.type());
      append(text, '+', table.inserted());
      append(text, '~', table.updated());
      append(text, '-', table.deleted());
    }
    return text.toString();
  }

  private static void append(StringBuilder text, char sign, long count) {
    if (count > 0) {
      text.append(' ').append(sign).append(count);
    }
  }
}
