package dev.omnigraph.cli;

import dev.omnigraph.Graph;
import dev.omnigraph.ReadAt;
import dev.omnigraph.schema.SchemaPlan;
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
  @Mixin private Target target = new Target();
  @Mixin private DesiredSchema desired = new DesiredSchema();

  /** 0 when the plan can be applied, 1 when a step is refused. */
  @Override
  public Integer call() {
    try (Graph graph = target.open()) {
      SchemaPlan plan =
          graph.planSchema(
              desired.source(),
              desired.fileName(),
              desired.allowDataLoss(),
              new ReadAt.Head(target.branch()));
      spec.commandLine().getOut().print(plan.text());
      return plan.isSupported() ? 0 : 1;
    }
  }
}
