package dev.omnigraph.cli;

import dev.omnigraph.Graph;
import dev.omnigraph.id.HoldName;
import dev.omnigraph.manifest.Hold;
import dev.omnigraph.wire.ReadJson;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "retain",
    description =
        "Keeps a commit, and all that follow it on its branch, from cleanup until it is released.",
    mixinStandardHelpOptions = true)
final class RetainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private GraphOption place = new GraphOption();
  @Mixin private BranchOption branch = new BranchOption();
  @Mixin private ActorOption actor = new ActorOption();
  @ArgGroup private @Nullable Past past;

  @Parameters(paramLabel = "HOLD", description = "What the hold is called; one of that name moves.")
  private String name = "";

  @Option(names = "--json", description = "One JSON object, and nothing else.")
  private boolean json;

  @Override
  public Integer call() {
    try (Graph graph = place.open()) {
      Hold hold = graph.retain(new HoldName(name), Past.at(branch, past), actor.name());
      spec.commandLine()
          .getOut()
          .println(
              json
                  ? ReadJson.hold(hold).text()
                  : "%s keeps %s from commit %s on"
                      .formatted(hold.name(), hold.branch(), hold.commitId()));
    }
    return 0;
  }
}
