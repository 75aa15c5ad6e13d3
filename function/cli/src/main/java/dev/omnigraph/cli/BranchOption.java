package dev.omnigraph.cli;

import dev.omnigraph.Graph;
import dev.omnigraph.commit.ReadAt;
import picocli.CommandLine.Option;

/** Which branch of the graph a command is about. */
final class BranchOption {
  @Option(
      names = {"-b", "--branch"},
      paramLabel = "BRANCH",
      defaultValue = Graph.MAIN,
      description = "The branch. Default: ${DEFAULT-VALUE}.")
  private String name = Graph.MAIN;

  String name() {
    return name;
  }

  ReadAt head() {
    return new ReadAt.Head(name);
  }
}
