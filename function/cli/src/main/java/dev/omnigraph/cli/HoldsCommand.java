package dev.omnigraph.cli;

import dev.omnigraph.cli.Output.Column;
import dev.omnigraph.cli.remote.ApiRequest;
import dev.omnigraph.wire.ReadJson;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "holds",
    description = "Lists what is kept from cleanup by name.",
    footer = {"", "Example:", "  omnigraph holds"},
    mixinStandardHelpOptions = true)
final class HoldsCommand implements Callable<Integer> {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("hold"),
          Column.of("branch"),
          Column.of("from commit", "commit"),
          Column.of("since", "held_at"),
          Column.of("by", "actor"));

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private GraphOption place = new GraphOption();
  @Mixin private OutputOptions output = new OutputOptions();

  @Override
  public Integer call() {
    Output printed = output.list();
    try (Reach graph = place.reach()) {
      Answer answer =
          graph.call((here, meter) -> ReadJson.holds(here.holds()), ApiRequest.get("holds"));
      printed.list(answer, "holds", COLUMNS, out -> {});
    }
    return 0;
  }
}
