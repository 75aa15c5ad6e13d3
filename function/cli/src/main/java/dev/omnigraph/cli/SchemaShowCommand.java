package dev.omnigraph.cli;

import dev.omnigraph.Graph;
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
  @Mixin private GraphOption place = new GraphOption();
  @Mixin private BranchOption branch = new BranchOption();

  @Override
  public Integer call() {
    try (Graph graph = place.open()) {
      String source = graph.schema(branch.head()).source();
      spec.commandLine().getOut().print(source.endsWith("\n") ? source : source + "\n");
    }
    return 0;
  }
}
