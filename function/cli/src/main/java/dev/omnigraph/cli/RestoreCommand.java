package dev.omnigraph.cli;

import dev.omnigraph.call.RestoreRequest;
import dev.omnigraph.cli.remote.ApiRequest;
import dev.omnigraph.cli.remote.ApiRequest.Repetition;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.wire.WriteJson;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "restore",
    description = "Brings a branch back to one of its commits by a new commit; history stays.",
    footer = {"", "Example:", "  omnigraph restore COMMIT --branch draft"},
    mixinStandardHelpOptions = true)
final class RestoreCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private GraphOption place = new GraphOption();
  @Mixin private BranchOption branch = new BranchOption();
  @Mixin private ActorOption actor = new ActorOption();
  @Mixin private WriteConditions conditions = new WriteConditions();
  @Mixin private OutputOptions output = new OutputOptions();

  @Parameters(paramLabel = "COMMIT", description = "The commit to come back to.")
  private String commit = "";

  @Override
  public Integer call() {
    RestoreRequest request =
        new RestoreRequest(new CommitId(commit), conditions.options(branch, actor));
    Output printed = output.object();
    try (Reach graph = place.reach()) {
      Answer answer =
          graph.call(
              (here, meter) -> WriteJson.pick(here.restore(request), meter.report()),
              ApiRequest.of("POST", Repetition.KEYED, "restore")
                  .conditions(request.options())
                  .json(
                      json -> {
                        json.writeStringField("commit", commit);
                        json.writeStringField("branch", request.options().branch().text());
                      }));
      printed.object(
          answer,
          out -> out.println(Costs.line(Decisions.what(answer), answer.commit(), graph.cost())));
    }
    return 0;
  }
}
