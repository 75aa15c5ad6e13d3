package dev.omnigraph.cli;

import dev.omnigraph.Graph;
import dev.omnigraph.MutationAnswer;
import dev.omnigraph.MutationRequest;
import java.io.PrintWriter;
import java.time.Duration;
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
    long started = System.nanoTime();
    MutationRequest request =
        new MutationRequest(
            query.source(),
            query.fileName(),
            query.name(),
            query.arguments(),
            branch.name(),
            actor.name(),
            conditions.expected(),
            conditions.key());
    try (Graph graph = place.open()) {
      MutationAnswer answer = graph.mutate(request);
      Duration elapsed = Duration.ofNanos(System.nanoTime() - started);
      out.println(Summary.line(what(answer), answer.commitId(), answer.io(), elapsed));
    }
    return 0;
  }

  private static String what(MutationAnswer answer) {
    if (answer.affectedNodes() + answer.affectedEdges() == 0) {
      return "nothing changed";
    }
    return (answer.replayed() ? "done before under this key: " : "")
        + Summary.count(answer.affectedNodes(), "node")
        + " and "
        + Summary.count(answer.affectedEdges(), "edge")
        + " changed";
  }
}
