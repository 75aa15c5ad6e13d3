package dev.omnigraph.cli;

import dev.omnigraph.Graph;
import dev.omnigraph.SchemaAnswer;
import dev.omnigraph.SchemaRequest;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "apply",
    description = "Brings a branch to another schema, as one commit with its data.",
    mixinStandardHelpOptions = true)
final class SchemaApplyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private Target target = new Target();
  @Mixin private DesiredSchema desired = new DesiredSchema();
  @Mixin private WriteConditions conditions = new WriteConditions();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    long started = System.nanoTime();
    SchemaRequest request =
        new SchemaRequest(
            desired.source(),
            desired.fileName(),
            desired.allowDataLoss(),
            target.branch(),
            target.actor(),
            conditions.expected(),
            conditions.key());
    try (Graph graph = target.open()) {
      SchemaAnswer answer = graph.applySchema(request);
      Duration elapsed = Duration.ofNanos(System.nanoTime() - started);
      answer.steps().forEach(step -> out.println("  " + step.summary()));
      out.println(Summary.line(what(answer), answer.commitId(), answer.io(), elapsed));
    }
    return 0;
  }

  private static String what(SchemaAnswer answer) {
    if (answer.replayed()) {
      return "done before under this key";
    }
    return answer.steps().isEmpty()
        ? "nothing to do"
        : Summary.count(answer.steps().size(), "step") + " done";
  }
}
