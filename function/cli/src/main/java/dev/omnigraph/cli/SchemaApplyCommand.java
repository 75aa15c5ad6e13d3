package dev.omnigraph.cli;

import dev.omnigraph.CallMeter;
import dev.omnigraph.Graph;
import dev.omnigraph.call.PlanAnswer;
import dev.omnigraph.call.PlanRequest;
import dev.omnigraph.call.SchemaAnswer;
import dev.omnigraph.call.SchemaRequest;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.schema.SchemaChangeError;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "apply",
    description = "Brings a branch to another schema, as one commit with its data.",
    mixinStandardHelpOptions = true)
final class SchemaApplyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private GraphOption place = new GraphOption();
  @Mixin private BranchOption branch = new BranchOption();
  @Mixin private ActorOption actor = new ActorOption();
  @Mixin private DesiredSchema desired = new DesiredSchema();
  @Mixin private WriteConditions conditions = new WriteConditions();

  @Option(
      names = "--allow-drop",
      description = "Types and properties that the file leaves out go with their data.")
  private boolean allowDrops;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    SchemaRequest request =
        new SchemaRequest(
            desired.source(),
            desired.fileName(),
            allowDrops,
            desired.eraseHistory(),
            conditions.options(branch, actor));
    try (Graph graph = place.open()) {
      CallMeter meter = graph.meter();
      SchemaAnswer answer = apply(graph, request);
      answer.steps().forEach(step -> out.println("  " + step.summary()));
      out.println(Costs.line(what(answer), answer.commitId(), meter.report()));
    }
    return 0;
  }

  private SchemaAnswer apply(Graph graph, SchemaRequest request) {
    try {
      return graph.applySchema(request);
    } catch (GraphException e) {
      if (!e.is(SchemaChangeError.SCHEMA_DROPS)) {
        throw e;
      }
      PlanAnswer answer =
          graph.planSchema(
              new PlanRequest(
                  request.source(), request.file(), request.allowDataLoss(), branch.head()));
      throw e.retold(new Losses(answer.losses()).text())
          .next("Write --allow-drop if that is meant; @rename_from keeps what gets another name.")
          .build();
    }
  }

  private static String what(SchemaAnswer answer) {
    if (answer.replayed()) {
      return "done before under this key";
    }
    return answer.steps().isEmpty()
        ? "nothing to do"
        : Costs.count(answer.steps().size(), "step") + " done";
  }
}
