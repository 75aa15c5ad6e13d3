package dev.omnigraph.cli;

import picocli.CommandLine.Command;

@Command(
    name = "branch",
    description = "Lists, makes and deletes the branches of a graph.",
    footer = {"", "Example:", "  omnigraph branch list"},
    mixinStandardHelpOptions = true,
    subcommands = {
      BranchListCommand.class,
      BranchShowCommand.class,
      BranchCreateCommand.class,
      BranchDeleteCommand.class,
    })
final class BranchCommand {}
