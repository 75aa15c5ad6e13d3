package dev.omnigraph.cli;

import dev.omnigraph.Graph;
import dev.omnigraph.manifest.Hold;
import dev.omnigraph.wire.ReadJson;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "holds",
    description = "Lists what is kept from cleanup by name.",
    mixinStandardHelpOptions = true)
final class HoldsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private GraphOption place = new GraphOption();

  @Option(names = "--json", description = "One JSON object, and nothing else.")
  private boolean json;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (Graph graph = place.open()) {
      List<Hold> holds = graph.holds();
      if (json) {
        out.println(ReadJson.holds(holds).text());
      } else {
        table(holds).print(out);
      }
    }
    return 0;
  }

  private static TextTable table(List<Hold> holds) {
    TextTable table = TextTable.whole(List.of("hold", "branch", "from commit", "since", "by"));
    for (Hold hold : holds) {
      table.add(
          Arrays.asList(
              hold.name().text(),
              hold.branch().text(),
              hold.commitId().text(),
              hold.heldAt().toString(),
              hold.actor()));
    }
    return table;
  }
}
