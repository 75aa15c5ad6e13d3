package dev.omnigraph.cli;

import dev.omnigraph.cli.remote.ApiRequest;
import dev.omnigraph.cli.remote.ApiRequest.Repetition;
import dev.omnigraph.id.HoldName;
import dev.omnigraph.wire.ReadJson;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "release",
    description = "Ends a hold; what only it kept goes with a later cleanup.",
    footer = {"", "Example:", "  omnigraph release audit"},
    mixinStandardHelpOptions = true)
final class ReleaseCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private GraphOption place = new GraphOption();
  @Mixin private OutputOptions output = new OutputOptions();

  @Parameters(paramLabel = "HOLD", description = "What the hold is called.")
  private String name = "";

  @Override
  public Integer call() {
    HoldName hold = new HoldName(name);
    Output printed = output.object();
    try (Reach graph = place.reach()) {
      Answer answer =
          graph.call(
              (here, meter) -> ReadJson.hold(here.release(hold)),
              ApiRequest.of("DELETE", Repetition.ONCE, "holds", hold.text()));
      printed.object(
          answer,
          out ->
              out.printf(
                  "%s released: it kept %s from commit %s on%n",
                  answer.text("hold"), answer.text("branch"), answer.commit()));
    }
    return 0;
  }
}
