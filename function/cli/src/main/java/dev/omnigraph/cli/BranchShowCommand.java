package dev.omnigraph.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.omnigraph.cli.remote.ApiRequest;
import dev.omnigraph.cli.remote.ApiRequest.Repetition;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.wire.ReadJson;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "show",
    description = "Shows where a branch is and where it began.",
    footer = {"", "Example:", "  omnigraph branch show draft"},
    mixinStandardHelpOptions = true)
final class BranchShowCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private GraphOption place = new GraphOption();
  @Mixin private OutputOptions output = new OutputOptions();

  @Parameters(paramLabel = "NAME", description = "The branch.")
  private String name = "";

  @Override
  public Integer call() {
    BranchName branch = new BranchName(name);
    Output printed = output.object();
    try (Reach graph = place.reach()) {
      Answer answer = one(graph, branch);
      printed.object(answer, out -> print(answer, out));
    }
    return 0;
  }

  /** One branch. */
  static Answer one(Reach graph, BranchName branch) {
    return graph.call(
        (here, meter) -> ReadJson.branch(here.branch(branch)),
        ApiRequest.ofBranch("GET", Repetition.SAFE, branch.text()));
  }

  private static void print(Answer branch, PrintWriter out) {
    out.println("branch   " + branch.text("branch"));
    out.println("head     " + branch.text("head"));
    JsonNode fork = branch.json().path("fork");
    if (fork.isObject()) {
      out.println("parent   " + BranchListCommand.parent(fork));
      out.println("fork     " + fork.path("commit").asText());
      out.println("ahead    " + fork.path("ahead").asText());
      if (fork.path("behind").isNumber()) {
        out.println("behind   " + fork.path("behind").asText());
      }
    }
    out.println("created  " + branch.text("created_at") + " by " + branch.text("created_by"));
  }
}
