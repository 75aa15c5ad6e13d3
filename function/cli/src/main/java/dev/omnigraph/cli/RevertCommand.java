package dev.omnigraph.cli;

import dev.omnigraph.CallMeter;
import dev.omnigraph.Graph;
import dev.omnigraph.call.PickAnswer;
import dev.omnigraph.call.PickRequest;
import dev.omnigraph.id.CommitId;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "revert",
    description = "Undoes a commit of a branch by a new commit.",
    mixinStandardHelpOptions = true)
final class RevertCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private GraphOption place = new GraphOption();
  @Mixin private BranchOption branch = new BranchOption();
  @Mixin private ActorOption actor = new ActorOption();
  @Mixin private WriteConditions conditions = new WriteConditions();
  @Mixin private Decisions decisions = new Decisions();

  @Parameters(paramLabel = "COMMIT", description = "The commit to undo.")
  private String commit = "";

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    PickRequest request =
        PickRequest.revert(new CommitId(commit), conditions.options(branch, actor))
            .preferring(decisions.prefer())
            .resolving(decisions.resolutions());
    try (Graph graph = place.open()) {
      CallMeter meter = graph.meter();
      PickAnswer answer = decisions.isDryRun() ? graph.planPick(request) : graph.pick(request);
      answer.conflicts().forEach(conflict -> out.println(Decisions.line(conflict)));
      String what = Decisions.what(answer.outcome().text(), answer.tables());
      out.println(Costs.line(what, answer.commitId(), meter.report()));
      return answer.conflicts().isEmpty() ? 0 : 1;
    }
  }
}
