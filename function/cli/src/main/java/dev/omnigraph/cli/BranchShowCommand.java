package dev.omnigraph.cli;

import dev.omnigraph.Graph;
import dev.omnigraph.call.Branch;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.wire.ReadJson;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "show",
    description = "Shows where a branch is and where it began.",
    mixinStandardHelpOptions = true)
final class BranchShowCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private GraphOption place = new GraphOption();

  @Parameters(paramLabel = "NAME", description = "The branch.")
  private String name = "";

  @Option(names = "--json", description = "One JSON object, and nothing else.")
  private boolean json;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (Graph graph = place.open()) {
      Branch branch = graph.branch(new BranchName(name));
      if (json) {
        out.println(ReadJson.branch(branch).text());
      } else {
        print(branch, out);
      }
    }
    return 0;
  }

  private static void print(Branch branch, PrintWriter out) {
    out.println("branch   " + branch.name());
    out.println("head     " + branch.head());
    Branch.Fork fork = branch.fork();
    if (fork != null) {
      out.println("parent   " + BranchListCommand.parent(fork));
      out.println("fork     " + fork.commit());
      out.println("ahead    " + fork.ahead());
      if (fork.behind() != null) {
        out.println("behind   " + fork.behind());
      }
    }
    out.println("created  " + branch.createdAt() + " by " + branch.createdBy());
  }
}
