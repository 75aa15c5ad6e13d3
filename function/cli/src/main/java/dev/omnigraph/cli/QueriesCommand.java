package dev.omnigraph.cli;

import picocli.CommandLine.Command;

@Command(
    name = "queries",
    description = "Lists, shows and stores the queries of a branch that are called by name.",
    footer = {"", "Example:", "  omnigraph queries list"},
    mixinStandardHelpOptions = true,
    subcommands = {QueriesListCommand.class, QueriesShowCommand.class, QueriesPutCommand.class})
final class QueriesCommand {}
