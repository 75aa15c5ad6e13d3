package dev.omnigraph.cli;

import dev.omnigraph.call.PickRequest;
import dev.omnigraph.id.CommitId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "revert",
    description = "Undoes a commit of a branch by a new commit.",
    footer = {"", "Example:", "  omnigraph revert COMMIT"},
    mixinStandardHelpOptions = true)
final class RevertCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private GraphOption place = new GraphOption();
  @Mixin private BranchOption branch = new BranchOption();
  @Mixin private ActorOption actor = new ActorOption();
  @Mixin private WriteConditions conditions = new WriteConditions();
  @Mixin private Decisions decisions = new Decisions();
  @Mixin private OutputOptions output = new OutputOptions();

  @Parameters(paramLabel = "COMMIT", description = "The commit to undo.")
  private String commit = "";

  @Override
  public Integer call() {
    PickRequest request =
        PickRequest.revert(new CommitId(commit), conditions.options(branch, actor));
    return PickRun.run(place, decisions, request, "revert", json -> {}, output.object());
  }
}
