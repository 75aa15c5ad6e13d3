package dev.omnigraph.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.omnigraph.cli.remote.ApiRequest;
import dev.omnigraph.wire.ApplyJson;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "show",
    description = "Prints the policies in force, which are those of main.",
    footer = {"", "Example:", "  omnigraph policy show"},
    mixinStandardHelpOptions = true)
final class PolicyShowCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private GraphOption place = new GraphOption();
  @Mixin private OutputOptions output = new OutputOptions();

  @Override
  public Integer call() {
    Output printed = output.object();
    try (Reach graph = place.reach()) {
      Answer answer = in(graph);
      printed.object(answer, out -> print(answer.json().path("files"), out));
    }
    return 0;
  }

  /** The policies of a graph. */
  static Answer in(Reach graph) {
    return graph.call((here, meter) -> ApplyJson.policy(here.policy()), ApiRequest.get("policy"));
  }

  /** With the names of the files as comments, so that it is a file of policies again. */
  private static void print(JsonNode files, PrintWriter out) {
    if (files.isEmpty()) {
      out.println("// no policies");
    }
    for (Map.Entry<String, JsonNode> file : files.properties()) {
      out.println("// " + file.getKey());
      out.println(file.getValue().asText().stripTrailing());
    }
  }
}
