package dev.omnigraph.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.omnigraph.Graph;
import dev.omnigraph.call.OptimizeAnswer;
import dev.omnigraph.cli.Output.Column;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.wire.WriteJson;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "optimize",
    description = "Compacts small fragments and brings indexes up to date.",
    footer = {"", "Example:", "  omnigraph optimize"},
    mixinStandardHelpOptions = true)
final class OptimizeCommand implements Callable<Integer> {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("type"),
          Column.of("rows"),
          new Column("fragments", OptimizeCommand::fragments),
          new Column("indexes built", table -> names(table, "indexes_built")),
          new Column("look-ups built", table -> names(table, "lookups_built")),
          new Column("search built", OptimizeCommand::searches));

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private GraphOption place = new GraphOption();
  @Mixin private BranchOption branch = new BranchOption();
  @Mixin private ActorOption actor = new ActorOption();
  @Mixin private OutputOptions output = new OutputOptions();

  @Override
  public Integer call() {
    Output printed = output.list();
    try (Graph graph = place.open()) {
      OptimizeAnswer done =
          place.waits().during(() -> graph.optimize(WriteOptions.on(branch.name(), actor.name())));
      Answer answer = Answer.of(WriteJson.optimize(done).text());
      printed.list(
          answer,
          "tables",
          COLUMNS,
          out -> {
            answer.list("tables").forEach(table -> notes(table, out));
            String commit = answer.optional("commit");
            out.println(commit == null ? "nothing to do" : "commit " + commit);
          });
    }
    return 0;
  }

  private static Object fragments(JsonNode table) {
    long before = table.path("fragments_before").asLong();
    long after = table.path("fragments_after").asLong();
    return before == after ? Long.toString(after) : before + " → " + after;
  }

  private static String names(JsonNode table, String member) {
    return String.join(", ", Answer.texts(table.path(member)));
  }

  private static String searches(JsonNode table) {
    return Answer.elements(table.path("segments_built")).stream()
        .filter(built -> built.path("rows").asLong() > 0)
        .map(built -> built.path("property").asText())
        .collect(Collectors.joining(", "));
  }

  private static void notes(JsonNode table, PrintWriter out) {
    String type = table.path("type").asText();
    if (!table.path("indexes_not_built").isEmpty()) {
      out.println(
          "note: no index of whole values is built for very long texts: %s of %s"
              .formatted(names(table, "indexes_not_built"), type));
    }
    for (JsonNode built : table.path("segments_built")) {
      String property = built.path("property").asText();
      if (built.path("rows_left").asLong() > 0) {
        out.println(
            "note: %,d rows are left to the next run: %s of %s"
                .formatted(built.path("rows_left").asLong(), property, type));
      }
      if (built.path("failure").isTextual()) {
        out.println(
            "note: no search index of %s of %s can be built of %s"
                .formatted(property, type, built.path("failure").asText()));
      }
    }
  }
}
