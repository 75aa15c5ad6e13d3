package dev.omnigraph.cli;

import dev.omnigraph.Graph;
import dev.omnigraph.call.PlanAnswer;
import dev.omnigraph.call.PlanRequest;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "plan",
    description = "Shows what `schema apply` would do, and changes nothing.",
    mixinStandardHelpOptions = true)
final class SchemaPlanCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private GraphOption place = new GraphOption();
  @Mixin private BranchOption branch = new BranchOption();
  @Mixin private DesiredSchema desired = new DesiredSchema();

  /** 0 when the plan can be applied, 1 when a step is refused. */
  @Override
  public Integer call() {
    try (Graph graph = place.open()) {
      PlanAnswer answer =
          graph.planSchema(
              new PlanRequest(
                  desired.source(), desired.fileName(), desired.eraseHistory(), branch.head()));
      spec.commandLine().getOut().print(answer.plan().text());
      new Losses(answer.losses()).print(spec.commandLine().getOut());
      return answer.plan().isSupported() ? 0 : 1;
    }
  }
}
