package dev.omnigraph.cli;

import dev.omnigraph.cli.remote.ApiRequest;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.wire.ReadJson;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "show",
    description = "Prints the schema in force.",
    footer = {"", "Example:", "  omnigraph schema show"},
    mixinStandardHelpOptions = true)
final class SchemaShowCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private GraphOption place = new GraphOption();
  @Mixin private BranchOption branch = new BranchOption();
  @Mixin private OutputOptions output = new OutputOptions();
  @ArgGroup private @Nullable Past past;

  @Override
  public Integer call() {
    ReadAt at = Past.at(branch, past);
    Output printed = output.object();
    try (Reach graph = place.reach()) {
      Answer answer = in(graph, at);
      String source = answer.text("source");
      printed.object(answer, out -> out.print(source.endsWith("\n") ? source : source + "\n"));
    }
    return 0;
  }

  /** The schema in force at a state. */
  static Answer in(Reach graph, ReadAt at) {
    return graph.call(
        (here, meter) -> ReadJson.schema(here.schema(at)), ApiRequest.get("schema").at(at));
  }
}
