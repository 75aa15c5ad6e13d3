package dev.omnigraph.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.omnigraph.cli.Output.Column;
import dev.omnigraph.cli.remote.ApiRequest;
import dev.omnigraph.cli.remote.Reading;
import dev.omnigraph.wire.ReadJson;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "list",
    description = "Lists the branches: where each is, and how it relates to its parent.",
    footer = {"", "Example:", "  omnigraph branch list"},
    mixinStandardHelpOptions = true)
final class BranchListCommand implements Callable<Integer> {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("branch"),
          Column.of("head"),
          new Column("parent", branch -> parent(branch.path("fork"))),
          new Column("ahead", branch -> ofFork(branch, "ahead")),
          new Column("behind", branch -> ofFork(branch, "behind")),
          Column.of("created", "created_at"),
          Column.of("by", "created_by"));

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private GraphOption place = new GraphOption();
  @Mixin private OutputOptions output = new OutputOptions();

  @Override
  public Integer call() {
    Output printed = output.list();
    try (Reach graph = place.reach()) {
      printed.list(all(graph), "branches", COLUMNS, out -> {});
    }
    return 0;
  }

  /** All branches of a graph. */
  static Answer all(Reach graph) {
    return graph.call(
        (here, meter) -> ReadJson.branches(here.branches()), ApiRequest.get("branches"));
  }

  private static Object ofFork(JsonNode branch, String member) {
    Object value = Reading.value(branch.path("fork").path(member));
    return value == null ? "" : value;
  }

  /** With a mark when the branch of that name is not there, or is another one. */
  static String parent(JsonNode fork) {
    return fork.path("parent").asText("") + (fork.path("parent_gone").asBoolean() ? " (gone)" : "");
  }
}
