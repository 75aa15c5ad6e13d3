package dev.omnigraph.cli;

import dev.omnigraph.cli.Output.Column;
import dev.omnigraph.cli.remote.ApiRequest;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.wire.ReadJson;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "snapshot",
    description = "Shows what is in each table of a branch.",
    footer = {"", "Example:", "  omnigraph snapshot --format csv"},
    mixinStandardHelpOptions = true)
final class SnapshotCommand implements Callable<Integer> {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("type"),
          Column.of("kind"),
          Column.of("rows"),
          Column.of("table", "path"),
          Column.of("version"));

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private GraphOption place = new GraphOption();
  @Mixin private BranchOption branch = new BranchOption();
  @Mixin private OutputOptions output = new OutputOptions();
  @ArgGroup private @Nullable Past past;

  @Override
  public Integer call() {
    ReadAt at = Past.at(branch, past);
    Output printed = output.list();
    try (Reach graph = place.reach()) {
      Answer answer =
          graph.call(
              (here, meter) -> ReadJson.snapshot(here.snapshot(at)),
              ApiRequest.get("snapshot").at(at));
      printed.list(
          answer,
          "tables",
          printed.isTable() ? COLUMNS.subList(0, COLUMNS.size() - 1) : COLUMNS,
          out ->
              out.printf(
                  "branch %s · commit %s · %s%n",
                  answer.text("branch"), answer.commit(), answer.text("authored_at")));
    }
    return 0;
  }
}
