package dev.omnigraph.cli;

import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.id.BranchName;
import picocli.CommandLine.Option;

/** Which branch of the graph a command is about. */
final class BranchOption {
  @Option(
      names = {"-b", "--branch"},
      paramLabel = "BRANCH",
      description = "The branch. Default: ${DEFAULT-VALUE}.")
  private String name = BranchName.MAIN.text();

  BranchName name() {
    return new BranchName(name);
  }

  ReadAt head() {
    return new ReadAt.Head(name());
  }
}
