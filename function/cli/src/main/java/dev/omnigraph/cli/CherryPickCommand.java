package dev.omnigraph.cli;

import dev.omnigraph.call.PickRequest;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "cherry-pick",
    description = "Does on a branch what a commit of another did, as a new commit.",
    footer = {"", "Example:", "  omnigraph cherry-pick COMMIT --from draft"},
    mixinStandardHelpOptions = true)
final class CherryPickCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private GraphOption place = new GraphOption();
  @Mixin private BranchOption branch = new BranchOption();
  @Mixin private ActorOption actor = new ActorOption();
  @Mixin private WriteConditions conditions = new WriteConditions();
  @Mixin private Decisions decisions = new Decisions();
  @Mixin private OutputOptions output = new OutputOptions();

  @Parameters(paramLabel = "COMMIT", description = "The commit to pick.")
  private String commit = "";

  @Option(
      names = "--from",
      required = true,
      paramLabel = "BRANCH",
      description = "The branch whose history has the commit.")
  private String from = "";

  @Override
  public Integer call() {
    PickRequest request =
        PickRequest.cherryPick(
            new BranchName(from), new CommitId(commit), conditions.options(branch, actor));
    return PickRun.run(
        place,
        decisions,
        request,
        "cherry-pick",
        json -> json.writeStringField("source", from),
        output.object());
  }
}
