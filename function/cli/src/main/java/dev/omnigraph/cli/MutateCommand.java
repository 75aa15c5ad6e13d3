package dev.omnigraph.cli;

import dev.omnigraph.CallMeter;
import dev.omnigraph.Graph;
import dev.omnigraph.call.MutationAnswer;
import dev.omnigraph.call.MutationRequest;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "mutate",
    description = "Runs a write query as one commit.",
    mixinStandardHelpOptions = true)
final class MutateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private GraphOption place = new GraphOption();
  @Mixin private BranchOption branch = new BranchOption();
  @Mixin private ActorOption actor = new ActorOption();
  @Mixin private QueryFile query = new QueryFile();
  @Mixin private WriteConditions conditions = new WriteConditions();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    MutationRequest request =
        new MutationRequest(
            query.source(),
            query.fileName(),
            query.name(),
            query.arguments(),
            conditions.options(branch, actor));
    try (Graph graph = place.open()) {
      CallMeter meter = graph.meter();
      MutationAnswer answer = graph.mutate(request);
      out.println(Costs.line(what(answer), answer.commitId(), meter.report()));
    }
    return 0;
  }

  private static String what(MutationAnswer answer) {
    if (answer.affectedNodes() + answer.affectedEdges() == 0) {
      return "nothing changed";
    }
    return (answer.replayed() ? "done before under this key: " : "")
        + Costs.count(answer.affectedNodes(), "node")
        + " and "
        + Costs.count(answer.affectedEdges(), "edge")
        + " changed";
  }
}
