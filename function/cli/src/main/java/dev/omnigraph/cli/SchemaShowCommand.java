package dev.omnigraph.cli;

import dev.omnigraph.Graph;
import dev.omnigraph.ReadAt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "show",
    description = "Prints the schema in force.",
    mixinStandardHelpOptions = true)
final class SchemaShowCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private Target target = new Target();

  @Override
  public Integer call() {
    try (Graph graph = target.open()) {
      String source = graph.schema(new ReadAt.Head(target.branch())).source();
      spec.commandLine().getOut().print(source.endsWith("\n") ? source : source + "\n");
    }
    return 0;
  }
}
