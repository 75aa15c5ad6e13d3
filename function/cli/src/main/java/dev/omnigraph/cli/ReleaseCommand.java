package dev.omnigraph.cli;

import dev.omnigraph.Graph;
import dev.omnigraph.id.HoldName;
import dev.omnigraph.manifest.Hold;
import dev.omnigraph.wire.ReadJson;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "release",
    description = "Ends a hold; what only it kept goes with a later cleanup.",
    mixinStandardHelpOptions = true)
final class ReleaseCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private GraphOption place = new GraphOption();

  @Parameters(paramLabel = "HOLD", description = "What the hold is called.")
  private String name = "";

  @Option(names = "--json", description = "One JSON object, and nothing else.")
  private boolean json;

  @Override
  public Integer call() {
    try (Graph graph = place.open()) {
      Hold hold = graph.release(new HoldName(name));
      spec.commandLine()
          .getOut()
          .println(
              json
                  ? ReadJson.hold(hold).text()
                  : "%s released: it kept %s from commit %s on"
                      .formatted(hold.name(), hold.branch(), hold.commitId()));
    }
    return 0;
  }
}
