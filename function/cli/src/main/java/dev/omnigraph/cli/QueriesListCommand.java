package dev.omnigraph.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.omnigraph.cli.Output.Column;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "list",
    description = "Lists the stored queries that you may call: what each takes and returns.",
    footer = {"", "Example:", "  omnigraph queries list"},
    mixinStandardHelpOptions = true)
final class QueriesListCommand implements Callable<Integer> {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("query", "name"),
          new Column("kind", query -> query.path("writes").asBoolean() ? "write" : "read"),
          new Column("parameters", StoredQueries::signature),
          new Column("columns", QueriesListCommand::columns),
          Column.of("description"),
          Column.of("file"));

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private GraphOption place = new GraphOption();
  @Mixin private BranchOption branch = new BranchOption();
  @Mixin private OutputOptions output = new OutputOptions();
  @ArgGroup private @Nullable Past past;

  @Override
  public Integer call() {
    Output printed = output.list();
    try (Reach graph = place.reach()) {
      Answer answer = StoredQueries.in(graph, Past.at(branch, past)).answer();
      printed.list(answer, "queries", COLUMNS, out -> {});
    }
    return 0;
  }

  private static String columns(JsonNode query) {
    return Answer.elements(query.path("columns")).stream()
        .map(column -> column.path("name").asText() + ": " + column.path("type").asText())
        .collect(Collectors.joining(", "));
  }
}
