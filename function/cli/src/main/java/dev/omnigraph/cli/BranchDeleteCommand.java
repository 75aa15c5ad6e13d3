package dev.omnigraph.cli;

import dev.omnigraph.cli.remote.ApiRequest;
import dev.omnigraph.cli.remote.ApiRequest.Repetition;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.wire.WriteJson;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "delete",
    description = "Deletes a branch; what was made from it stays.",
    footer = {"", "Example:", "  omnigraph branch delete draft"},
    mixinStandardHelpOptions = true)
final class BranchDeleteCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private GraphOption place = new GraphOption();
  @Mixin private ActorOption actor = new ActorOption();
  @Mixin private OutputOptions output = new OutputOptions();

  @Parameters(paramLabel = "NAME", description = "The branch.")
  private String name = "";

  @Option(
      names = "--expect",
      paramLabel = "COMMIT",
      description = "Only if this is still the branch's newest commit.")
  private @Nullable String expected;

  @Override
  public Integer call() {
    BranchName branch = new BranchName(name);
    CommitId head = expected == null ? null : new CommitId(expected);
    WriteOptions options = WriteOptions.on(branch, actor.name()).expecting(head);
    Output printed = output.object();
    try (Reach graph = place.reach()) {
      Answer answer =
          graph.call(
              (here, meter) ->
                  WriteJson.deletion(branch, here.deleteBranch(options), meter.report()),
              ApiRequest.ofBranch("DELETE", Repetition.ONCE, branch.text()).conditions(options));
      String what = "branch " + branch + " deleted";
      printed.object(answer, out -> out.println(Costs.line(what, answer.commit(), graph.cost())));
    }
    return 0;
  }
}
