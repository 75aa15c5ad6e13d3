package dev.omnigraph.cli;

import dev.omnigraph.cli.remote.ApiRequest;
import dev.omnigraph.cli.remote.ApiRequest.Repetition;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.id.HoldName;
import dev.omnigraph.wire.ReadJson;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "retain",
    description =
        "Keeps a commit, and all that follow it on its branch, from cleanup until it is released.",
    footer = {"", "Example:", "  omnigraph retain audit"},
    mixinStandardHelpOptions = true)
final class RetainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private GraphOption place = new GraphOption();
  @Mixin private BranchOption branch = new BranchOption();
  @Mixin private ActorOption actor = new ActorOption();
  @Mixin private OutputOptions output = new OutputOptions();
  @ArgGroup private @Nullable Past past;

  @Parameters(paramLabel = "HOLD", description = "What the hold is called; one of that name moves.")
  private String name = "";

  @Override
  public Integer call() {
    HoldName hold = new HoldName(name);
    ReadAt at = Past.at(branch, past);
    Output printed = output.object();
    try (Reach graph = place.reach()) {
      // A hold of that name moves: the same request twice is the same hold.
      Answer answer =
          graph.call(
              (here, meter) -> ReadJson.hold(here.retain(hold, at, actor.name())),
              ApiRequest.of("PUT", Repetition.SAFE, "holds", hold.text())
                  .json(json -> Bodies.state(json, at)));
      printed.object(
          answer,
          out ->
              out.printf(
                  "%s keeps %s from commit %s on%n",
                  answer.text("hold"), answer.text("branch"), answer.commit()));
    }
    return 0;
  }
}
