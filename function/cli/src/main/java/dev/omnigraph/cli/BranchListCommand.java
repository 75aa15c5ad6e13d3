package dev.omnigraph.cli;

import dev.omnigraph.Graph;
import dev.omnigraph.call.Branch;
import dev.omnigraph.wire.ReadJson;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "list",
    description = "Lists the branches: where each is, and how it relates to its parent.",
    mixinStandardHelpOptions = true)
final class BranchListCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private GraphOption place = new GraphOption();

  @Option(names = "--json", description = "One JSON object, and nothing else.")
  private boolean json;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (Graph graph = place.open()) {
      List<Branch> branches = graph.branches();
      if (json) {
        out.println(ReadJson.branches(branches).text());
      } else {
        table(branches).print(out);
      }
    }
    return 0;
  }

  private static TextTable table(List<Branch> branches) {
    TextTable table =
        TextTable.whole(List.of("branch", "head", "parent", "ahead", "behind", "created", "by"));
    for (Branch branch : branches) {
      Branch.Fork fork = branch.fork();
      table.add(
          Arrays.asList(
              branch.name().text(),
              branch.head().text(),
              fork == null ? "" : parent(fork),
              fork == null ? "" : fork.ahead(),
              fork == null || fork.behind() == null ? "" : fork.behind(),
              branch.createdAt().toString(),
              branch.createdBy()));
    }
    return table;
  }

  /** With a mark when the branch of that name is not there, or is another one. */
  static String parent(Branch.Fork fork) {
    return fork.parent() + (fork.parentGone() ? " (gone)" : "");
  }
}
