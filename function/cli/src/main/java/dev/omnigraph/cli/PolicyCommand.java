package dev.omnigraph.cli;

import picocli.CommandLine.Command;

@Command(
    name = "policy",
    description = "Shows, stores, asks and tests the policies that say who may do what.",
    footer = {"", "Example:", "  omnigraph policy show"},
    mixinStandardHelpOptions = true,
    subcommands = {
      PolicyShowCommand.class,
      PolicyPutCommand.class,
      PolicyCheckCommand.class,
      PolicyTestCommand.class
    })
final class PolicyCommand {}
